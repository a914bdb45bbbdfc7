"""The API described for programs, by hand: short enough to be read, and checked by the tests."""

from __future__ import annotations

from functools import cache
from typing import Any

from workshop import __version__
from workshop.domain.commands import COMMAND_TYPES
from workshop.domain.records import Pace, Role

_TEXT = {"type": "string"}
_LINE = {"type": "string", "maxLength": 200}
_COUNT = {"type": "integer", "minimum": 0}

_SCHEMAS: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "required": ["code", "title", "hint"],
        "properties": {"code": _TEXT, "title": _TEXT, "hint": _TEXT},
    },
    "Hello": {
        "type": "object",
        "required": ["title", "code", "protocols", "version"],
        "properties": {
            "title": _TEXT,
            "code": _TEXT,
            "version": _TEXT,
            "protocols": {"type": "array", "items": {"type": "integer"}},
        },
    },
    "Join": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"key": {"type": "string", "maxLength": 64}},
    },
    "Joined": {
        "type": "object",
        "required": ["token", "badge"],
        "properties": {"token": _TEXT, "badge": {"type": "integer", "minimum": 1}},
    },
    "Now": {
        "type": "object",
        "required": ["badge", "exercises", "stage", "title"],
        "properties": {
            "badge": {"type": "integer"},
            "stage": _TEXT,
            "title": _TEXT,
            "exercises": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Answer": {
        "type": "object",
        "required": ["exercise", "key", "answers"],
        "additionalProperties": False,
        "properties": {
            "exercise": _LINE,
            "key": {"type": "string", "minLength": 1, "maxLength": 100},
            "answers": {"type": "object"},
            "corrects": _LINE,
        },
    },
    "Received": {
        "type": "object",
        "required": ["response", "received"],
        "properties": {"response": _TEXT, "received": {"const": True}},
    },
    "Withdrawal": {
        "type": "object",
        "required": ["response"],
        "additionalProperties": False,
        "properties": {"response": {**_LINE, "minLength": 1}},
    },
    "Profile": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"name": _LINE, "profession": _LINE, "organisation": _LINE},
    },
    "Question": {
        "type": "object",
        "required": ["key", "text"],
        "additionalProperties": False,
        "properties": {
            "key": {"type": "string", "minLength": 1, "maxLength": 64},
            "text": {"type": "string", "maxLength": 5000},
        },
    },
    "Following": {
        "type": "object",
        "required": ["pace"],
        "additionalProperties": False,
        "properties": {"pace": {"enum": [pace.value for pace in Pace]}},
    },
    "Taken": {
        "type": "object",
        "required": ["received"],
        "properties": {"received": {"const": True}},
    },
    "Exchange": {
        "type": "object",
        "required": ["key"],
        "additionalProperties": False,
        "properties": {
            "key": {"type": "string", "minLength": 1, "maxLength": 64},
            "initials": _LINE,
            "device": _LINE,
            "name": _LINE,
            "mark": _LINE,
            "protocols": {"type": "array", "items": {"type": "integer"}},
        },
    },
    "Exchanged": {
        "type": "object",
        "required": ["token", "me", "protocol"],
        "properties": {
            "token": _TEXT,
            "me": {"$ref": "#/components/schemas/Actor"},
            "protocol": {"type": "integer"},
        },
    },
    "Actor": {
        "type": "object",
        "required": ["id", "role"],
        "properties": {"id": _TEXT, "role": _TEXT, "name": _TEXT, "initials": _TEXT},
    },
    "NewKey": {
        "type": "object",
        "required": ["role"],
        "additionalProperties": False,
        "properties": {"role": {"enum": [role.value for role in Role]}, "name": _LINE},
    },
    "OneTimeKey": {
        "type": "object",
        "required": ["key", "role", "url", "minutes", "command"],
        "properties": {
            "key": _TEXT,
            "role": _TEXT,
            "url": _TEXT,
            "minutes": _COUNT,
            "command": _TEXT,
        },
    },
    "Reach": {
        "type": "object",
        "required": ["url", "code", "only_here", "up_s", "ways", "wifi", "connected"],
        "properties": {
            "url": _TEXT,
            "code": _TEXT,
            "only_here": {"type": "boolean"},
            "only_ipv6": {"type": "boolean"},
            "up_s": {"type": "number"},
            "ways": {"type": "array", "items": {"type": "object"}},
            "wifi": {"type": ["object", "null"]},
            "connected": {"type": "array", "items": _TEXT},
        },
    },
    "Choice": {
        "type": "object",
        "required": ["address"],
        "additionalProperties": False,
        "properties": {"address": _LINE},
    },
    "Erase": {
        "type": "object",
        "required": ["participant"],
        "additionalProperties": False,
        "properties": {"participant": _LINE},
    },
    "Erased": {
        "type": "object",
        "required": ["badge", "exports"],
        "properties": {"badge": {"type": "integer"}, "exports": {"type": "array", "items": _TEXT}},
    },
    "Command": {
        "type": "object",
        "required": ["command"],
        "additionalProperties": False,
        "properties": {
            "since": {"type": "integer", "default": -1},
            "command": {
                "type": "object",
                "required": ["id", "type"],
                "properties": {
                    "id": {"type": "string", "minLength": 1, "maxLength": 64},
                    "type": {"enum": sorted(COMMAND_TYPES)},
                    "body": {"type": "object"},
                    "expect": {"type": "object", "additionalProperties": {"type": "integer"}},
                },
            },
        },
    },
    "News": {
        "type": "object",
        "required": ["epoch", "revision"],
        "properties": {
            "epoch": {"type": "integer"},
            "revision": _COUNT,
            "events": {"type": ["array", "null"], "items": {"type": "object"}},
        },
    },
    "Snapshot": {
        "type": "object",
        "required": ["protocol", "me", "health", "state"],
        "properties": {
            "protocol": {"type": "integer"},
            "me": {"$ref": "#/components/schemas/Actor"},
            "health": {"type": "object"},
            "state": {"type": "object"},
        },
    },
    "Findings": {"type": "object"},
}

