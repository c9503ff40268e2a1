"""The first panel a clerk meets: what is on the list, what waits, and where the day's work begins."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from datasets.access import Actor
from datasets.choices import BatchStatus, ChildStatus
from datasets.models import (
    AccessEntry,
    Agency,
    Child,
    Duty,
    LedgerBatch,
    Post,
    Referral,
    TransferRequest,
)

_MOST_REGIONS = 3


def add_archive_panel(request: Any, panels: list[Component]) -> None:
    """For whoever may see children; to the others the archive does not exist."""
    actor = Actor.of(request.user)
    if actor.may("view", Child):
        panels.append(ArchivePanel(actor))
    elif actor.may("receive", Referral):
        panels.append(ReceivedPanel(actor))
    elif addresses := _own_work(actor):
        panels.append(WorkPanel(addresses))


class ArchivePanel(Component):
    name = "archive"
    order: ClassVar[int] = 10
    template_name = "datasets/dashboard.html"

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        waiting = self.actor.rows(LedgerBatch).filter(status=BatchStatus.PREVIEWED)
        open_list = self.actor.rows(Child).filter(status=ChildStatus.OPEN)
        return {
            "area": self._area(),
            "today": self.actor.today,
            "child_count": open_list.count(),
            "list_url": reverse("datasets_child_modeladmin_index"),
            "user_can_add": self.actor.may("add", Child),
            "user_can_import": self.actor.may("import", Child),
            "user_sees_ledgers": self.actor.may("view", LedgerBatch),
            "user_decides_transfers": self.actor.may("decide", TransferRequest),
            "transfer_count": self.actor.rows(TransferRequest, "decide").count(),
            "waiting_count": waiting.count(),
            "waiting": waiting.select_related("uploaded_by").order_by("-id")[:5],
        }

    def _area(self) -> str:
        """The names of the areas the user answers for; many are told by their number."""
        territory = self.actor.territory
        if territory.is_whole:
            return _("全部地区")
        roots = territory.regions().filter(path__in=territory.paths or ())
        names = [region.name for region in roots[: _MOST_REGIONS + 1]]
        if len(names) > _MOST_REGIONS:
            return _("%(count)d 个地区") % {"count": len(territory.paths or ())}
        return "、".join(names) or _("还没有分配地区")


class WorkPanel(Component):
    """For whoever keeps no archive: the way to what their role is for."""

    name = "work"
    order: ClassVar[int] = 10
    template_name = "datasets/work.html"

    def __init__(self, addresses: list[tuple[str, str]]) -> None:
        self.addresses = addresses

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"addresses": self.addresses}


def _own_work(actor: Actor) -> list[tuple[str, str]]:
    work = [
        (_("访问日志"), "access_log", actor.may("view", AccessEntry)),
        (_("用户"), "wagtailusers_users:index", actor.user.has_perm("auth.change_user")),
        (_("任职"), "datasets_post_modeladmin_index", actor.may("change", Post)),
        (_("职责"), "datasets_duty_modeladmin_index", actor.may("change", Duty)),
        (_("机构"), "datasets_agency_modeladmin_index", actor.may("change", Agency)),
        (_("台账导入"), "ledger_upload", actor.may("import", Duty)),
    ]
    return [(label, reverse(address)) for label, address, may in work if may]


class ReceivedPanel(Component):
    """For an agency's officer: what was referred there and waits for an answer."""

    name = "received"
    order: ClassVar[int] = 10
    template_name = "datasets/referrals/panel.html"

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        received = self.actor.rows(Referral, "receive")
        return {
            "running_count": received.count(),
            "unanswered_count": received.filter(answered_at=None).count(),
        }
