"""The addresses of each collection."""

from typing import Any

from django.utils.translation import gettext as _

from datasets.api.collections import Collection
from datasets.api.describing.schemas import (
    example_to_write,
    name_of,
    problems,
    reference,
)
from datasets.api.describing.values import CURSOR, KEY, JsonSchema, asked
from datasets.api.listing import Listed
from datasets.api.parameters import expandable, filters_of, shown_fields, sortable
from datasets.api.questions import DEFAULT_LIMIT, LARGEST_LIMIT
from datasets.api.readers import Reader
from datasets.api.writing import MOST_ITEMS

_TOKEN: list[dict[str, list[str]]] = [{"token": []}]
_ANYBODY: list[dict[str, list[str]]] = [{}, {"token": []}]
KEY_IN_PATH = {"name": "key", "in": "path", "required": True, "schema": KEY, "example": 1}
_LIMIT = {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT}
REASON = {"type": "string", "maxLength": 200, "pattern": "^[^\\u0000]*$"}


def paths_of(listed: Listed) -> dict[str, Any]:
    """Of what is only published: how it is read."""
    collection, sight = listed.collection, listed.sight
    root = f"/api/v3/collections/{collection.name}/"
    reading = {
        root: {"get": _list(collection, sight)},
        f"{root}search/": {"post": _search(collection, sight)},
        f"{root}{{key}}/": {"get": _detail(collection, sight)},
    }
    if not listed.is_whole:
        return reading
    return {
        **reading,
        root: {**reading[root], "post": _create(collection)},
        f"{root}batch/": {"post": _batch(collection)},
        f"{root}{{key}}/": {
            **reading[f"{root}{{key}}/"],
            "patch": _change(collection),
            "delete": _remove(collection),
        },
        f"{root}{{key}}/history/": {"get": _history(collection)},
    }


def _operation(collection: Collection, verb: str, summary: str, **more: Any) -> dict[str, Any]:
    return {
        "tags": [collection.name],
        "operationId": f"{collection.name}_{verb}".replace("-", "_"),
        "summary": f"{collection.label}：{summary}",
        **more,
    }


def _list(collection: Collection, sight: Reader) -> dict[str, Any]:
    return _operation(
        collection,
        "list",
        _("一页记录"),
        security=_ANYBODY if collection.is_published else _TOKEN,
        parameters=[*_of_pages(collection, sight), *_filters(collection, sight)],
        responses={
            "200": answer(reference(f"{name_of(collection)}List")),
            "304": {"description": _("没有变化")},
            **problems(400, 401, 403, 404, 429),
        },
    )


def _search(collection: Collection, sight: Reader) -> dict[str, Any]:
    """The same parameters in the body."""
    asked_for = [*_of_pages(collection, sight), *_filters(collection, sight)]
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {one["name"]: one["schema"] for one in asked_for},
    }
    return _operation(
        collection,
        "search",
        _("一页记录，条件写在请求体里，不进网址"),
        security=_ANYBODY if collection.is_published else _TOKEN,
        requestBody=body(schema, {"limit": 10}),
        responses={
            "200": answer(reference(f"{name_of(collection)}List")),
            **problems(400, 401, 403, 404, 413, 415, 429),
        },
    )


def _detail(collection: Collection, sight: Reader) -> dict[str, Any]:
    shown = [one for one in _of_pages(collection, sight) if one["name"] in ("fields", "expand")]
    return _operation(
        collection,
        "read",
        _("一条记录"),
        security=_ANYBODY if collection.is_published else _TOKEN,
        parameters=[KEY_IN_PATH, *shown],
        responses={
            "200": answer(reference(name_of(collection))),
            "304": {"description": _("没有变化")},
            **problems(400, 401, 403, 404, 429),
        },
    )


def _create(collection: Collection) -> dict[str, Any]:
    schema = _envelope(f"{name_of(collection)}Create")
    example = {"record": example_to_write(collection), "reason": "医院转来"}
    return _operation(
        collection,
        "create",
        _("新增"),
        security=_TOKEN,
        requestBody=body(schema, example),
        responses={
            "201": answer(reference("Written")),
            **problems(400, 401, 403, 404, 412, 413, 415, 422, 429),
        },
    )


def _change(collection: Collection) -> dict[str, Any]:
    example = {"record": example_to_write(collection), "reason": "核对后更正"}
    return _operation(
        collection,
        "change",
        _("修改"),
        security=_TOKEN,
        parameters=[KEY_IN_PATH, if_match()],
        requestBody=body(_envelope(f"{name_of(collection)}Write"), example),
        responses={
            "200": answer(reference("Written")),
            **problems(400, 401, 403, 404, 412, 413, 415, 422, 429),
        },
    )


