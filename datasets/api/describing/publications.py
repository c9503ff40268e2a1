"""The addresses of clauses and figures."""

from typing import Any

from django.utils.translation import gettext as _

from datasets.api.describing.collections import answer
from datasets.api.describing.schemas import problems
from datasets.api.describing.values import KEY, TEXT, JsonSchema
from datasets.api.publications import CLAUSE_FILTERS

_WORD = {"type": "string"}
_CLAUSE: JsonSchema = {
    "type": "object",
    "required": ["policy", "page", "address", "name", "depth", "label", "heading", "text"],
    "properties": {
        "policy": _WORD,
        "page": KEY,
        "address": _WORD,
        "name": _WORD,
        "depth": {"type": "integer"},
        "label": _WORD,
        "heading": _WORD,
        "text": _WORD,
    },
}
_FIGURES: JsonSchema = {
    "type": "object",
    "required": ["date", "definition", "protection", "tables"],
    "properties": {
        "date": {"type": "string", "format": "date"},
        "definition": _WORD,
        "protection": _WORD,
        "tables": {"type": "array", "items": {"type": "object"}},
    },
}
_ANYBODY: list[dict[str, list[str]]] = [{}, {"token": []}]


def publication_paths() -> dict[str, Any]:
    clauses = {
        "type": "object",
        "required": ["items"],
        "properties": {"items": {"type": "array", "items": _CLAUSE}},
    }
    parameters = [{"name": name, "in": "query", "schema": TEXT} for name in CLAUSE_FILTERS]
    return {
        "/api/v3/clauses/": {
            "get": _operation("clauses", _("政策文件的条款"), clauses, parameters)
        },
        "/api/v3/figures/": {"get": _operation("figures", _("公布的数字"), _FIGURES, [])},
    }


def _operation(name: str, summary: str, schema: JsonSchema, parameters: list[Any]) -> Any:
    return {
        "tags": [name],
        "operationId": name,
        "summary": summary,
        "security": _ANYBODY,
        "parameters": parameters,
        "responses": {
            "200": answer(schema),
            "304": {"description": _("没有变化")},
            **problems(400, 401, 403, 429),
        },
    }
