"""Texts of the kinds and sentences of the domain, for the catalogues (see `i18n.pattern_of`)."""

from __future__ import annotations


def _(text: str) -> str:
    return text


LABELS = (
    _("Your idea"),
    _("Your choice"),
    _("Your points"),
    _("The boxes"),
    _("What I will do"),
    _("With whom"),
    _("By when"),
    _("Or on a day"),
    _("within {0} days"),
    _("at most {0}"),
    _("{0} points to spend"),
    _("{0} points to spend, at most {1} on one"),
)
REFUSALS = (
    _("‘{0}’ is still empty."),
    _("Nothing has been answered yet."),
    _("‘{0}’ has room for {1} characters; this has {2}, {3} too many."),
    _("‘{0}’ wants a date as year-month-day, such as {1}-{2}-{3}."),
    _("‘{0}’ takes {1} at most; this picks {2}."),
    _("‘{0}’ takes one only; this picks {1}."),
    _("‘{0}’ wants a whole number."),
    _("‘{0}’ goes from {1} to {2}; not {3}."),
    _("‘{0}’ takes no points below {1}."),
    _("At most {0} points on one option; ‘{1}’ has {2}."),
    _("There are {0} points to spend; this spends {1}, {2} too many."),
    _("Give a day or a number of days, not both."),
    _("Correct it and send it again"),
    _("'{0}' takes no answers now"),
    _("Tell it to the facilitator"),
    _("You have given an answer already"),
    _("You have given {0} answers already"),
    _("Correct one, or withdraw it first"),
    _("That key came with another answer before"),
    _("Send it with a new key"),
    _("You are no longer in this session"),
    _("Speak to the facilitator"),
    _("Joining is closed"),
    _("Ask the facilitator to open it again"),
    _("There is no such answer"),
    _("It has been taken back"),
    _("It may have been undone or erased"),
    _("That answer is your own"),
    _("Vote for somebody else's"),
    _("That answer is not yours"),
    _("Correct one of your own"),
    _("Make it shorter"),
    _("The name has {0} characters, {1} are the limit"),
    _("The role has {0} characters, {1} are the limit"),
    _("The organisation has {0} characters, {1} are the limit"),
    _("A table or badge is too long"),
    _("Give at most {0} characters"),
    _("The question is empty"),
    _("The question has {0} characters, {1} are the limit"),
    _("You have sent {0} messages"),
    _("This form came from another site."),
    _("This form is too old: load the page again."),
)
