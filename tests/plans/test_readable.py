from __future__ import annotations

from workshop.plans.readable import readable_options


def test_lists_of_things_come_one_by_one_and_settings_in_one_text() -> None:
    options = {
        "choices": [{"id": "a", "text": "Apples"}, {"id": "b", "text": "Pears"}],
        "frame": [{"theme": "Time", "seeds": ["rota", "cover"]}],
        "boxes": [{"id": "a", "title": "Where to?", "hint": "What will be"}, {"title": "Who"}],
        "horizons_days": [30, 60],
        "multiple": False,
        "scale": {"from": 1, "to": 5, "low": "never"},
    }
    assert readable_options(options) == (
        ("choices", ("Apples", "Pears")),
        ("frame", ("Time: rota, cover",)),
        ("boxes", ("Where to? What will be", "Who")),
        ("horizons days", ("30, 60",)),
        ("multiple", ("no",)),
        ("scale", ("from 1, to 5, low 'never'",)),
    )
