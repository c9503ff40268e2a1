"""A step of a rule: looked at, proposed by one, approved by another, carried out piece by piece.

Each piece is one transaction that also moves the run's position on and writes the access log: whatever kills
the process leaves whole pieces, and the next call goes on behind them.
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.actions.retention.anonymising import anonymise_children, anonymise_records
from datasets.actions.retention.archiving import archive_children, archive_records
from datasets.actions.retention.ledger_traces import forget_batches
from datasets.audit.chain import Access, Visitor, append
from datasets.audit.verifying import head
from datasets.choices import AccessVerb, RetentionRunState, RetentionStep
from datasets.history.bulk import Origin
from datasets.models import Child, LedgerBatch, Region, RetentionRule, RetentionRun
from datasets.queries.made_retention import model_counted
from datasets.queries.retention import Due, due, figures_of

#: Records of one transaction: so long others may have to wait.
PIECE = 200


class RunRefused(ValidationError):
    """The run cannot go on to this; the message says why in one sentence."""


def look_ahead(
    *, rule: RetentionRule, step: str, region: Region, by: Actor
) -> tuple[list[int], list[dict[str, Any]]]:
    """Whom the step would meet today: their keys and the figures. Changes nothing. Raises NotPermitted, RunRefused."""
    _require(by.may_on("view", rule) and _is_in_area(by, "view", region))
    return _look(_question(rule, step, region, by.today))


@transaction.atomic
def propose_run(*, rule: RetentionRule, step: str, region: Region, by: Actor) -> RetentionRun:
    """Raises NotPermitted, and RunRefused where there is nothing to do or a run of this waits already."""
    _require(by.may_on("view", rule) and _is_in_area(by, "propose", region))
    asked = _question(rule, step, region, by.today)
    keys, figures = _look(asked)
    if not keys:
        raise RunRefused(_("今天没有到期的记录，不用处理。"), code="nothing")
    run = RetentionRun(
        rule=rule,
        condition=asked.condition,
        years=asked.years,
        step=step,
        region=region,
        as_of=by.today,
        keys=keys,
        digest=digest_of(keys),
        figures=figures,
        count=len(keys),
        proposed_by=by.user,
        proposed_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise RunRefused(
            _("这条规则在这个地区还有一次处理没有完成，请先执行或撤回那一次。"), code="open"
        ) from error
    return run


@transaction.atomic
def withdraw_run(*, run: RetentionRun, by: Actor) -> RetentionRun:
    """Take back, or turn down, what has not been approved. Raises NotPermitted, RunRefused."""
    stored = _locked(run)
    _require(by.may_on("propose", stored) or by.may_on("approve", stored))
    _require_state(stored, RetentionRunState.PROPOSED)
    stored.state = RetentionRunState.WITHDRAWN
    stored.save(update_fields=["state"])
    return stored


@transaction.atomic
def approve_run(*, run: RetentionRun, by: Actor) -> RetentionRun:
    """Raises NotPermitted, and RunRefused where the same person proposed it."""
    stored = _locked(run)
    _require(by.may_on("approve", stored))
    _require_state(stored, RetentionRunState.PROPOSED)
    if stored.proposed_by_id == by.user.pk:
        raise RunRefused(_("提出的人不能自己批准，请另一位有权限的同事批准。"), code="same_person")
    stored.state = RetentionRunState.APPROVED
    stored.approved_by = by.user
    stored.approved_at = timezone.now()
    stored.save(update_fields=["state", "approved_by", "approved_at"])
    return stored


def carry_out(
    *,
    run: RetentionRun,
    by: Actor,
    address: str | None = None,
    most_pieces: int | None = None,
    follow: Callable[[RetentionRun], None] = lambda run: None,
) -> RetentionRun:
    """Do what was approved, to its end or for so many pieces; called again, it goes on.

    Raises NotPermitted, RunRefused, NothingToCountFrom, and LedgerAtWork where a ledger of theirs is just being
    dealt with.
    """
    visitor = Visitor(by.user.pk, by.user.get_username(), address)
    pieces = 0
    while most_pieces is None or pieces < most_pieces:
        run = _next_piece(run, by, visitor)
        follow(run)
        if run.state == RetentionRunState.DONE:
            break
        pieces += 1
    return run


@transaction.atomic
def _next_piece(run: RetentionRun, by: Actor, visitor: Visitor) -> RetentionRun:
    stored = _locked(run)
    _require(by.may_on("approve", stored))
    _require_state(stored, RetentionRunState.APPROVED)
    if stored.digest != digest_of(stored.keys):
        raise RunRefused(_("批准以后记录的名单被改动过，不能执行。"), code="altered")
    at = timezone.now()
    keys = stored.keys[stored.position : stored.position + PIECE]
    due_now = _still_due(stored, keys, by.today)
    done = Counter(stored.done) + _do(stored, due_now, by, at)
    stored.position += len(keys)
    stored.left_out += len(keys) - len(due_now)
    stored.done = dict(done)
    name = str(_model_of(stored)._meta.model_name)
    purpose = f"{stored.get_step_display()} {stored.pk}"
    accesses = [Access(AccessVerb.RETENTION, name, due_now, purpose=purpose)] if due_now else []
    if stored.position >= len(stored.keys):
        stored.state = RetentionRunState.DONE
        stored.carried_out_by = by.user
        stored.finished_at = at
        accesses.append(Access(AccessVerb.RETENTION, "retentionrun", [stored.pk], purpose=purpose))
    append(accesses, visitor=visitor, at=at)
    if stored.state == RetentionRunState.DONE:
        anchor = head()
        stored.anchor_number, stored.anchor_digest = anchor.number, anchor.digest
    stored.save()
    return stored


def _do(run: RetentionRun, keys: Sequence[int], by: Actor, at: datetime.datetime) -> Counter[str]:
    if not keys:
        return Counter()
    if run.is_of_ledgers:
        return forget_batches(keys)
    reason = _("按保存期限规则%(step)s（第%(run)d次处理）") % {
        "step": run.get_step_display(),
        "run": run.pk,
    }
    origin = Origin(author_id=by.user.pk, at=at, reason=reason)
    if run.counted_from.collection:
        act = archive_records if run.step == RetentionStep.ARCHIVE else anonymise_records
        return act(_model_of(run), keys, origin=origin)
    if run.step == RetentionStep.ARCHIVE:
        return archive_children(keys, origin=origin)
    return anonymise_children(keys, origin=origin)


def _model_of(run: RetentionRun) -> Any:
    """Raises NothingToCountFrom."""
    if run.counted_from.collection:
        return model_counted(run.counted_from)
    return LedgerBatch if run.is_of_ledgers else Child


def digest_of(keys: Sequence[int]) -> str:
    return hashlib.sha256("\n".join(map(str, keys)).encode()).hexdigest()


def _question(rule: RetentionRule, step: str, region: Region, day: datetime.date) -> Due:
    """Raises RunRefused where the rule does not do this, or not there."""
    if not rule.is_enabled:
        raise RunRefused(_("这条规则没有启用。"), code="disabled")
    if step not in rule.steps:
        raise RunRefused(_("这条规则没有这一步。"), code="no_step")
    if not region.lies_within(rule.region):
        raise RunRefused(_("这条规则不适用于这个地区。"), code="elsewhere")
    counted = rule.counted_from
    if counted.collection and not model_counted(counted).region_lookup and region != rule.region:
        raise RunRefused(
            _("这个数据集不按地区管理，只能按规则的整个地区一次处理。"), code="undivided"
        )
    return Due(rule.condition, step, rule.years(step), region, day)


def _look(asked: Due) -> tuple[list[int], list[dict[str, Any]]]:
    found = due(asked)
    return list(found.order_by("pk").values_list("pk", flat=True)), figures_of(found, asked)


def _still_due(run: RetentionRun, keys: Sequence[int], today: datetime.date) -> list[int]:
    """Those who meet the rule as it was approved: whoever was reopened, sealed or brought back since does not."""
    asked = Due(run.condition, run.step, run.years, run.region, min(run.as_of, today))
    found = due(asked).filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    return list(found.values_list("pk", flat=True))


def _is_in_area(by: Actor, verb: str, region: Region) -> bool:
    return by.may(verb, RetentionRun) and by.area(verb, RetentionRun).covers(region.path)


def _locked(run: RetentionRun) -> RetentionRun:
    return RetentionRun.objects.select_for_update(of=("self",)).get(pk=run.pk)


def _require(permitted: bool) -> None:
    if not permitted:
        raise NotPermitted(_("您没有权限这样操作保存期限。"))


def _require_state(run: RetentionRun, state: str) -> None:
    if run.state != state:
        raise RunRefused(
            _("这次处理的状态是“%(state)s”，不能这样操作。") % {"state": run.get_state_display()},
            code="state",
        )
