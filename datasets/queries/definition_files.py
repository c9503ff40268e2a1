"""A file of definitions (custom/definition_files.py) as it is written, with nobody in it.

The warning rules and the views that everybody uses go along, but for those whose condition names a record, a number of
a person or a text that somebody typed: a name may stand there.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from datasets.choices import ViewScope
from datasets.custom.definition_files import (
    FORMAT,
    OF_COLLECTION,
    OF_FIELD,
    OF_VIEW,
    OF_WARNING,
    VERSION,
)
from datasets.custom.types.links import models_by_collection
from datasets.models import CollectionDefinition, FieldDefinition, SavedView, WarningRule
from datasets.queries.conditions import Takes, UnanswerableCondition, asked_of, leaves_of
from datasets.queries.conditions.scanning import with_operator
from datasets.queries.warnings import collections_asked


def written(codes: Sequence[str]) -> str:
    """A file of these collections with their fields in use."""
    told = [_collection_written(code) for code in codes]
    whole = {"format": FORMAT, "version": VERSION, "collections": told}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _collection_written(code: str) -> dict[str, Any]:
    definition = CollectionDefinition.objects.filter(code=code).first()
    values = {name: getattr(definition, name) for name in OF_COLLECTION} if definition else {}
    rows = FieldDefinition.objects.filter(collection=code, archived_date=None)
    beside = {"warnings": _warnings_written(code), "views": _views_written(code)}
    return {
        "code": code,
        **values,
        "fields": [_unusual(row, OF_FIELD) for row in rows.order_by("position", "pk")],
        **{name: told for name, told in beside.items() if told},
    }


def _warnings_written(code: str) -> list[dict[str, Any]]:
    """The rules on the collection, and those on others that ask of it. Those that ship are everywhere."""
    rules = WarningRule.objects.filter(code="", is_enabled=True).order_by("pk")
    told = [one for one in rules if code in collections_asked(one) and _names_nobody(one)]
    return [_unusual(one, OF_WARNING, collection=code) for one in told]


def _views_written(code: str) -> list[dict[str, Any]]:
    views = SavedView.objects.filter(collection=code, scope=ViewScope.EVERYONE).order_by("pk")
    return [_unusual(one, OF_VIEW) for one in views if _names_nobody(one)]


def _unusual(row: Any, usual: Mapping[str, Any], **here: Any) -> dict[str, Any]:
    """What a row says beyond the usual."""
    told = {name: getattr(row, name) for name in usual}
    return {name: value for name, value in told.items() if value != {**usual, **here}[name]}


def _names_nobody(row: WarningRule | SavedView) -> bool:
    model = models_by_collection().get(row.collection)
    if model is None:
        return False
    try:
        for leaf in leaves_of(row.condition):
            asked, operator = with_operator(asked_of(model, leaf.get("field")), leaf.get("is"))
            if operator.takes in (Takes.TEXT, Takes.ROW, Takes.ROWS) and not _are_codes(
                asked, leaf
            ):
                return False
    except UnanswerableCondition:
        return False
    return True


def _are_codes(asked: Any, leaf: Mapping[str, Any]) -> bool:
    """Whether the rows it names are public knowledge, and named by codes that mean the same elsewhere."""
    told = leaf.get("value")
    named = told if isinstance(told, list) else [told]
    target = getattr(asked.field, "related_model", None)
    is_public = bool(target and target.is_public_knowledge)
    return is_public and all(isinstance(one, str) for one in named)
