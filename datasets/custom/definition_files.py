"""Definitions as a file: what one city has defined, readable, for another to take over.

    {"format": "hutong-definitions", "version": 1, "collections": [
      {"code": "volunteers", "label": "志愿者", "icon": "group", "description": "", "has_region": true,
       "title": "name", "grants": {"镇（街道）专干": ["view", "add"]},
       "fields": [{"code": "name", "label": "姓名", "kind": "person_name", "is_required": true}]},
      {"code": "children", "fields": [{"code": "x_shoes", "label": "鞋码", "kind": "integer"}],
       "warnings": [{"sentence": "没有填鞋码", "condition": {"all": [{"field": "x_shoes", "is": "empty"}]}}],
       "views": [{"name": "鞋码大的", "condition": {"all": [{"field": "x_shoes", "is": ">", "value": 40}]}}]}]}

A built-in collection has what was added to it and nothing else. What is as usual may be left out. A warning is on the
records of the collection, or of another one that it names. Written by queries/definition_files.py.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FORMAT = "hutong-definitions"
VERSION = 1
STARTERS = Path(__file__).parent / "starters"
#: More is no definition.
LONGEST_FILE = 1_000_000
_MOST_COLLECTIONS = 50

#: Name in the file → what stands there when it is left out; its class is what may stand there.
OF_COLLECTION: Mapping[str, Any] = {
    "label": "", "icon": "list-ul", "description": "", "has_region": True, "title": "", "grants": {},
}  # fmt: skip
OF_FIELD: Mapping[str, Any] = {
    "code": "", "label": "", "kind": "", "help_text": "", "group": "basic", "options": {},
    "is_required": False, "is_unique": False, "is_key": False, "in_list": True,
    "is_filterable": False, "aliases": "", "shown_when": [],
}  # fmt: skip
OF_WARNING: Mapping[str, Any] = {
    "collection": "", "sentence": "", "urgency": "normal", "told": [], "condition": {},
}  # fmt: skip
OF_VIEW: Mapping[str, Any] = {
    "name": "", "kind": "table", "condition": {}, "columns": [], "order": "", "grouping": {},
    "is_pinned": False,
}  # fmt: skip
#: What a collection has several of.
_ROWS = {"fields": OF_FIELD, "warnings": OF_WARNING, "views": OF_VIEW}


class UnreadableDefinitions(ValidationError):
    """The file is none of definitions, or not of this version."""


@dataclass(frozen=True)
class ToldCollection:
    """A collection as a file tells it. `values` is None of a built-in one."""

    code: str
    values: Mapping[str, Any] | None
    fields: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    #: Whether the file says who may do what.
    says_grants: bool = False
    warnings: Sequence[Mapping[str, Any]] = ()
    views: Sequence[Mapping[str, Any]] = ()


def read(text: str) -> list[ToldCollection]:
    """Raises UnreadableDefinitions."""
    if len(text) > LONGEST_FILE:
        raise UnreadableDefinitions(_("文件太大，不像是数据集定义。"))
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableDefinitions(_("这不是数据集定义文件：内容不是 JSON。")) from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise UnreadableDefinitions(_("这不是数据集定义文件。请用“导出定义”得到的文件。"))
    if whole.get("version") != VERSION:
        raise UnreadableDefinitions(
            _("文件的格式是第 %(version)s 版，这里只认得第 %(known)d 版。请先升级系统。")
            % {"version": str(whole.get("version"))[:10], "known": VERSION}
        )
    told = whole.get("collections")
    if not isinstance(told, list) or not 0 < len(told) <= _MOST_COLLECTIONS:
        raise UnreadableDefinitions(_("文件里没有数据集。"))
    return [_collection_in(one) for one in told]


def starters() -> dict[str, list[ToldCollection]]:
    """Name → the collections of each template that ships."""
    files = sorted(STARTERS.glob("*.json"))
    return {path.stem: read(path.read_text(encoding="utf-8")) for path in files}


def _collection_in(told: Any) -> ToldCollection:
    code = told.get("code") if isinstance(told, dict) else None
    if not isinstance(code, str) or not code:
        raise UnreadableDefinitions(_("文件里有一个数据集没有代码。"))
    rest = {name: value for name, value in told.items() if name not in ("code", *_ROWS)}
    rows = {name: _rows_in(told, name, code) for name in _ROWS}
    values = _checked(rest, OF_COLLECTION, code) if rest else None
    return ToldCollection(
        code=code,
        values=values,
        says_grants="grants" in rest,
        **rows,
    )


def _rows_in(told: Mapping[str, Any], name: str, where: str) -> tuple[Mapping[str, Any], ...]:
    rows = told.get(name, [])
    if not isinstance(rows, list):
        raise _misread(where, name)
    return tuple(_checked(one, _ROWS[name], where) for one in rows)


def _checked(told: Any, usual: Mapping[str, Any], where: str) -> dict[str, Any]:
    """What is told, with the usual for what is left out; each of the kind that belongs there."""
    if not isinstance(told, dict):
        raise _misread(where, "fields")
    for name, value in told.items():
        if name not in usual or type(value) is not type(usual[name]):
            raise _misread(where, name)
    whole = {**usual, **told}
    _check_inside(whole, where)
    return whole


def _check_inside(told: Mapping[str, Any], where: str) -> None:
    """What stands in lists and mappings: nothing but words where words are read."""
    condition = told.get("shown_when")
    if condition and not (
        len(condition) == 2
        and isinstance(condition[0], str)
        and isinstance(condition[1], list)
        and all(isinstance(value, str) for value in condition[1])
    ):
        raise _misread(where, "shown_when")
    words = {
        **{name: told.get(name, []) for name in ("told", "columns")},
        **told.get("grouping", {}),
    }
    for name, value in words.items():
        if not all(isinstance(one, str) for one in (value if isinstance(value, list) else [value])):
            raise _misread(where, name)
    if _is_deep(told.get("condition", {})):
        raise _misread(where, "condition")
    for verbs in told.get("grants", {}).values():
        if not isinstance(verbs, list) or not all(isinstance(verb, str) for verb in verbs):
            raise _misread(where, "grants")
    for name, value in told.get("options", {}).items():
        if not (_are_pairs(value) if name in ("choices", "retired") else _is_plain(value)):
            raise _misread(where, name)


def _is_deep(told: Any, most: int = 10) -> bool:
    """Whether lists and mappings stand in each other deeper than any condition goes."""
    inner = told.values() if isinstance(told, Mapping) else told if isinstance(told, list) else ()
    return most == 0 or any(_is_deep(one, most - 1) for one in inner)


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(_is_plain(one) and not isinstance(one, list) for one in value)
    return isinstance(value, str | int | float | bool)


def _are_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)
        for pair in value
    )


def _misread(where: str, name: str) -> UnreadableDefinitions:
    return UnreadableDefinitions(
        _("文件里“%(where)s”的“%(name)s”写法不对。") % {"where": where[:40], "name": str(name)[:40]}
    )
