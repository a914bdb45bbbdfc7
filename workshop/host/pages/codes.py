"""A participant's own code: a QR on their page that others open to make a tie."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from workshop.domain.forms import Form, PeopleField
from workshop.render.qr import qr_svg


def takes_ties(form: Form | None) -> bool:
    """Whether naming somebody fills the form in: then opening their code does it, too."""
    return people_field(form) is not None


def people_field(form: Form | None) -> PeopleField | None:
    """The only field that a form asks for, where it names people; else None."""
    needed = [field for field in form.fields if field.required] if form else []
    first = needed[0] if len(needed) == 1 else None
    return first if isinstance(first, PeopleField) else None


@lru_cache(maxsize=4096)
def code_svg(url: str, label: str) -> Markup:
    """The QR of a participant's own page, made once."""
    return qr_svg(url, label, quickly=True)
