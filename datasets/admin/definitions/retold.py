"""A file's collections as whoever previews them has changed them: other words, other codes, fields left out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from datasets.custom.definition_files import ToldCollection


def adjusted(told: Sequence[ToldCollection], typed: Any) -> list[ToldCollection]:
    """By the inputs `label:<code>`, `code:<code>`, `in:<code>.<field>`, `label:<code>.<field>`,
    `required:<code>.<field>` of the page; where nothing was typed the file's own words stay.
    """
    codes = {one.code: _typed(typed, f"code:{one.code}", one.code) for one in told}
    return [_collection(one, codes, typed) for one in told]


def _collection(told: ToldCollection, codes: Mapping[str, str], typed: Any) -> ToldCollection:
    fields = [
        _field(told.code, one, codes, typed)
        for one in told.fields
        if f"in:{told.code}.{one['code']}" in typed
    ]
    told = replace(
        told,
        fields=tuple(fields),
        warnings=tuple(_asking(one, codes) for one in told.warnings),
        views=tuple(_asking(one, codes) for one in told.views),
    )
    if told.values is None:
        return told
    label = _typed(typed, f"label:{told.code}", told.values["label"])
    return replace(told, code=codes[told.code], values={**told.values, "label": label})


def _asking(told: Mapping[str, Any], codes: Mapping[str, str]) -> dict[str, Any]:
    """A rule or a view that asks of the collections by the codes that they are to have."""
    named = told.get("collection", "")
    rest = {"collection": codes.get(named, named)} if named else {}
    return {**told, **rest, "condition": _condition(told["condition"], codes)}


def _condition(told: Any, codes: Mapping[str, str]) -> Any:
    if isinstance(told, list):
        return [_condition(one, codes) for one in told]
    if not isinstance(told, Mapping):
        return told
    code, mark, rest = str(told.get("field", "")).partition(":")
    if mark:
        return {**told, "field": f"{codes.get(code, code)}:{rest}"}
    return {name: _condition(one, codes) for name, one in told.items()}


def _field(
    collection: str, told: Mapping[str, Any], codes: Mapping[str, str], typed: Any
) -> dict[str, Any]:
    here = f"{collection}.{told['code']}"
    options = dict(told["options"])
    if options.get("target") in codes:
        options["target"] = codes[options["target"]]
    return {
        **told,
        "label": _typed(typed, f"label:{here}", told["label"]),
        "is_required": f"required:{here}" in typed,
        "options": options,
        # Asked for always, where what would decide is left out.
        "shown_when": told["shown_when"] if _stays(collection, told["shown_when"], typed) else [],
    }


def _stays(collection: str, condition: Sequence[Any], typed: Any) -> bool:
    return bool(condition) and f"in:{collection}.{condition[0]}" in typed


def _typed(typed: Any, name: str, otherwise: str) -> str:
    return str(typed[name]).strip()[:40] if name in typed else otherwise