def _remove(collection: Collection) -> dict[str, Any]:
    return _operation(
        collection,
        "remove",
        _("删除；历史仍然保留"),
        security=_TOKEN,
        parameters=[KEY_IN_PATH, if_match()],
        requestBody=only_reason("重复建档"),
        responses={
            "204": {"description": _("已删除")},
            **problems(400, 401, 403, 404, 409, 412, 413, 415, 429),
        },
    )


def _batch(collection: Collection) -> dict[str, Any]:
    item = {
        "type": "object",
        "additionalProperties": False,
        "required": ["record"],
        "properties": {
            "id": KEY,
            "version": {"type": "string"},
            "record": reference(f"{name_of(collection)}Write"),
        },
    }
    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["items"],
        "properties": {
            "items": {"type": "array", "minItems": 1, "maxItems": MOST_ITEMS, "items": item},
            "reason": REASON,
        },
    }
    example = {"items": [{"record": example_to_write(collection)}], "reason": "每日同步"}
    return _operation(
        collection,
        "batch",
        _("一次新增或修改多条，逐条给出结果"),
        security=_TOKEN,
        requestBody=body(schema, example),
        responses={
            "200": answer(reference("BatchResult")),
            "207": answer(reference("BatchResult")),
            **problems(400, 401, 403, 404, 413, 415, 429),
        },
    )


def _history(collection: Collection) -> dict[str, Any]:
    return _operation(
        collection,
        "history",
        _("一条记录的历史"),
        security=_TOKEN,
        parameters=[KEY_IN_PATH],
        responses={
            "200": answer(_listed(reference("HistoryEntry"))),
            **problems(401, 403, 404, 429),
        },
    )


def _envelope(schema: str) -> JsonSchema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["record"],
        "properties": {
            "record": reference(schema),
            "reason": REASON,
        },
    }


def _of_pages(collection: Collection, sight: Reader) -> list[dict[str, Any]]:
    sorts = sortable(collection, sight)
    names = [*sorts, *(f"-{name}" for name in sorts)]
    return [
        _listing("sort", names, 3, _("排序，前面加 - 为降序")),
        _listing("fields", shown_fields(collection, sight), None, _("只要这些字段")),
        _listing("expand", expandable(collection, sight), 8, _("把编号换成所指的记录；也可列出所属的行")),
        _parameter("limit", _LIMIT, _("一页多少条，默认 %d") % DEFAULT_LIMIT),
        _parameter("cursor", CURSOR, _("上一页给出的 next")),
        _parameter("total", {"type": "boolean"}, _("同时给出总数")),
    ]  # fmt: skip


def _filters(collection: Collection, sight: Reader) -> list[dict[str, Any]]:
    return [
        _parameter(name, asked(one.attribute, one.operator), one.attribute.label)
        for name, one in filters_of(collection, sight).items()
    ]


def _listing(name: str, words: list[str], most: int | None, said: str) -> dict[str, Any]:
    items = {"type": "string", "enum": words}
    schema: JsonSchema = {"type": "array", "items": items, "minItems": 1, "uniqueItems": True}
    if most:
        schema["maxItems"] = most
    return _parameter(name, schema, said)


def _parameter(name: str, schema: JsonSchema, said: str) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "in": "query", "description": said, "schema": schema}
    if schema.get("type") == "array":
        told |= {"style": "form", "explode": False}
    return told


def answer(schema: JsonSchema) -> dict[str, Any]:
    return {"description": _("成功"), "content": {"application/json": {"schema": schema}}}


def body(schema: JsonSchema, example: Any, kind: str = "application/json") -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": schema, "example": example}}}


def if_match() -> dict[str, Any]:
    return {
        "name": "If-Match",
        "in": "header",
        "description": _("读取时给出的 ETag；别人改过就不保存。"),
        "schema": {"type": "string", "maxLength": 200},
        "example": "*",
    }


def only_reason(example: str) -> dict[str, Any]:
    """A body that may be left out: why something is taken away."""
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"reason": REASON},
    }
    return {**body(schema, {"reason": example}), "required": False}


def _listed(item: JsonSchema) -> JsonSchema:
    return {
        "type": "object",
        "required": ["items"],
        "properties": {"items": {"type": "array", "items": item}},
    }
