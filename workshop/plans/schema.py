"""The files' shape as pydantic models, and every way in which a file fails it, in plain words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, ClassVar, TypeVar, Union, get_args, get_origin
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from workshop.domain.plan import KeepOpen, Mode, Priority
from workshop.domain.text import clean_block, clean_line
from workshop.plans.durations import BadDuration, parse_minutes
from workshop.plans.problems import Problem, did_you_mean
from workshop.plans.reading import Document, KeyPath

SCHEMA = 1

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"(\d?\d):(\d\d)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def _wrong(what: str, mend: str) -> PydanticCustomError:
    return PydanticCustomError("workshop", "{what}", {"what": what, "mend": mend})


def _id(value: str) -> str:
    if _SLUG.fullmatch(value) and len(value) <= 64:
        return value
    slug = "-".join(re.findall(r"[a-z0-9]+", value.lower()))[:64].strip("-")
    example = f"`{slug}`" if slug else "`how-we-connect`, say"
    raise _wrong("is no id", f"ids are lower case, digits and hyphens: {example}")


def _given(value: str) -> str:
    if not value:
        raise _wrong("is empty", "write some text")
    return value


def _seconds(value: Any) -> int:
    try:
        return parse_minutes(value)
    except BadDuration as error:
        raise _wrong(error.what, error.mend) from error


def _some_time(seconds: int) -> int:
    if seconds == 0:
        raise _wrong("is nothing", "give it some minutes")
    return seconds


def _date(value: Any) -> dt.date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            raise _wrong("is a day that does not exist", "look at the calendar") from error
    raise _wrong("is no date", "write year-month-day: `2025-05-22`")


def _time(value: Any) -> dt.time:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise _wrong("is no time of day", 'write hours and minutes: `"15:00"`')
    return dt.time(int(match[1]), int(match[2]))


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        mend = did_you_mean(value, available_timezones(), "write one such as `Europe/Amsterdam`")
        raise _wrong("is no time zone", mend) from None
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise _wrong("is no language", "write its short name: `en`, `nl`, `pt-BR`")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _weight(value: Any) -> float:
    if _is_number(value) and value >= 0:
        return float(value)
    raise _wrong("is no weight", "write a number from 0 on: `3`")


def _means(value: Any) -> tuple[float, ...]:
    means = value if isinstance(value, list) else [value]
    if means and all(map(_is_number, means)):
        return tuple(map(float, means))
    raise _wrong("is no mean", "write a number, or one a round: `[2.5, 3.4]`")


_E = TypeVar("_E", bound=StrEnum)


def _one_of(words: type[_E]) -> Callable[[Any], _E]:
    def check(value: Any) -> _E:
        try:
            return words(value)
        except ValueError:
            listed = ", ".join(words)
            mend = did_you_mean(str(value), words, f"choose one of {listed}")
            raise _wrong(f"is none of {listed}", mend) from None

    return check


Block = Annotated[str, AfterValidator(clean_block)]
Line = Annotated[str, AfterValidator(clean_line)]
Given = Annotated[str, AfterValidator(clean_line), AfterValidator(_given)]
GivenBlock = Annotated[str, AfterValidator(clean_block), AfterValidator(_given)]
Id = Annotated[str, AfterValidator(_id)]
Language = Annotated[str, AfterValidator(_language)]
Seconds = Annotated[int, BeforeValidator(_seconds)]
SomeSeconds = Annotated[int, BeforeValidator(_seconds), AfterValidator(_some_time)]


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that a file may write for a model."""
    return tuple(info.alias or name for name, info in model.model_fields.items())


