"""What Wagtail says of its own addresses, as far as they are open here."""

import copy
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from datasets.api.describing.schemas import problems
from datasets.api.page_lists import MEMBERS
from datasets.api.pages import ROOT, SERVED, description
from datasets.api.previews import PARAMETERS


def page_paths() -> dict[str, Any]:
    told = description()["paths"]
    paths = {
        ROOT + address: {"get": _read(told[ROOT + address]["get"])} for address in SERVED.values()
    }
    return {
        **paths,
        f"{ROOT}preview/": {"get": _preview(told[ROOT + SERVED["detail_page"]]["get"])},
    }


def _preview(detail: dict[str, Any]) -> dict[str, Any]:
    """A page as its detail tells it, by a key instead of its number."""
    kept = _read(detail)
    formats = [one for one in kept["parameters"] if one["name"] in PARAMETERS]
    key = {"type": "string", "minLength": 1, "maxLength": 500, "pattern": "^[^\\u0000]*$"}
    asked = {"name": "key", "in": "query", "required": True, "schema": key}
    return {
        **kept,
        "operationId": "pages_preview",
        "summary": _("凭预览链接里的 key 读草稿，十五分钟内有效"),
        "security": [{}],
        "parameters": [asked, *formats],
        "responses": {
            "200": kept["responses"]["200"],
            **problems(400, 401, 404, 429),
        },
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
