from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser import NewPage, violations
from tests.host.pages.desk import EVERY_KIND, IDEAS, Room, room_of
from tests.make_translations import compiled, missing, path_of, texts, translated
from workshop.domain.forms import BoxesField, ChoiceField, PointsField, ScaleField
from workshop.domain.plan import PhoneOptions, SessionPlan
from workshop.host.pages.i18n import LANGUAGES, OWN, Speech, pattern_of, wished
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan
from workshop.settings import bundled_folder

VALUE = re.compile(r"\{\w+\}")
OTHERS = [language for language in LANGUAGES if language != OWN]
SPOKEN = [
    "c6-building-social-capital",
    "c6-part-one-joining-the-dots",
    "c6-part-two-a-different-future",
    "c6-part-three-sustaining-the-spark",
    "team-retrospective",
]
"""Bundled plans that are translated whole."""
JOIN = {"en": "Join", "nl": "Meedoen", "de": "Mitmachen", "fr": "Participer", "es": "Participar"}


def plan() -> SessionPlan:
    return open_plan("c6-building-social-capital", Library.open(bundled_folder()), load())


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_text(language: str) -> None:
    known = translated(language)
    assert missing(known) == []
    assert {message.id for message in known if message.id} == {
        message.id for message in texts() if message.id
    }


@pytest.mark.parametrize("language", OTHERS)
def test_what_ships_is_what_was_translated(language: str) -> None:
    shipped = path_of(language).with_suffix(".mo").read_bytes()
    assert shipped == compiled(translated(language)), "run python -m tests.make_translations"


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_their_values(language: str) -> None:
    for message in translated(language):
        several = isinstance(message.id, tuple)
        for text in message.string if several else (message.string,):
            # A singular may say 'one' instead of its number.
            expected = Counter(VALUE.findall(str(message.id[-1] if several else message.id)))
            said = Counter(VALUE.findall(text))
            assert said <= expected if several else said == expected, text


@pytest.mark.parametrize("language", OTHERS)
def test_labels_of_every_kind_are_translated(language: str) -> None:
    """What the kinds themselves say; what the plan says is the plan's to translate."""
    speech, kinds = Speech(language, plan()), load()
    own = {"Your idea", "Your choice", "Your points", "The boxes", "What I will do", "With whom",
           "By when", "Or on a day", "within 30 days"}  # fmt: skip
    seen = set()
    for exercise in plan().exercises:
        for field in kinds[exercise.kind].form(exercise).fields:
            seen.add(field.label)
            if isinstance(field, ChoiceField | PointsField):
                seen |= {option.text for option in field.options}
            if isinstance(field, BoxesField):
                seen |= {box.title for box in field.boxes}
    assert own <= seen
    assert [text for text in own if speech.plan(text) == text] == []


def on_phones(plan: SessionPlan) -> Iterator[str]:
    """What a phone may show of a plan: its title, and exercises with all that their forms say.

    Not what may be picked instead of typed: answers stay in one language.
    """
    yield plan.title
    for exercise in plan.exercises:
        yield from (exercise.title, exercise.prompt, exercise.participant)
        form = load()[exercise.kind].form(exercise, None, "p1")
        for field in (*form.fields, *form.beside):
            yield from (field.label, field.hint)
            if isinstance(field, ChoiceField | PointsField):
                yield from (option.text for option in field.options)
            if isinstance(field, BoxesField):
                yield from (text for box in field.boxes for text in (box.title, box.hint))
            if isinstance(field, ScaleField):
                yield from (field.low_text, field.high_text)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("id_", SPOKEN)
def test_bundled_plans_are_spoken_in_every_language(id_: str, language: str) -> None:
    bundled = open_plan(id_, Library.open(bundled_folder()), load())
    speech = Speech(language, bundled)
    texts = {text for text in on_phones(bundled) if any(map(str.isalpha, text))}
    assert len(texts) > 10
    assert [text for text in sorted(texts) if "<span lang=" in speech.said(text)] == []


