"""What was sent to be recorded: each value read by its field's kind, each fault told beside its field."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.records import NotPermitted, Owned, owned_rows
from datasets.api.attributes import (
    LARGEST_KEY,
    YEARS,
    Attribute,
    Kind,
    asked_value,
    is_storable,
)
from datasets.api.collections import Collection, OwnedRelation
from datasets.models import Record

_MOST_OWNED = 100
#: Of an owned row beside its fields.
_ROW_KEYS = ("id", "delete")


def read_record(
    told: Mapping[str, Any], *, collection: Collection, by: Actor, record: Record | None = None
) -> tuple[dict[str, Any], Owned]:
    """The values of the record's own fields, and the rows it owns, as the actions take them.

    `record` is the one to change, None for a new one. Raises NotPermitted, ValidationError with all that is wrong.
    """
    _require_sight(told, collection.attributes, collection.model, by)
    errors: dict[str, list[Any]] = {}
    if record is None:
        needed = (one.name for one in collection.attributes.values() if one.is_required)
        errors = {name: [_("没有填写，请补上。")] for name in needed if name not in told}
    values: dict[str, Any] = {}
    owned: dict[str, list[dict[str, Any]]] = {}
    for name, value in told.items():
        try:
            if name in collection.relations:
                owned[name] = _rows(value, collection.relations[name], by, record)
            else:
                values[name] = _value(collection.attributes, name, value, by)
        except ValidationError as error:
            errors[name] = list(error.messages)
    if errors:
        raise ValidationError(errors)
    return values, owned


def _require_sight(
    told: Mapping[str, Any], attributes: Mapping[str, Attribute], model: type[Record], by: Actor
) -> None:
    """Before anything is compared: that a value changes nothing would say what is recorded."""
    unseen = [one.label for n, one in attributes.items() if n in told and not by.sees(model, n)]
    if unseen:
        labels = "、".join(unseen)
        raise NotPermitted(_("您看不到“%(fields)s”，不能填写或修改。") % {"fields": labels})


def _rows(
    told: Any, relation: OwnedRelation, by: Actor, record: Record | None
) -> list[dict[str, Any]]:
    if not isinstance(told, list) or not all(isinstance(row, dict) for row in told):
        raise ValidationError(_("应当是一列 JSON 对象。"))
    if len(told) > _MOST_OWNED:
        raise ValidationError(_("一次最多 %(count)d 行。") % {"count": _MOST_OWNED})
    known: set[int] = set()
    if record is not None:
        stored = by.seen_rows(owned_rows(record, relation.name))
        known = set(stored.values_list("pk", flat=True))
    rows = [_row(row, number, relation, by) for number, row in enumerate(told, 1)]
    for number, row in enumerate(rows, 1):
        if row.get("id", 0) not in {*known, 0}:
            raise ValidationError(_("第 %(number)d 行的 id 不存在。") % {"number": number})
    return rows


def _row(
    told: Mapping[str, Any], number: int, relation: OwnedRelation, by: Actor
) -> dict[str, Any]:
    _require_sight(told, relation.attributes, relation.model, by)
    row: dict[str, Any] = {}
    for name, value in told.items():
        try:
            if name == "id":
                row[name] = _key(value)
            elif name == "delete":
                row[name] = _boolean(value)
            else:
                row[name] = _value(relation.attributes, name, value, by)
        except ValidationError as error:
            raise ValidationError(
                _("第 %(number)d 行的 %(name)s：%(why)s")
                % {"number": number, "name": name, "why": error.messages[0]}
            ) from error
    return row


def _value(attributes: Mapping[str, Attribute], name: str, value: Any, by: Actor) -> Any:
    attribute = attributes.get(name)
    if attribute is None or not attribute.is_writable:
        known = "、".join(one.name for one in attributes.values() if one.is_writable)
        raise ValidationError(
            _("不认识这个字段，或者不能写。可以写：%(known)s。") % {"known": known}
        )
    if value is None:
        if attribute.is_null or attribute.kind is Kind.LINK:
            return None
        raise ValidationError(_("不能为 null；没有内容请写空字符串。"))
    return _READERS[attribute.kind](attribute, value, by)


def _text(attribute: Attribute, value: Any, _by: Actor) -> str:
    if not isinstance(value, str):
        raise ValidationError(_("应当是文字。"))
    if not is_storable(value):
        raise ValidationError(_("含有不能保存的字符。"))
    return value


def _choice(attribute: Attribute, value: Any, by: Actor) -> str:
    text = _text(attribute, value, by)
    return text if text == "" else str(asked_value(attribute, "", text))


def _codes(attribute: Attribute, value: Any, by: Actor) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValidationError(_("应当是一列代码。"))
    named = [str(asked_value(attribute, "", _text(attribute, one, by))) for one in value]
    return tuple(dict.fromkeys(named))


def _integer(attribute: Attribute, value: Any, _by: Actor) -> int:
    value = _whole(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValidationError(_("应当是整数。"))
    number: int = asked_value(attribute, "", str(value))
    return number


def _decimal(attribute: Attribute, value: Any, _by: Actor) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValidationError(_("应当是数字。"))
    number: Decimal = asked_value(attribute, "", str(value))
    return number


def _date(attribute: Attribute, value: Any, _by: Actor) -> datetime.date:
    if not isinstance(value, str):
        raise ValidationError(_("应当是日期，写成 2026-11-20。"))
    day: datetime.date = asked_value(attribute, "", value)
    return day


def _moment(attribute: Attribute, value: Any, _by: Actor) -> datetime.datetime:
    moment: datetime.datetime = asked_value(attribute, "", value if isinstance(value, str) else "")
    if moment.year not in YEARS:
        raise ValidationError(_("应当是日期和时间，写成 2026-11-20T09:30:00+08:00。"))
    return moment


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValidationError(_("应当是 true 或 false。"))
    return value


def _whole(value: Any) -> Any:
    """To JSON 81.0 is the number 81."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _key(value: Any) -> int:
    value = _whole(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= LARGEST_KEY:
        raise ValidationError(_("应当是记录的编号。"))
    return value


def _link(attribute: Attribute, value: Any, by: Actor) -> Record:
    """The record of a key, or of a code (a text), where the actor sees it."""
    target: Any = attribute.target
    is_code = isinstance(value, str) and "code" in attribute.operators and is_storable(value)
    known = Q(code=value) if is_code else Q(pk=_key(value))
    found: Record | None = by.rows(target).filter(known).first()
    if found is None:
        raise ValidationError(_("没有找到所选的记录，或者它不在您负责的地区。"))
    return found


_READERS: dict[Kind, Callable[[Attribute, Any, Actor], Any]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CODES: _codes,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.BOOLEAN: lambda _attribute, value, _by: _boolean(value),
    Kind.LINK: _link,
}
