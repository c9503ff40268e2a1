"""Forms that anybody may fill in: kept by staff, sent in by the public, taken in by a clerk."""

import datetime
import secrets
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions import records
from datasets.actions.dispatch import create
from datasets.actions.records import NotPermitted, locked
from datasets.choices import AnswerState
from datasets.custom.building import made_fields
from datasets.custom.types.links import models_by_collection
from datasets.models import FormAnswer, PublicForm, Record, Region

#: Types of fields that the public may be asked; what points to records or holds files is none of them.
ASKED_KINDS = frozenset(
    {"text", "long_text", "integer", "decimal", "money", "date", "yes_no", "choice", "choices",
     "person_name", "id_number", "phone", "address"}
)  # fmt: skip
#: Signs of a receipt that nobody confuses on paper.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_MOST_FROM_ONE = 5
_MOST_OF_ALL = 300
_WITHIN = datetime.timedelta(hours=1)


class TooMany(ValidationError):
    """So many were sent in within the hour that no more are taken."""


def make_form(*, values: Mapping[str, Any], by: Actor, reason: str) -> PublicForm:
    """Raises NotPermitted, ValidationError."""
    _check(values)
    return records.create_record(model=PublicForm, values=values, by=by, reason=reason)


def change_form(
    *,
    form: PublicForm,
    values: Mapping[str, Any],
    by: Actor,
    reason: str,
    seen_version: str | None = None,
) -> list[str]:
    """Raises NotPermitted, RecordChangedMeanwhile, ValidationError."""
    _check({"collection": form.collection, "fields": form.fields, **values})
    return records.change_record(
        record=form, values=values, by=by, reason=reason, seen_version=seen_version
    )


def fields_to_ask(collection: str) -> dict[str, Any]:
    """Code → Django field of what a form of the collection may ask."""
    fields = _made_fields(collection)
    return {code: field for code, field in fields.items() if field.made.kind in ASKED_KINDS}


@transaction.atomic
def receive_answer(
    *,
    form: PublicForm,
    region: Region,
    answers: Mapping[str, Any],
    sender_mark: str,
    at: datetime.datetime,
) -> FormAnswer:
    """Keep what was sent in, for a clerk of the region. Raises TooMany."""
    stored = locked(form)
    lately = FormAnswer.objects.filter(received_at__gte=at - _WITHIN)
    if lately.filter(sender_mark=sender_mark).count() >= _MOST_FROM_ONE:
        raise TooMany(_("您一小时内已经交了几份，请过一会儿再填；急事请直接打电话。"))
    if lately.filter(form=stored).count() >= _MOST_OF_ALL:
        raise TooMany(_("现在交表的人太多，请过一小时再填；急事请直接打电话。"))
    answer = FormAnswer(
        form=stored,
        region=region,
        receipt="".join(secrets.choice(_SIGNS) for _sign in range(10)),
        sender_mark=sender_mark,
        received_at=at,
        answers={code: _as_json(value) for code, value in answers.items()},
    )
    records.Act.now(Actor.system(), _("网上交表")).put(answer)
    return answer


@transaction.atomic
def accept_answer(*, answer: FormAnswer, by: Actor) -> Record:
    """Make a record of it, as the clerk's own act. Raises NotPermitted, ValidationError."""
    stored = _waiting(answer, by)
    model: Any = models_by_collection().get(stored.form.collection)
    if model is None:
        raise NotPermitted(_("这个数据集已经停用。"))
    values = {**values_of(stored)}
    if model.region_lookup:
        values["region"] = stored.region
    record: Record = create(
        model, values=values, by=by, reason=_("网上填表 回执号 %s") % stored.receipt
    )
    stored.state, stored.record_key = AnswerState.ACCEPTED, record.pk
    records.Act.now(by, _("登记网上收到的表")).put(stored, ["state", "record_key"])
    return record


@transaction.atomic
def refuse_answer(*, answer: FormAnswer, why: str, by: Actor) -> None:
    """Raises NotPermitted, ValidationError."""
    stored = _waiting(answer, by)
    if not why.strip():
        raise ValidationError({"why": _("请写明为什么不登记。")})
    stored.state, stored.note = AnswerState.REFUSED, why.strip()
    records.Act.now(by, _("不登记网上收到的表")).put(stored, ["state", "note"])


def values_of(answer: FormAnswer) -> dict[str, Any]:
    """What was sent in, in the terms of the collection's fields as they are now."""
    asked = fields_to_ask(answer.form.collection)
    return {
        code: asked[code].to_python(value)
        for code, value in answer.answers.items()
        if code in asked and value not in (None, "", [])
    }


def _waiting(answer: FormAnswer, by: Actor) -> FormAnswer:
    stored = locked(answer)
    if not by.may_on("change", stored):
        raise NotPermitted(_("您没有权限这样操作这条记录。"))
    if stored.state != AnswerState.WAITING:
        raise ValidationError(_("这份表已经处理过了。"), code="not_waiting")
    return stored


def _as_json(value: Any) -> Any:
    """As text where JSON has no such value: `to_python` of the field reads it back."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return list(value) if isinstance(value, tuple | list) else str(value)


def _check(values: Mapping[str, Any]) -> None:
    collection, chosen = values.get("collection", ""), values.get("fields") or []
    asked = fields_to_ask(collection)
    if not asked:
        raise ValidationError({"collection": _("这个数据集没有可以让公众填写的字段。")})
    if not chosen or any(code not in asked for code in chosen):
        raise ValidationError({"fields": _("请选择要填的内容。")})
    fields = [field for field in _made_fields(collection).values() if field.name not in chosen]
    missing = [field for field in fields if _is_needed(field, chosen)]
    if never := [field for field in missing if field.name not in asked]:
        raise ValidationError(
            {
                "fields": _("%(names)s必填，但不能让公众填写，登记时会缺。")
                % {"names": _named(never)}
            }
        )
    if missing:
        raise ValidationError(
            {"fields": _("必填的内容也要问：%(names)s。") % {"names": _named(missing)}}
        )
    deciding = {asked[code].made.shown_when[0] for code in chosen if asked[code].made.shown_when}
    if unasked := [field for field in fields if field.name in deciding]:
        raise ValidationError(
            {"fields": _("要看它决定问不问的内容也要问：%(names)s。") % {"names": _named(unasked)}}
        )


def _is_needed(field: Any, chosen: Collection[str]) -> bool:
    """Whether no record comes of answers that do not say it."""
    if field.made.shown_when:
        return bool(field.made.is_required and field.made.shown_when[0] in chosen)
    return not field.blank and not field.has_default()


def _made_fields(collection: str) -> dict[str, Any]:
    """Code → Django field, in their order."""
    model: Any = models_by_collection().get(collection)
    specs = made_fields(model) if model else []
    return {spec.code: model._meta.get_field(spec.code) for spec in specs}


def _named(fields: Iterable[Any]) -> str:
    return "、".join(f"“{field.verbose_name}”" for field in fields)