@pytest.mark.parametrize(
    ("accept", "chosen", "expected"),
    [
        ("", "", "en"),
        ("nl", "", "nl"),
        ("de-CH,de;q=0.9,en;q=0.5", "", "de"),
        ("ja,fr;q=0.3,es;q=0.7", "", "es"),
        ("ja, *;q=0.5", "", "en"),
        ("nl;q=0, fr", "", "fr"),
        ("nl", "fr", "fr"),
        ("nl", "xx", "nl"),
        ("de;q=oh-no,es", "", "es"),
        (",".join(["x"] * 10_000), "", "en"),
    ],
)
def test_the_browsers_wish_and_ones_own_choice(accept: str, chosen: str, expected: str) -> None:
    assert wished(accept, chosen) == expected


def test_numbers_and_quoted_words_are_taken_out_of_sentences() -> None:
    assert pattern_of("‘Your idea’ has room for 140 characters; this has 150, 10 too many.") == (
        "‘{0}’ has room for {1} characters; this has {2}, {3} too many.",
        ["Your idea", "140", "150", "10"],
    )
    assert pattern_of("'Learnt {0}' takes no answers now")[0] == "'{0}' takes no answers now"


def test_a_refusal_is_said_in_the_language_with_its_label() -> None:
    said = Speech("nl", plan()).plan("‘Your idea’ is still empty.")
    assert said == "‘Je idee’ is nog leeg."


def test_a_hostile_sentence_is_escaped_and_cannot_reach_into_the_catalogue() -> None:
    speech = Speech("de", plan())
    assert "<b>" not in speech.said("‘<b>{0.__class__}’ is still empty.")
    assert speech.said("{own} <script>") == '<span lang="en">{own} &lt;script&gt;</span>'


def test_a_plans_texts_in_another_language_and_marked_where_they_are_not() -> None:
    prompt = "What did you learn\n  and never use?"
    own = replace(plan(), translations={"nl": {prompt: "Wat leerde je?"}})
    assert Speech("nl", own).said("What did you learn and never use?") == "Wat leerde je?"
    assert Speech("nl", own).said("Other") == '<span lang="en">Other</span>'
    assert Speech("en", own).said("Other") == "Other"


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("language", list(LANGUAGES))
async def test_a_phone_is_spoken_to_in_its_language(
    tmp_path: Path, new_page: NewPage, language: str
) -> None:
    async with room_of(tmp_path, new_page, PhoneOptions(upvotes=True, pace=True)) as room:
        page = await new_page(locale=language)
        await page.goto(room.url)
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await page.get_by_role("button", name=JOIN[language]).click()
        await page.locator(".badge").wait_for()
        await room.open(*EVERY_KIND)
        await page.locator("section.exercise").nth(len(EVERY_KIND) - 1).wait_for()
        assert await violations(page) == []
        # Whatever is in another language than the page is marked so.
        assert await page.locator("section.exercise [lang]").all_inner_texts() == []
        ideas = page.locator(f"#x-{IDEAS}-1")
        await ideas.locator("textarea").fill("z" * 150)
        await expect(ideas.locator(".count")).to_contain_text("10 ")
        await ideas.get_by_role("button").click()
        await expect(ideas.get_by_role("alert")).to_be_visible()
        english = "10 too many" in await ideas.get_by_role("alert").inner_text()
        assert english == (language == OWN)


@pytest.mark.asyncio(loop_scope="session")
async def test_another_language_is_a_tap_away(room: Room) -> None:
    page = await room.joined(locale="en-GB")
    await page.get_by_role("link", name="Français").click()
    await expect(page.locator(".badge")).to_have_text("N° 1")
    await page.get_by_role("link", name="Nederlands").click()
    await expect(page.locator("html")).to_have_attribute("lang", "nl")
    answer = await page.goto(f"{room.url}/language?to=de&back=https://evil.example/")
    assert answer is not None
    assert answer.url == f"{room.url}/"


def test_french_marks_never_begin_a_line() -> None:
    own = replace(plan(), translations={"fr": {"Who?": "Qui est là ? Un « ami » ; voilà !"}})
    expected = "Qui est là\u00a0? Un «\u00a0ami\u00a0»\u00a0; voilà\u00a0!"
    speech = Speech("fr", own)
    assert (speech.plan("Who?"), speech.said("Who?")) == (expected, expected)
    assert (
        Speech("nl", replace(own, translations={"nl": {"Who?": "Wie ?"}})).said("Who?") == "Wie ?"
    )
