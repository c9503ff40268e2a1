"""The whole OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from datasets.api.callers import Caller
from datasets.api.describing.collections import answer, paths_of
from datasets.api.describing.ledgers import SCHEMAS as LEDGER_SCHEMAS
from datasets.api.describing.ledgers import ledger_paths
from datasets.api.describing.pages import page_paths, page_schemas
from datasets.api.describing.photos import photo_paths
from datasets.api.describing.publications import publication_paths
from datasets.api.describing.schemas import SHARED, problems, schemas_of
from datasets.api.doors import Door
from datasets.api.listing import listed
from datasets.models import Child

_SCHEMAS = "#/components/schemas/"


def document(caller: Caller) -> dict[str, Any]:
    """OpenAPI 3.1, in the language that is active, of what the caller may ask for."""
    told = listed(caller)
    paths: dict[str, Any] = {"/api/v3/collections/": {"get": _collections()}}
    schemas: dict[str, Any] = {**page_schemas(), **SHARED, **LEDGER_SCHEMAS}
    for one in told:
        paths |= paths_of(one)
        schemas |= schemas_of(one.collection, one.sight)
    if any(one.is_whole and one.collection.model is Child for one in told):
        paths |= photo_paths()
    taken = [one.collection.name for one in told if "ledger" in one.verbs]
    if taken:
        paths |= ledger_paths(taken)
    paths |= {**publication_paths(), **page_paths()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("护童接口"),
            "version": "3.0.0",
            "description": _("数据集、台账和网页的 JSON 接口。用法和例子见 /api/。"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _named_in(paths, schemas),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _named_in(told: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Of Wagtail's schemas many are of addresses that are shut: only what is referred to, and what that refers to."""
    found: dict[str, Any] = {}
    waiting = [told]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            name = str(one.get("$ref", "")).removeprefix(_SCHEMAS)
            if name in schemas and name not in found:
                found[name] = schemas[name]
                waiting.append(schemas[name])
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return dict(sorted(found.items()))


def _collections() -> dict[str, Any]:
    item = {
        "type": "object",
        "required": ["name", "label", "is_public", "token_may", "href"],
        "properties": {
            "name": {"type": "string"},
            "label": {"type": "string"},
            "is_public": {"type": "boolean"},
            "token_may": {"type": "array", "items": {"type": "string"}},
            "href": {"type": "string"},
        },
    }
    listed = {"type": "object", "properties": {"items": {"type": "array", "items": item}}}
    return {
        "tags": ["collections"],
        "operationId": "collections",
        "summary": _("有哪些数据集"),
        "security": [{}, {"token": []}],
        "responses": {
            "200": answer(listed),
            "304": {"description": _("没有变化")},
            **problems(401, 403, 429),
        },
    }


class OpenApi(Door):
    is_open = True

    def get(self, request: Any) -> Any:
        return document(self.caller)
