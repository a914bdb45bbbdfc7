"""The colours: a calm dark theme, and one of high contrast. Screens name variables only."""

from __future__ import annotations

from textual.theme import Theme

CALM = Theme(
    name="workshop",
    primary="#5fa8d3",
    secondary="#8fb8a8",
    accent="#e0b35a",
    success="#7cc38b",
    warning="#e8b44c",
    error="#ef6f63",
    foreground="#e6e9ec",
    background="#12171c",
    surface="#1a2129",
    panel="#242d37",
    dark=True,
    variables={"quiet": "#9aa7b3", "border": "#3a4754", "input-cursor-background": "#e6e9ec"},
)

CONTRAST = Theme(
    name="workshop-contrast",
    primary="#6fd3ff",
    secondary="#ffffff",
    accent="#ffff00",
    success="#00ff7f",
    warning="#ffd400",
    error="#ff8080",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    text_alpha=1.0,
    variables={"quiet": "#ffffff", "border": "#ffffff", "input-cursor-background": "#ffffff"},
)