class FileModel(BaseModel):
    """A mapping in a file: no unknown keys, nothing turned into another type in silence."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: Any) -> Any:
        """A known key with nothing behind its colon counts as not there."""
        if not isinstance(data, Mapping):
            return data
        known = keys_of(cls)
        return {key: value for key, value in data.items() if value is not None or key not in known}


class EventFile(FileModel):
    code: Line = ""
    stream: Line = ""
    format: Line = ""
    date: Annotated[dt.date, BeforeValidator(_date)] | None = None
    start: Annotated[dt.time, BeforeValidator(_time)] | None = None
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    venue: Line = ""


class PersonFile(FileModel):
    id: Id
    name: Given
    role: Line = ""
    organisation: Line = ""
    country: Line = ""


class ObjectiveFile(FileModel):
    id: Id
    text: Given
    headline: bool = False


class CueFile(FileModel):
    at: Seconds
    say: Given


class SegmentFile(FileModel):
    id: Id
    title: Given
    minutes: Seconds
    min_minutes: Seconds | None = None
    priority: Annotated[Priority, BeforeValidator(_one_of(Priority))] = Priority.SHOULD
    mode: Annotated[Mode, BeforeValidator(_one_of(Mode))] = Mode.TALK
    exercise: Id | None = None
    case_study: Id | None = None
    objectives: list[Id] = []
    cues: list[CueFile] = []
    notes: Block = ""


class PartFile(FileModel):
    id: Id
    title: Given
    lead: Id | None = None
    min_minutes: Seconds = 0
    objectives: list[ObjectiveFile] = []
    segments: list[SegmentFile]


class CardFile(FileModel):
    title: Given
    text: GivenBlock


class QuestionFile(FileModel):
    text: Given
    minutes: Seconds = 0


class CaseStudyFile(FileModel):
    id: Id
    title: Given
    stand_in: Block = ""
    cards: list[CardFile] = []
    questions: list[QuestionFile] = []
    framework: Id | None = None


class PhonesFile(FileModel):
    upvotes: bool = False
    pace: bool = False
    questions: bool = True
    keep_open: Annotated[KeepOpen, BeforeValidator(_one_of(KeepOpen))] = KeepOpen.PART


class PlanFile(FileModel):
    version: int = Field(alias="schema")
    id: Id
    title: Given
    event: EventFile = EventFile()
    minutes: SomeSeconds
    people: list[PersonFile] = []
    lobby: list[Id] = []
    parts: list[PartFile]
    case_studies: list[CaseStudyFile] = []
    sources: list[Line] = []
    phones: PhonesFile = PhonesFile()
    language: Language = "en"
    translations: dict[Language, dict[GivenBlock, GivenBlock]] = {}


class BankFile(FileModel):
    lines: list[GivenBlock] = []
    weights: dict[str, Annotated[float, BeforeValidator(_weight)]] = {}
    means: dict[str, Annotated[tuple[float, ...], BeforeValidator(_means)]] = {}


class InstructionsFile(FileModel):
    facilitator: Block = ""
    participant: Block = ""


class ExerciseFile(FileModel):
    version: int = Field(alias="schema")
    id: Id
    kind: Id
    title: Given
    purpose: Block = ""
    minutes: Seconds = 0
    instructions: InstructionsFile = InstructionsFile()
    prompt: GivenBlock
    options: dict[str, Any] = {}
    debrief: list[Line] = []
    sources: list[Line] = []
    bank: BankFile = BankFile()


M = TypeVar("M", PlanFile, ExerciseFile)


def fit(document: Document, model: type[M]) -> tuple[M | None, tuple[Problem, ...]]:
    """The file as its model, None where it does not fit, and every way in which it does not."""
    version = document.data.get("schema")
    if isinstance(version, int) and not isinstance(version, bool) and version != SCHEMA:
        return None, (_version_problem(document, version),)
    try:
        return model.model_validate(document.data), ()
    except ValidationError as error:
        return None, tuple(_problems(document, model, error))


def _version_problem(document: Document, version: int) -> Problem:
    if version > SCHEMA:
        what = f"schema {version} is newer than this program knows"
        return document.problem(("schema",), what, "update the program, or write `schema: 1`")
    return document.problem(("schema",), f"there is no schema {version}", "write `schema: 1`")


def _problems(
    document: Document, model: type[BaseModel], error: ValidationError
) -> Iterator[Problem]:
    for found in error.errors(include_url=False):
        path = found["loc"]
        key = _key(path)
        context = found.get("ctx", {})
        match found["type"]:
            case "workshop":
                what, mend = f"{key} {context['what']}", context["mend"]
            case "missing":
                what, mend = f"{key} is missing", f"add `{path[-1]}:` here"
            case "extra_forbidden":
                known = _keys_at(model, path[:-1])
                what = f"unknown key `{clean_line(str(path[-1]))}`"
                mend = did_you_mean(str(path[-1]), known, f"the keys here are {', '.join(known)}")
            case kind:
                must, mend = _TYPES.get(kind, (found["msg"], "look at docs/plans.md"))
                what = f"{key} {must}"
        yield document.problem(path, what, mend)


_TYPES = {
    "string_type": ("is not text", "write text; a number or true goes in quotes"),
    "bool_type": ("is neither true nor false", "write `true` or `false`"),
    "int_type": ("is not a whole number", "write a number without quotes"),
    "list_type": ("is not a list", "begin each line below it with `- `"),
    "dict_type": ("has no keys of its own", "write `key: value` lines below it, indented"),
    "model_type": ("has no keys of its own", "write `key: value` lines below it, indented"),
}


def _key(path: KeyPath) -> str:
    """How a sentence names the place: the key, or the list and the number in it."""
    if path and isinstance(path[-1], int):
        return f"number {path[-1] + 1} of `{path[-2] if len(path) > 1 else 'the file'}`"
    return f"`{path[-1]}`" if path else "the file"


def _keys_at(model: type[BaseModel], path: KeyPath) -> tuple[str, ...]:
    """The keys known at a place inside a model's file."""
    for step in path:
        if isinstance(step, str):
            inner = _model_in(model.model_fields[step].annotation)
            if inner is None:
                return ()
            model = inner
    return keys_of(model)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation holds, be it in a list or optional."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (list, Union, UnionType, Annotated):
        for inner in get_args(annotation):
            if (found := _model_in(inner)) is not None:
                return found
    return None
