"""What Wagtail says of its own addresses, as far as they are open here."""

import copy
from typing import Any

from django.conf import settings

from datasets.api.describing.schemas import problems
from datasets.api.page_lists import MEMBERS
from datasets.api.pages import ROOT, SERVED, description


def page_paths() -> dict[str, Any]:
    told = description()["paths"]
    return {
        ROOT + address: {"get": _read(told[ROOT + address]["get"])} for address in SERVED.values()
    }


def _read(operation: dict[str, Any]) -> dict[str, Any]:
    """With our tokens instead of Wagtail's, and our refusals."""
    kept = copy.deepcopy(operation)
    kept["parameters"] = [
        {**one, "schema": _bounded(one["schema"], one["name"])} for one in kept["parameters"]
    ]
    kept["security"] = [{}, {"token": []}]
    kept["responses"] = {
        **{str(status): told for status, told in kept["responses"].items()},
        "302": {"description": "到这一页的地址"},
        "304": {"description": "没有变化"},
        **problems(400, 401, 403, 404, 422, 429),
    }
    return kept


def _bounded(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """What Wagtail's door takes and what stands before it does: so many digits, no NUL."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [_bounded(one, name) for one in schema["anyOf"]]}
    if schema.get("type") == "integer":
        return {
            **schema,
            "maximum": settings.WAGTAILAPI_LIMIT_MAX if name == "limit" else 10**18 - 1,
        }
    if schema.get("type") == "string" and not {"enum", "const"} & set(schema):
        return {**schema, "pattern": "^[^\\u0000]*$"}
    if schema.get("type") == "array":
        return {**schema, "items": _bounded(schema["items"], name)}
    return schema


def page_schemas() -> dict[str, Any]:
    """Wagtail's, and of the pages of a list what is added here."""
    schemas: dict[str, Any] = dict(description()["components"]["schemas"])
    listed = schemas["BasePageSchema"]
    schemas["BasePageSchema"] = {
        **listed,
        "properties": {**listed["properties"], **MEMBERS},
        "required": [*listed["required"], *MEMBERS],
    }
    return schemas
