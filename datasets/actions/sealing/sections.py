"""A group of a child's fields, emptied in the record and in all its versions, and filled again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from datasets.actions.sealing.rows import Document, read, written
from datasets.choices import ChildStatus, ClosingReason, FieldGroup
from datasets.models import Child

#: Without number and birth date a record could not be found any more: they are sealed with the whole.
SECTIONS = (FieldGroup.CONTACT, FieldGroup.HEALTH, FieldGroup.MISFORTUNE)
_REASON = "history_change_reason"


def holds_something(child: Child, group: FieldGroup) -> bool:
    """Whether there is anything in the group to be sealed."""
    empty = _emptied(child, group)
    return any(getattr(child, name) != empty[name] for name in empty)


def take_section(child: Child, group: FieldGroup) -> Document:
    """Empty the group's fields wherever they stand, and what was said on changing them; returns what stood there."""
    names = Child.field_groups[group]
    versions = list(child.history.order_by("history_date", "history_id"))
    document = written([child], fields=names) + written(versions, fields=[*names, _REASON])
    before: Any = None
    for version in versions:
        values: dict[str, Any] = _emptied(version, group)
        if any(getattr(version, name) != getattr(before, name, "") for name in names):
            values[_REASON] = _("修改")
        _set(version, values)
        before = version
    _set(child, _emptied(child, group))
    return document


def fill_section(document: Document, group: FieldGroup) -> None:
    """Put everything back, in the record and in what was written of it since.

    Raises ValidationError where the record is gone, or somebody has written into the fields.
    """
    rows = [row.object for row in read(document)]
    child = _the_child(rows, group)
    live = next(row for row in rows if isinstance(row, Child))
    values = {name: getattr(live, name) for name in Child.field_groups[group]}
    if child.closing_reason != _emptied(child, group).get("closing_reason"):
        values.pop("closing_reason", None)  # it was closed or opened since: that holds
    known = set()
    for row in rows:
        if not isinstance(row, Child):
            known.add(row.pk)
            _set(row, {name: getattr(row, name) for name in (*values, _REASON)})
    for version in child.history.exclude(pk__in=known):
        _set(version, values)
    _set(child, values)


def _the_child(rows: list[Model], group: FieldGroup) -> Child:
    key = next(row.pk for row in rows if isinstance(row, Child))
    child = Child.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if child is None:
        raise ValidationError(
            _("这份档案已经整份封存或删除，要先解除整份档案的封存。"), code="record_gone"
        )
    empty = _emptied(child, group)
    written_since = [
        str(Child._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in empty
        if name != "closing_reason" and getattr(child, name) != empty[name]
    ]
    if written_since:
        raise ValidationError(
            _("封存期间又填写了“%(fields)s”。请先在档案里清空，再解除封存。")
            % {"fields": "、".join(written_since)},
            code="written_since",
        )
    return child


def _emptied(row: Any, group: FieldGroup) -> dict[str, Any]:
    """What stands in the fields instead; a closed record must give a reason."""
    fields = [Child._meta.get_field(name) for name in Child.field_groups[group]]
    values: dict[str, Any] = {field.name: None if field.null else "" for field in fields}
    if "closing_reason" in values and row.status == ChildStatus.CLOSED:
        values["closing_reason"] = ClosingReason.OTHER
    return values


def _set(row: Model, values: dict[str, Any]) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**values)
