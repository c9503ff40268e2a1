"""What a change of a field would do, told before it is done. Nothing is written here."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.definitions.checking import check_field
from datasets.actions.definitions.converting import shown_as, values_of
from datasets.actions.definitions.dependents import (
    hindrances,
    reckoning_with,
    without_field,
)
from datasets.actions.definitions.fields import as_it_is
from datasets.actions.definitions.leftovers import LONGEST_LIST, Listing, list_rows
from datasets.actions.definitions.pointing import conversion
from datasets.actions.records import NotPermitted
from datasets.choices import FieldGroup
from datasets.custom.converting import bound, fits, is_hiding, is_other_storage
from datasets.custom.specs import FieldSpec
from datasets.custom.types import TYPES
from datasets.custom.types.links import models_by_collection
from datasets.models import FieldDefinition

#: Kinds whose values no option narrows.
_NEVER_NARROWED = ("relation", "region", "agency", "file", "photo")

_FILES = ("file", "photo")


@dataclass
class Effects:
    """What a change means for what is recorded; of what does not concern the change nothing is said."""

    #: How many records hold something in the field.
    held: int = 0
    #: With another type: how many take their value along, and which do not.
    is_converted: bool = False
    converted: int = 0
    left: Listing = field(default_factory=Listing)
    #: Which hold what the new options do not allow: it stays, and the next edit must fit.
    outside: Listing = field(default_factory=Listing)
    #: Required from now on: how many hold nothing.
    missing: int = 0
    #: Unique from now on: which texts come how often; "" for a text that the reader does not see.
    twice: list[tuple[str, int]] = field(default_factory=list)
    twice_count: int = 0
    #: Who sees it and how it is kept, what depends on it: one sentence each.
    sentences: list[str] = field(default_factory=list)

    #: What must be changed before, a sentence each.
    hindrances: list[str] = field(default_factory=list)

    @property
    def matters(self) -> bool:
        """Whether somebody should have read this before it is done."""
        return bool(
            (self.is_converted and self.held)
            or self.outside.count
            or self.missing
            or self.twice_count
            or self.sentences
            or self.hindrances
        )

    @property
    def is_refused(self) -> bool:
        """Whether the change would be refused."""
        return bool(self.twice_count or self.hindrances)


def effects_of(definition: FieldDefinition, values: Mapping[str, Any], *, by: Actor) -> Effects:
    """Of setting these values in the definition. Raises NotPermitted, ValidationError."""
    if not by.may("change", FieldDefinition):
        raise NotPermitted(_("您没有权限这样操作这条记录。"))
    old = FieldSpec.of(definition)
    told = {**as_it_is(definition), **values}
    check_field(told, before=definition)
    new = FieldSpec.of(FieldDefinition(**told))
    holds_values = TYPES[old.kind].has_column
    effects = Effects(sentences=_group_sentences(old, new) if holds_values else [])
    if definition.archived_date:
        return effects
    if told["archived_date"]:
        effects.hindrances = hindrances(definition)
        effects.sentences += without_field(definition, by=by)
    elif old.kind != new.kind or old.group != new.group:
        effects.sentences += reckoning_with(definition, by=by)
    if not holds_values:
        return effects
    model = models_by_collection()[definition.collection]
    present = bound(model, old)
    effects.is_converted = is_other_storage(old, new)
    _read_all(effects, model, present, bound(model, new), by)
    if new.is_required and not old.is_required:
        effects.missing = model._base_manager.count() - effects.held
    if new.is_unique and not old.is_unique and not effects.is_converted:
        _find_twice(effects, model, present, by)
    return effects


def values_as_of(definition: FieldDefinition, at: datetime.datetime) -> dict[str, Any]:
    """What an earlier version says, to tell what going back to it would do. Raises ValidationError."""
    versions = definition.history.filter(history_date__lte=at).exclude(history_type="-")
    version = versions.order_by("-history_date", "-history_id").first()
    if version is None:
        raise ValidationError(_("那个时间还没有这条记录。"), code="no_version")
    fixed = ("id", "code", "collection", "column")
    names = [one.name for one in version.tracked_fields if one.name not in fixed]
    return {name: getattr(version, name) for name in names}


def _read_all(effects: Effects, model: Any, old: Any, new: Any, by: Actor) -> None:
    """One pass over the values, in chunks."""
    listing = effects.left if effects.is_converted else effects.outside
    takes = _taking(old, new, is_converted=effects.is_converted)
    for rows in values_of(model, old):
        held = [(key, value) for key, value in rows if value != ""]
        effects.held += len(held)
        if takes:
            taken = takes([value for _key, value in held])
            misfits = [
                (key, shown_as(old, value))
                for (key, value), is_taken in zip(held, taken, strict=True)
                if not is_taken
            ]
            list_rows(listing, model, misfits, code=old.made.code, by=by)
    if effects.is_converted:
        effects.converted = effects.held - effects.left.count


def _taking(
    old: Any, new: Any, *, is_converted: bool
) -> Callable[[Sequence[Any]], list[bool]] | None:
    """Which values the new definition takes; None where it takes all."""
    if is_converted:
        convert = conversion(old, new)
        return lambda values: [found is not None for found in convert(values)]
    if _may_narrow(old.made, new.made):
        return lambda values: [fits(value, new) for value in values]
    return None


def _may_narrow(old: FieldSpec, new: FieldSpec) -> bool:
    return new.kind not in _NEVER_NARROWED and dict(old.options) != dict(new.options)


def _find_twice(effects: Effects, model: Any, field_: Any, by: Actor) -> None:
    name = field_.made.code
    rows = model._base_manager.exclude(Q(**{f"{name}__isnull": True})).order_by()
    groups = rows.values_list(name).annotate(rows=Count("pk")).filter(rows__gt=1)
    effects.twice_count = groups.count()
    sees = by.sees(model, name) and by.area("view", model).is_whole
    for value, count in groups.order_by("-rows")[:LONGEST_LIST]:
        effects.twice.append((shown_as(field_, value) if sees else "", count))


def _group_sentences(old: FieldSpec, new: FieldSpec) -> list[str]:
    found = []
    if old.group != new.group:
        names = {"old": FieldGroup(old.group).label, "new": FieldGroup(new.group).label}
        found.append(_("现在属于“%(old)s”，以后属于“%(new)s”：看得到它的人会不同。") % names)
    if (old.kind in _FILES) != (new.kind in _FILES) or (old.kind, new.kind) == ("file", "photo"):
        found.append(
            _(
                "文件和照片里的内容不能转换：原来的都另外保留，换回原来的类型就回来，新的字段从空白开始。"
            )
        )
    if is_hiding(old, new):
        found.append(_("内容以后加密保存，不能再用来筛选和排序；原来没有加密的内容会清除。"))
    return found
