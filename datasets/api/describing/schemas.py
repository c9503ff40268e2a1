"""The schemas of records: as they are read, and as they are sent to be recorded."""

from typing import Any

from datasets.api.attributes import Kind
from datasets.api.collections import Collection, OwnedRelation
from datasets.api.describing.values import KEY, JsonSchema, example, read, written
from datasets.api.parameters import shown_fields
from datasets.api.problems import KINDS
from datasets.api.readers import Reader

PROBLEM: JsonSchema = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
        "allowed": {"type": "array", "items": {"type": "string"}},
    },
    "example": {
        "type": "/api/#problem-unknown-parameter",
        "title": "参数有误",
        "status": 400,
        "detail": "有的参数不认识，或者写法不对。下面列出可以用的参数。",
        "errors": [{"parameter": "nickname", "message": "不认识这个参数。"}],
        "allowed": ["sort", "limit", "name__contains"],
    },
}
ENTRY: JsonSchema = {
    "type": "object",
    "required": ["at", "author", "kind", "changes", "hides"],
    "properties": {
        "at": {"type": "string", "format": "date-time"},
        "author": {"type": "string"},
        "kind": {"type": "string"},
        "reason": {"type": "string"},
        "changes": {"type": "array", "items": {"type": "object"}},
        "hides": {"type": "boolean"},
        "ledger": {"type": "object"},
    },
}
WRITTEN: JsonSchema = {
    "type": "object",
    "required": ["id", "version"],
    "properties": {
        "id": KEY,
        "version": {"type": "string"},
        "changed": {"type": "array", "items": {"type": "string"}},
    },
    "example": {"id": 512, "version": '"MTIvMQ=="', "changed": ["school"]},
}
BATCH_RESULT: JsonSchema = {
    "type": "object",
    "required": ["items", "succeeded", "failed"],
    "properties": {
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["index", "status"],
                "properties": {
                    "index": {"type": "integer"},
                    "status": {"type": "integer"},
                    "id": KEY,
                    "problem": {"$ref": "#/components/schemas/Problem"},
                },
            },
        },
        "succeeded": {"type": "integer"},
        "failed": {"type": "integer"},
    },
}
SHARED = {
    "Problem": PROBLEM,
    "HistoryEntry": ENTRY,
    "Written": WRITTEN,
    "BatchResult": BATCH_RESULT,
}


def name_of(collection: Collection) -> str:
    return str(collection.model.__name__)


def reference(name: str) -> JsonSchema:
    return {"$ref": f"#/components/schemas/{name}"}


def schemas_of(collection: Collection, sight: Reader) -> dict[str, JsonSchema]:
    name = name_of(collection)
    return {
        name: _read(collection, sight),
        f"{name}Write": _write(collection),
        f"{name}Create": _create(collection),
        f"{name}List": _page(collection),
    }


def _read(collection: Collection, sight: Reader) -> JsonSchema:
    shown = {name: collection.attributes[name] for name in shown_fields(collection, sight)}
    properties = {name: read(one) for name, one in shown.items()}
    for name in collection.relations:
        if sight.shows(collection.model, name):
            properties[name] = {"type": "array", "items": {"type": "object"}}
    return {
        "type": "object",
        "title": collection.label,
        "required": ["id"],
        "properties": {**properties, "masked": {"type": "array", "items": {"type": "string"}}},
        "example": {name: example(one) for name, one in shown.items()},
    }


def _write(collection: Collection) -> JsonSchema:
    properties = {n: written(one) for n, one in collection.attributes.items() if one.is_writable}
    for relation in collection.relations.values():
        properties[relation.name] = {
            "type": "array",
            "maxItems": 100,
            "items": _owned(relation),
        }
    return {
        "type": "object",
        "title": collection.label,
        "additionalProperties": False,
        "properties": properties,
    }


def _create(collection: Collection) -> JsonSchema:
    """As it is changed, and with what a new one cannot do without."""
    required = [name for name, one in collection.attributes.items() if one.is_required]
    return {"allOf": [reference(f"{name_of(collection)}Write"), {"required": required}]}


def _owned(relation: OwnedRelation) -> JsonSchema:
    """A row without an id is new; "delete" takes one away; what is not mentioned stays."""
    fields = {n: written(one) for n, one in relation.attributes.items() if one.is_writable}
    return {
        "type": "object",
        "title": str(relation.model._meta.verbose_name),
        "additionalProperties": False,
        "properties": {"id": KEY, "delete": {"type": "boolean"}, **fields},
    }


def _page(collection: Collection) -> JsonSchema:
    return {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": reference(name_of(collection))},
            "next": {"type": ["string", "null"]},
            "total": {"type": "integer"},
            "masked": {"type": "array", "items": {"type": "string"}},
        },
    }


def example_to_write(collection: Collection) -> dict[str, Any]:
    """What a new record needs at least, and a little more."""
    shown = ("name", "birth_date", "school")
    return {
        name: "320281104208" if name == "region" else example(one)
        for name, one in collection.attributes.items()
        if one.is_writable and (one.is_required or name in shown) and one.kind is not Kind.FILE
    }


def problems(*statuses: int) -> dict[str, Any]:
    """The refusals of an operation, by status."""
    titles: dict[int, str] = {}
    for status, title in KINDS.values():
        titles.setdefault(status, str(title))
    content = {"application/problem+json": {"schema": reference("Problem")}}
    return {str(one): {"description": titles[one], "content": content} for one in statuses}
