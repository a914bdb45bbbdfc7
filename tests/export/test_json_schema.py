"""The published schema of the JSON export, against what is exported."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema_rs
import pytest

from tests.examples import FOLDER, NAME, report
from tests.export.networked import networked
from tests.export.telling import hour, made
from workshop.export import as_json
from workshop.export.json_schema import PUBLISHED, schema
from workshop.export.report import SCHEMA, Report


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Draft202012Validator:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(published, validate_formats=True)


def document(made_report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json.files(made_report)[".json"])
    return found


def test_the_published_schema_is_that_of_the_code() -> None:
    # When this fails, `python -m workshop.export.json_schema` writes it anew. A key that went or
    # changed its meaning raises SCHEMA, and the schema before it stays published.
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))
    assert PUBLISHED.name == f"report-{SCHEMA}.json"


@pytest.mark.parametrize("name", ["example", "networked", "empty"])
def test_exports_fit_it(name: str, validator: jsonschema_rs.Draft202012Validator) -> None:
    made_report = {
        "example": report,
        "networked": lambda: made(networked()),
        "empty": lambda: made(hour().state),
    }[name]()
    errors = [
        f"{e.instance_path}: {e.message}" for e in validator.iter_errors(document(made_report))
    ]
    assert errors == []


def test_the_committed_example_fits_it(validator: jsonschema_rs.Draft202012Validator) -> None:
    example = json.loads((FOLDER / f"{NAME}.json").read_text(encoding="utf-8"))
    assert [e.message for e in validator.iter_errors(example)] == []


def test_keys_may_be_added_and_none_may_go(
    validator: jsonschema_rs.Draft202012Validator,
) -> None:
    more, less, other = (document(report()) for _ in range(3))
    more["report"]["about"]["weather"] = "rain"
    assert validator.is_valid(more)
    del less["report"]["about"]["plan"]
    assert not validator.is_valid(less)
    other["tables"]["notes"]["columns"][0] = "id"
    assert not validator.is_valid(other)


@pytest.mark.parametrize("wrong", [{"schema": 2}, {"tables": {}}, {"report": None}])
def test_what_is_no_export_does_not_fit(
    wrong: dict[str, Any], validator: jsonschema_rs.Draft202012Validator
) -> None:
    assert not validator.is_valid({**copy.deepcopy(document(report())), **wrong})
