"""Agendas kept in a spreadsheet, read as a plan: CSV or XLSX, however people lay them out."""

from __future__ import annotations

from workshop.plans.agenda.laying_out import Agenda, Item, Section, read_agenda

__all__ = ["Agenda", "Item", "Section", "read_agenda"]
