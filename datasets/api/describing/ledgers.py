"""The addresses of ledgers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from datasets.api.describing.collections import KEY_IN_PATH, answer, body
from datasets.api.describing.schemas import problems, reference
from datasets.api.describing.values import KEY, JsonSchema
from datasets.choices import RowAction

_TOKEN: list[dict[str, list[str]]] = [{"token": []}]

SCHEMAS: dict[str, JsonSchema] = {
    "Ledger": {
        "type": "object",
        "required": ["batch", "file", "collection", "status", "summary"],
        "properties": {
            "batch": KEY,
            "file": {"type": "string"},
            "collection": {"type": "string"},
            "status": {"type": "string"},
            "summary": {"type": "object", "additionalProperties": {"type": "integer"}},
            "undone_by": {"type": ["integer", "null"]},
            "job": {"type": ["object", "null"]},
            "href": {"type": "string"},
        },
    },
    "LedgerPage": {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": reference("Ledger")},
            "next": {"type": ["integer", "null"]},
        },
    },
    "LedgerReport": {
        "type": "object",
        "required": ["file", "collection", "batch", "next"],
        "properties": {
            "file": {"type": "string"},
            "collection": {"type": "string"},
            "batch": KEY,
            "sheets": {"type": "array", "items": {"type": "object"}},
            "rows": {"type": "array", "items": {"type": "object"}},
            "kept": {"type": "array", "items": {"type": "object"}},
            "summary": {"type": "object", "additionalProperties": {"type": "integer"}},
            "next": {"type": ["integer", "null"]},
        },
    },
}


def ledger_paths(collections: Sequence[str]) -> dict[str, Any]:
    """Of those that take ledgers."""
    root = "/api/v3/ledgers/"
    return {
        root: {"get": _list(), "post": _hand_in(collections)},
        f"{root}{{key}}/": {"get": _one("read", _("一份台账的状态"), "Ledger", [])},
        f"{root}{{key}}/report/": {
            "get": _one("report", _("逐行的结果"), "LedgerReport", [*_of_pages(), _action()])
        },
        f"{root}{{key}}/apply/": {"post": _work("apply", _("确认入库"))},
        f"{root}{{key}}/undo/": {"post": _undo()},
    }


def _operation(verb: str, summary: str, **more: Any) -> dict[str, Any]:
    return {
        "tags": ["ledgers"],
        "operationId": f"ledgers_{verb}",
        "summary": summary,
        "security": _TOKEN,
        **more,
    }


def _list() -> dict[str, Any]:
    return _operation(
        "list",
        _("交过的台账，新的在前"),
        parameters=_of_pages(),
        responses={"200": answer(reference("LedgerPage")), **problems(400, 401, 403, 429)},
    )


def _hand_in(collections: Sequence[str]) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["collection", "file"],
        "properties": {
            "collection": {"type": "string", "enum": list(collections)},
            "file": {"type": "string", "format": "binary", "minLength": 1},
        },
    }
    example = {"collection": collections[0], "file": "台账.xlsx"}
    return _operation(
        "hand_in",
        _("交一份台账，先预览"),
        requestBody=body(schema, example, "multipart/form-data"),
        responses={
            "201": answer(reference("Ledger")),
            "202": answer(reference("Ledger")),
            **problems(400, 401, 403, 413, 422, 429),
        },
    )


def _one(verb: str, summary: str, schema: str, parameters: list[Any]) -> dict[str, Any]:
    return _operation(
        verb,
        summary,
        parameters=[KEY_IN_PATH, *parameters],
        responses={"200": answer(reference(schema)), **problems(400, 401, 403, 404, 429)},
    )


def _work(verb: str, summary: str) -> dict[str, Any]:
    return _operation(
        verb,
        summary,
        parameters=[KEY_IN_PATH],
        responses={
            "200": answer(reference("Ledger")),
            "202": answer(reference("Ledger")),
            **problems(400, 401, 403, 404, 409, 413, 415, 429),
        },
    )


def _undo() -> dict[str, Any]:
    reason = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000]*\\S+$"}
    schema = {"type": "object", "required": ["reason"], "properties": {"reason": reason}}
    work = _work("undo", _("整批撤销"))
    return {**work, "requestBody": body(schema, {"reason": "传错了文件"})}


def _of_pages() -> list[dict[str, Any]]:
    limit = {"type": "integer", "minimum": 1, "maximum": 200}
    after = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}
    return [
        {"name": "after", "in": "query", "schema": after},
        {"name": "limit", "in": "query", "schema": limit},
    ]


def _action() -> dict[str, Any]:
    return {
        "name": "action",
        "in": "query",
        "schema": {"type": "string", "enum": list(RowAction.values)},
    }
