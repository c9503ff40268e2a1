"""To seal a child's record or a part of it, and to lift the seal."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.access.sealing import opened_by
from datasets.actions.ledgers.locking import wait_for_turn
from datasets.actions.records import NotPermitted, locked, owned_rows
from datasets.actions.sealing.ledger_traces import Named, bring_traces, take_traces
from datasets.actions.sealing.rows import (
    gone_of,
    put_back,
    read,
    remove,
    with_all_that_points_to,
    written,
)
from datasets.actions.sealing.sections import SECTIONS, fill_section, holds_something, take_section
from datasets.actions.sealing.telling import told
from datasets.choices import ChildStatus, FieldGroup, SealGround, UnsealingGround
from datasets.models import Child, Family, Guardian, Record, Seal, Unsealing
from datasets.models.history import Provenance

WHOLE = "whole"
#: What a record rests on and what stays in the register: copied, lest it be gone when the record comes back.
_BESIDE: tuple[type[Record], ...] = (Family, Guardian)


def parts_of(child: Child, by: Actor) -> dict[str, str]:
    """What the actor may seal of the child, by a word that `seal_child` takes → what to call it."""
    parts = {WHOLE: _("整份档案")}
    for group in SECTIONS:
        if group in by.groups and holds_something(child, group):
            parts[group.value] = _("一组内容：%(group)s") % {"group": group.label}
    for relation in child.owned_relations:
        for row in owned_rows(child, relation):
            if by.sees_row(row):
                kind = row._meta.verbose_name
                parts[f"{relation} {row.pk}"] = _("%(kind)s：%(row)s") % {"kind": kind, "row": row}
    return parts


@transaction.atomic
def seal_child(
    *, child: Child, part: str = WHOLE, ground: SealGround, note: str = "", by: Actor
) -> Seal:
    """Take the record, or a part of it, out of the register, its history and what ledgers say of it.

    Raises NotPermitted, ValidationError.
    """
    # Keeps ledgers out of the area: one half done would write down what has just been taken out.
    wait_for_turn(child.region.path)
    stored = locked(child)
    if not (by.may_on("view", stored) and by.may_on("seal", stored)):
        raise NotPermitted(_("您没有权限封存这份档案。"))
    parts = parts_of(stored, by)
    if part not in parts:
        raise ValidationError({"part": _("请选择要封存的内容。")}, code="no_part")
    called = str(stored) if part == WHOLE else f"{stored} · {parts[part]}"
    seal = Seal(
        region=stored.region,
        is_whole=part == WHOLE,
        ground=ground,
        called=called[:200],
        note=note,
        id_number=stored.id_number,
        sealed_by=by.user,
        sealed_at=timezone.now(),
        content=_taken_section(stored, part) if part in SECTIONS else _taken_rows(stored, part),
    )
    seal.full_clean()
    seal.save()
    return seal


@transaction.atomic
def lift_seal(*, seal: Seal, request: Unsealing, by: Actor) -> None:
    """Bring back what was sealed as it was. Raises NotPermitted, ValidationError."""
    stored = Seal.objects.select_for_update(of=("self",)).get(pk=seal.pk)
    is_opened = opened_by(request, by).filter(pk=stored.pk).exists()
    if not is_opened or request.ground not in UnsealingGround.to_lift():
        raise NotPermitted(_("这份申请没有同意您解除封存，或者已经到期。"))
    content: Any = stored.content
    try:
        with transaction.atomic():
            _bring(content, by)
    except IntegrityError as error:
        raise ValidationError(
            _("要恢复的内容和现在的档案有冲突，没有解除封存。请先核对同一儿童现在的档案。"),
            code="clash",
        ) from error
    stored.content, stored.lifted_by, stored.lifted_at = None, by.user, timezone.now()
    stored.save(update_fields=["content", "lifted_by", "lifted_at"])


def _taken_section(child: Child, part: str) -> dict[str, Any]:
    group = FieldGroup(part)
    shown = told([child], past_of=child, fields=Child.field_groups[group])
    traces = take_traces(Named.of(child, []))
    document = take_section(child, group)
    return {"shown": shown, "section": part, "columns": document, "ledgers": traces}


def _taken_rows(child: Child, part: str) -> dict[str, Any]:
    root = child if part == WHOLE else _owned_row(child, part)
    taken = with_all_that_points_to([root])
    live = [row for row in taken if not isinstance(row, Provenance)]
    beside = list(_rests_on(live))
    content = {
        "shown": told([*live, *beside], past_of=root),
        "photo": child.photo.name if part == WHOLE else "",
        "rows": written(taken),
        "beside": written(beside),
        "ledgers": take_traces(Named.of(child, live)),
    }
    remove(taken)
    return content


def _owned_row(child: Child, part: str) -> Record:
    relation, _blank, key = part.partition(" ")
    row: Record = owned_rows(child, relation).get(pk=int(key))
    return row


def _rests_on(rows: Iterable[Model]) -> Iterable[Record]:
    """The families and guardians to whom the rows point, families first."""
    found: dict[tuple[type[Record], int], Record] = {}
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model in _BESIDE:
                target = getattr(row, field.name)
                if target is not None:
                    found[type(target), target.pk] = target
    guardians = [row for row in found.values() if isinstance(row, Guardian)]
    families = {row.pk: row for row in found.values() if isinstance(row, Family)}
    families |= {one.family_id: one.family for one in guardians}
    return [*families.values(), *guardians]


def _bring(content: dict[str, Any], by: Actor) -> None:
    if "section" in content:
        fill_section(content["columns"], FieldGroup(content["section"]))
    else:
        _refuse_second_child(content["rows"])
        deleted = gone_of(content["beside"])
        put_back([*deleted, *content["rows"]])
        for one in read(deleted):
            # Others deleted it, and see it again: that they are told.
            one.object._history_user = by.user
            one.object._change_reason = _("恢复：仍有记录用到它")
            one.object.save()
    bring_traces(content["ledgers"])


def _refuse_second_child(document: list[dict[str, Any]]) -> None:
    for row in read(document):
        child = row.object
        if not isinstance(child, Child) or child.status != ChildStatus.OPEN:
            continue
        if child.id_number and Child.objects.filter(
            id_number=child.id_number, status=ChildStatus.OPEN
        ):
            raise ValidationError(
                _("这个证件号码现在另有一份在册的档案。请先核对，把那份结案，再解除封存。"),
                code="recorded_again",
            )