_PROBLEMS = {
    400: "not understood",
    401: "nobody known",
    403: "not for this role",
    404: "there is no such thing",
    405: "another method is needed",
    409: "it has changed since, or the key came with something else",
    413: "too long",
    422: "not possible now",
    426: "another version of workshop is needed",
    429: "too many at once; Retry-After says when to go on",
    503: "not saved; send it again",
}


@cache
def openapi_document() -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "workshop",
            "version": __version__,
            "description": "One session, for programs. An answer that is acknowledged is durable.",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": _paths(),
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> dict[str, Any]:
    return {
        "/hello": {"get": _does("What this is", "Hello", open_=True)},
        "/join": {
            "post": _does("Join: a token and a badge", "Joined", 201, body="Join", open_=True)
        },
        "/exchange": {
            "post": _does(
                "A one-time key for a token", "Exchanged", 201, body="Exchange", open_=True
            )
        },
        "/now": {"get": _does("Participants: what is on, and one's own answers", "Now")},
        "/responses": {
            "post": _does(
                "Participants: send an answer (201), or send it again (200)",
                "Received",
                200,
                201,
                body="Answer",
            )
        },
        "/withdraw": {
            "post": _does("Participants: take back an answer", "Taken", body="Withdrawal")
        },
        "/profile": {
            "post": _does("Participants: say who one is, or less", "Taken", body="Profile")
        },
        "/questions": {"post": _does("Participants: ask the organisers", "Taken", body="Question")},
        "/pace": {"post": _does("Participants: how one follows", "Taken", body="Following")},
        "/me": {"get": _does("Facilitators: who one is", "Actor")},
        "/state": {"get": _does("Facilitators: everything, with its revision", "Snapshot")},
        "/commands": {"post": _does("Facilitators: send a command", "News", body="Command")},
        "/events": {"get": _stream()},
        "/findings": {
            "get": _does(
                "Facilitators: what the answers to an exercise say",
                "Findings",
                asks=[_asks("exercise", _LINE, True), _asks("round", _COUNT)],
            )
        },
        "/reach": {
            "get": _does("Facilitators: how phones get in, and which did", "Reach"),
            "post": _does("Chair: another address for the join code", "Reach", body="Choice"),
        },
        "/keys": {"post": _does("Chair: a one-time key", "OneTimeKey", 201, body="NewKey")},
        "/erase": {"post": _does("Chair: erase a participant", "Erased", body="Erase")},
        "/end": {"post": _end()},
        "/openapi.json": {"get": _does("This document", None, open_=True)},
    }


def _does(
    summary: str,
    gives: str | None,
    *statuses: int,
    body: str = "",
    open_: bool = False,
    asks: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    schema = {"type": "object"} if gives is None else {"$ref": f"#/components/schemas/{gives}"}
    good = {"description": "done", "content": {"application/json": {"schema": schema}}}
    found: dict[str, Any] = {
        "summary": summary,
        "security": [] if open_ else [{"token": []}],
        "responses": {**{str(status): good for status in statuses or (200,)}, **_problems()},
    }
    if asks:
        found["parameters"] = asks
    if body:
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{body}"}}},
        }
    return found


def _problems() -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(s): {"description": why, "content": content} for s, why in _PROBLEMS.items()}


def _stream() -> dict[str, Any]:
    return {
        "summary": "Facilitators: news as server-sent events, each one a News",
        "security": [{"token": []}],
        "parameters": [_asks("after", {"type": "integer"}), _asks("epoch", {"type": "integer"})],
        "responses": {
            "200": {"description": "a stream", "content": {"text/event-stream": {"schema": _TEXT}}},
            **_problems(),
        },
    }


def _end() -> dict[str, Any]:
    return {
        "summary": "Chair: end the host (not the session)",
        "security": [{"token": []}],
        "responses": {"202": {"description": "it ends"}, **_problems()},
    }


def _asks(name: str, schema: dict[str, Any], required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}
