"""The collection and its records in one step: defined, then its first ledger handed in, read and applied."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.ledgers.jobs import hand_in
from datasets.admin.proposing.waiting import WaitingSheet
from datasets.choices import FieldGroup, JobWork
from datasets.jobs.queue import submit
from datasets.ledgers.proposing.defining import choices_in, fields_of
from datasets.ledgers.proposing.proposal import Proposal
from datasets.models import LedgerBatch

Grants = Mapping[str, Sequence[str]]


def why_no_records(proposal: Proposal, grants: Grants, by: Actor) -> str:
    """Why the actor could not bring the rows into such a collection, in one sentence; "" where they could."""
    if by.is_unbound:
        return ""
    unseen = [group for group in FieldGroup if group not in by.groups]
    groups = {one.group for one in proposal.fields}
    if unseen and groups - {FieldGroup.BASIC}:
        told = "、".join(str(group.label) for group in unseen if group in groups) or str(
            unseen[0].label
        )
        return _(
            "您的岗位看不到“%(groups)s”，不能导入这些记录：这一步只建立数据集，表格请交给看得到的人导入。"
        ) % {"groups": told}
    own = Group.objects.filter(pk__in=[post.role_id for post in by.posts])
    if not any("import" in grants.get(name, ()) for name in own.values_list("name", flat=True)):
        return _(
            "您自己的角色没有勾选“登记、修改和导入”，所以这一步只建立数据集，表格由勾选的角色导入。"
        )
    return ""


def create(
    proposal: Proposal, grants: Grants, sheet: WaitingSheet, *, by: Actor, with_records: bool
) -> LedgerBatch | None:
    """The batch that brought the records, or is still at it; None where only the collection was made.

    Raises NotPermitted, ValidationError.
    """
    define_collection(
        values={
            "code": proposal.code,
            "label": proposal.label,
            "title": proposal.title,
            "has_region": proposal.has_region,
            "grants": grants,
        },
        fields=fields_of(proposal),
        by=by,
        reason=_("从表格“%(name)s”新建") % {"name": sheet.file_name[:100]},
    )
    return _brought_in(proposal, sheet, by) if with_records else None


def _brought_in(proposal: Proposal, sheet: WaitingSheet, by: Actor) -> LedgerBatch:
    # What a user may do is asked once in the life of the object: this one was asked before the collection was there.
    user: Any = get_user_model().objects.get(pk=by.user.pk)
    job = hand_in(
        collection=proposal.code,
        file_name=sheet.file_name,
        content=sheet.content,
        by=Actor.of(user, today=by.today),
        choices=choices_in(proposal),
        work=JobWork.APPLY,
    )
    submit(job)
    return LedgerBatch.objects.get(pk=job.batch_id)
