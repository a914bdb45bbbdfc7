"""Names for identifiers, so that one kind of id is never passed for another."""

from __future__ import annotations

from typing import NewType

PlanId = NewType("PlanId", str)
PartId = NewType("PartId", str)
SegmentId = NewType("SegmentId", str)
ObjectiveId = NewType("ObjectiveId", str)
PersonId = NewType("PersonId", str)
ExerciseId = NewType("ExerciseId", str)
CaseStudyId = NewType("CaseStudyId", str)
SessionId = NewType("SessionId", str)
CommandId = NewType("CommandId", str)
ActorId = NewType("ActorId", str)
ParticipantId = NewType("ParticipantId", str)
ResponseId = NewType("ResponseId", str)
TallyId = NewType("TallyId", str)
NoteId = NewType("NoteId", str)
QuestionId = NewType("QuestionId", str)
