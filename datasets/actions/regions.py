"""Regions may be added, moved, renamed and retired; what is recorded under them stays."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from datasets.access import Actor, Territory
from datasets.actions.records import NotPermitted, Owned, change_record, create_record
from datasets.models import Region
from datasets.models.regions import PATH_STEP
from datasets.standards.region_names import region_key


def create_region(
    *, values: Mapping[str, Any], owned: Owned | None = None, by: Actor, reason: str
) -> Region:
    """A new region under its parent. Raises NotPermitted, ValidationError."""
    parent = _as_stored(values.get("parent"))
    _require_parent_in(by.area("add", Region), parent)
    # The path ends with the row's own key, so it can be written only once the row has one.
    draft = {"path": uuid.uuid4().hex, "name_key": region_key(values["name"])}
    return create_record(
        model=Region,
        values={**values, "parent": parent, **draft},
        owned=_with_name_keys(owned),
        by=by,
        reason=reason,
        settle=_settle_path,
    )


@transaction.atomic
def change_region(
    *,
    record: Region,
    values: Mapping[str, Any],
    owned: Owned | None = None,
    by: Actor,
    reason: str,
    seen_version: str | None = None,
) -> list[str]:
    """Change a region: a move takes along all that lies below, a rename keeps the old name findable.

    Raises NotPermitted, RecordChangedMeanwhile, ValidationError.
    """
    before = Region.objects.get(pk=record.pk)
    derived: dict[str, Any] = {}
    kept = {**(owned or {})}
    if values.get("name", before.name) != before.name:
        derived["name_key"] = region_key(values["name"])
        kept["other_names"] = _with_name(before, kept.get("other_names", ()))
    parent = _as_stored(values.get("parent"))
    if "parent" in values and parent != before.parent:
        _require_parent_in(by.area("change", Region), parent)
        _require_no_circle(before, parent)
    changed = change_record(
        record=record,
        values={**values, **derived},
        owned=_with_name_keys(kept),
        by=by,
        reason=reason,
        seen_version=seen_version,
    )
    if "parent" in changed:
        move_region(before, parent)
    return [name for name in changed if name != "name_key"]


def _settle_path(region: Region) -> None:
    region.path = path_under(region.parent.path if region.parent else "", region.pk)
    Region.objects.filter(pk=region.pk).update(path=region.path)


def path_under(parent_path: str, key: int) -> str:
    """The path of the region of this key under that of its parent ("" for a province)."""
    return parent_path + str(key).zfill(PATH_STEP)


def move_region(region: Region, parent: Region | None) -> None:
    """Rewrite the paths of the region and of all below, in one statement."""
    new_path = path_under(parent.path if parent else "", region.pk)
    Region.objects.under(region.path).update(
        path=Concat(Value(new_path), Substr("path", len(region.path) + 1))
    )


def _as_stored(parent: Region | None) -> Region | None:
    """The parent as it lies now: since the caller read it, it may have moved itself."""
    return Region.objects.get(pk=parent.pk) if parent else None


def _with_name(region: Region, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """`rows` of other names, and among them the region's present name."""
    is_there = region.other_names.filter(name=region.name).exists() or any(
        row.get("name") == region.name for row in rows
    )
    return rows if is_there else [*rows, {"name": region.name}]


def _require_parent_in(area: Territory, parent: Region | None) -> None:
    if not area.covers(parent.path if parent else ""):
        raise NotPermitted(_("您只能在自己负责的地区下面增加或移动地区。"))


def _require_no_circle(region: Region, parent: Region | None) -> None:
    if parent is not None and parent.lies_within(region):
        raise ValidationError({"parent": _("上级地区不能是它自己或它下面的地区。")}, code="circle")


def _with_name_keys(owned: Owned | None) -> Owned | None:
    if not owned or "other_names" not in owned:
        return owned
    rows = [
        {**row, "name_key": region_key(row["name"])} if row.get("name") else row
        for row in owned["other_names"]
    ]
    return {**owned, "other_names": rows}
