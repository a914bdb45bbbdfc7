"""Keys as people call them, the same in footers, key lines, help and docs."""

from __future__ import annotations

_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "slash": "/",
    "delete": "Del",
    "tab": "Tab",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "full_stop": ".",
    "question_mark": "?",
    "greater_than_sign": ">",
    "less_than_sign": "<",
}


def works_while_typing(key: str) -> bool:
    """Whether a key is one of F1 to F12, which no line of text takes."""
    return len(key) > 1 and key[0] == "f" and key[1:].isdigit()


def key_name(key: str) -> str:
    """'+', 'N' as 'shift+n', 'shift+down' as 'shift+↓'."""
    *held, key = key.split("+")
    if len(key) == 1 and key.isupper():
        held, key = [*held, "shift"], key.lower()
    return "+".join([*held, _NAMES.get(key, key)])
