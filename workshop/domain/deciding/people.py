"""Deciders of who is in the room: joining, profiles, facilitators' devices, votes, questions."""

from __future__ import annotations

from workshop.domain import commands as co
from workshop.domain import events as ev
from workshop.domain.deciding.answers import known_response
from workshop.domain.deciding.notes import written
from workshop.domain.deciding.scene import Deciders, Events, Scene
from workshop.domain.ids import ActorId, ParticipantId
from workshop.domain.records import Device, Pace, PaceSignal, Participant, Role
from workshop.domain.text import clean_line
from workshop.errors import Forbidden, NotFound, Refused

PROFILE_LIMIT = 80
QUESTION_LIMIT = 500
MOST_QUESTIONS = 20
MOST_PARTICIPANTS = 5_000


def _join(scene: Scene, body: co.Join) -> Events:
    state = scene.state
    if body.participant in state.participants:
        return ()
    if state.locked:
        raise Refused("Joining is closed", "Ask the facilitator to open it again")
    if len(state.participants) >= MOST_PARTICIPANTS:
        raise Refused(f"More than {MOST_PARTICIPANTS} have joined", "Answer at your table")
    return (ev.ParticipantJoined(body.participant, state.badges + 1, body.token_hash),)


def _known(scene: Scene, id_: ParticipantId) -> Participant:
    participant = scene.state.participants.get(id_)
    if participant is None:
        raise NotFound("There is no such participant", "They may have been erased")
    return participant


def _self(scene: Scene) -> Participant:
    participant = _known(scene, ParticipantId(scene.actor.id))
    if participant.removed:
        raise Forbidden("You are no longer in this session", "Speak to the facilitator")
    return participant


def _profile(scene: Scene, body: co.SetProfile) -> Events:
    known = _self(scene)
    name, profession, organisation = (
        _limited(what, text)
        for what, text in (
            ("The name", body.name),
            ("The role", body.profession),
            ("The organisation", body.organisation),
        )
    )
    if (name, profession, organisation) == (known.name, known.role, known.organisation):
        return ()
    return (ev.ProfileSet(known.id, name, profession, organisation),)


def _limited(what: str, text: str) -> str:
    cleaned = clean_line(text)
    if len(cleaned) > PROFILE_LIMIT:
        raise Refused(
            f"{what} has {len(cleaned)} characters, {PROFILE_LIMIT} are the limit",
            "Make it shorter",
        )
    return cleaned


def _remove(scene: Scene, body: co.RemoveParticipant) -> Events:
    participant = _known(scene, body.participant)
    if participant.removed == body.removed:
        return ()
    return (ev.ParticipantRemoved(participant.id, body.removed),)


def _lock(scene: Scene, body: co.LockJoining) -> Events:
    return () if scene.state.locked == body.locked else (ev.JoiningLocked(body.locked),)


def _admit(scene: Scene, body: co.AdmitFacilitator) -> Events:
    if body.facilitator in scene.state.devices:
        return ()
    if body.as_role not in (Role.CHAIR, Role.CO_FACILITATOR, Role.PRESENTER, Role.SCREEN):
        raise Refused(f"Nobody is admitted as {body.as_role}", "Ask for another key")
    return (
        ev.FacilitatorAdmitted(
            body.facilitator,
            body.as_role,
            _limited("The name", body.name),
            clean_line(body.initials)[:8],
            clean_line(body.device)[:PROFILE_LIMIT],
            body.token_hash,
        ),
    )


def _device(scene: Scene, id_: ActorId) -> Device:
    device = scene.state.devices.get(id_)
    if device is None:
        raise NotFound("There is no such device", "It may never have been let in")
    return device


def _revoke(scene: Scene, body: co.RevokeFacilitator) -> Events:
    device = _device(scene, body.facilitator)
    return () if device.revoked else (ev.FacilitatorRevoked(device.id),)


def _grant(scene: Scene, body: co.GrantClock) -> Events:
    device = _device(scene, body.facilitator)
    return () if device.clock == body.granted else (ev.ClockGranted(device.id, body.granted),)


def _vote(scene: Scene, body: co.VoteResponse) -> Events:
    me = _self(scene)
    response = known_response(scene, body.response)
    if response.participant == me.id:
        raise Refused("That answer is your own", "Vote for somebody else's")
    if response.hidden or response.withdrawn:
        raise NotFound("There is no such answer", "It has been taken back")
    votes = scene.state.votes.get(response.id)
    voted = votes is not None and me.id in votes
    return () if voted == body.up else (ev.ResponseVoted(response.id, me.id, body.up),)


def _pass(scene: Scene, body: co.PassResponse) -> Events:
    response = known_response(scene, body.response)
    if response.passed == body.passed:
        return ()
    return (ev.ResponsePassed(response.id, body.passed),)


def _moderate(scene: Scene, body: co.SetModeration) -> Events:
    return () if scene.state.moderated == body.on else (ev.ModerationSet(body.on),)


def _ask(scene: Scene, body: co.AskOrganisers) -> Events:
    me = _self(scene)
    text = written(body.text, QUESTION_LIMIT, "The question")
    if body.question in scene.state.questions:
        return ()
    own = sum(1 for q in scene.state.questions.values() if q.participant == me.id)
    if own >= MOST_QUESTIONS:
        raise Refused(f"You have sent {own} messages", "Speak to the facilitator")
    return (ev.QuestionAsked(body.question, me.id, text),)


def _settle(scene: Scene, body: co.SettleQuestion) -> Events:
    question = scene.state.questions.get(body.question)
    if question is None:
        raise NotFound("There is no such question", "It may have been erased")
    if question.settled == body.settled:
        return ()
    return (ev.QuestionSettled(question.id, body.settled),)


def _pace(scene: Scene, body: co.SignalPace) -> Events:
    me = _self(scene)
    known = scene.state.pace.get(me.id, PaceSignal(Pace.FOLLOWING, scene.now)).pace
    return () if known is body.pace else (ev.PaceSignalled(me.id, body.pace),)


PEOPLE: Deciders = {
    co.Join: _join,
    co.SetProfile: _profile,
    co.RemoveParticipant: _remove,
    co.LockJoining: _lock,
    co.AdmitFacilitator: _admit,
    co.RevokeFacilitator: _revoke,
    co.GrantClock: _grant,
    co.VoteResponse: _vote,
    co.PassResponse: _pass,
    co.SetModeration: _moderate,
    co.AskOrganisers: _ask,
    co.SettleQuestion: _settle,
    co.SignalPace: _pace,
}
