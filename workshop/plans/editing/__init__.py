"""Plans changed in their own text: comments and whatever was typed stay as they are."""

from __future__ import annotations

from workshop.plans.editing.plan_edit import EditRow, PlanEdit, Wish
from workshop.plans.editing.plan_file import PlanFile
from workshop.plans.editing.plan_text import CannotEdit, PlanText

__all__ = ["CannotEdit", "EditRow", "PlanEdit", "PlanFile", "PlanText", "Wish"]
