"""Batches, and the undoing of one, as the command line tells them."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.actions.ledgers.kept import sentence_of
from datasets.actions.ledgers.undo import Undone
from datasets.choices import RowAction
from datasets.models import LedgerBatch
from datasets.models.posts import name_of_user


def batch_as_json(batch: LedgerBatch) -> dict[str, Any]:
    """One batch of `manage.py ledger list --format json` (README)."""
    return {
        "batch": batch.pk,
        "undoes": batch.undoes_id,
        "file": batch.file_name,
        "collection": batch.collection,
        "status": batch.status,
        "region": batch.region.code if batch.region else None,
        "uploaded_by": batch.uploaded_by.get_username(),
        "uploaded_at": batch.uploaded_at.isoformat(),
        "applied_by": batch.applied_by.get_username() if batch.applied_by else None,
        "applied_at": batch.applied_at.isoformat() if batch.applied_at else None,
        "summary": {
            RowAction.CREATE.value: batch.created_count,
            RowAction.UPDATE.value: batch.updated_count,
            RowAction.UNCHANGED.value: batch.unchanged_count,
            RowAction.PARK.value: batch.parked_count,
            RowAction.ERROR.value: batch.error_count,
        },
        "deleted": batch.deleted_count,
    }


def batch_as_text(batch: LedgerBatch) -> str:
    """One line for a terminal."""
    told = {
        "batch": batch.pk,
        "file": batch,
        "status": batch.get_status_display(),
        "who": name_of_user(batch.uploaded_by),
        "when": f"{timezone.localtime(batch.uploaded_at):%Y-%m-%d %H:%M}",
    }
    line = _("%(batch)d  %(when)s  %(who)s  %(status)s  %(file)s") % told
    return f"{line}  {_undoing_counts(batch) if batch.undoes_id else _counts(batch)}"


def undone_as_json(undone: Undone) -> dict[str, Any]:
    """What `manage.py ledger undo --format json` tells (README)."""
    return {
        "batch": undone.batch.undoes_id,
        "undone_by": undone.batch.pk,
        "file": undone.batch.file_name,
        "deleted": undone.batch.deleted_count,
        "restored": undone.batch.updated_count,
        "kept": [{**one, "message": sentence_of(one["why"])} for one in undone.kept],
    }


def undone_as_text(undone: Undone) -> Iterator[str]:
    """Lines for a terminal: the counts, then what was kept and why."""
    batch = undone.batch
    yield _("已撤销批次 %(batch)d，撤销批次号 %(undoing)d。") % {
        "batch": batch.undoes_id,
        "undoing": batch.pk,
    }
    yield _undoing_counts(batch)
    for one in undone.kept:
        what = " ".join(part for part in (one["collection"], one["name"], one["field"]) if part)
        yield f"  {one['sheet']} {one['row']} {what}: {sentence_of(one['why'])}"


def _counts(batch: LedgerBatch) -> str:
    return _(
        "新增 %(create)d，更新 %(update)d，无变化 %(unchanged)d，待核对 %(park)d，有错误 %(error)d"
    ) % {
        "create": batch.created_count,
        "update": batch.updated_count,
        "unchanged": batch.unchanged_count,
        "park": batch.parked_count,
        "error": batch.error_count,
    }


def _undoing_counts(batch: LedgerBatch) -> str:
    return _("删除新增 %(deleted)d 条，恢复更新 %(restored)d 条，保留 %(kept)d 处") % {
        "deleted": batch.deleted_count,
        "restored": batch.updated_count,
        "kept": batch.parked_count,
    }
