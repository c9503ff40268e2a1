"""Who has opened a record: the latest on its page, all of them on a page of their own, for those who supervise."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.views import InstanceSpecificView

from datasets.access import Actor
from datasets.access.territory import region_path_lookup
from datasets.admin.lists import CappedPaginator
from datasets.admin.pages import RecordPage
from datasets.choices import AccessVerb
from datasets.models import AccessEntry, Record
from datasets.models.field_groups import is_open
from datasets.models.posts import name_of_user
from datasets.queries.access_log import openings_of

_ON_PAGE = 5
_A_PAGE = 50


@dataclass(frozen=True)
class Opening:
    """One act with the record: who, when, what, why."""

    at: datetime.datetime
    who: str
    what: str
    why: str
    is_permitted: bool


def may_trace(actor: Actor, record: Record) -> bool:
    """Whether the user supervises the record's area; of public knowledge nothing is logged."""
    lookup = region_path_lookup(type(record))
    if is_open(type(record)) or not lookup or not actor.may("trace", AccessEntry):
        return False
    here = actor.area("trace", AccessEntry).condition(lookup)
    return type(record)._default_manager.filter(here, pk=record.pk).exists()


def latest_openings(record: Record) -> list[Opening]:
    return [_opening(entry) for entry in _openings(record)[:_ON_PAGE]]


class RecordAccessView(RecordPage, InstanceSpecificView):
    """Everyone who opened the record, or was refused."""

    here = gettext_lazy("谁打开过")
    template_name = "datasets/records/access.html"
    http_method_names = ["get"]
    logs_itself = True

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        key = self.instance.pk
        if not may_trace(Actor.of(request.user), self.instance):
            request.visit.refuses(AccessVerb.LOG, self.model, [key])
            raise PermissionDenied
        request.visit.shows(AccessVerb.LOG, self.model, [key])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = CappedPaginator(_openings(self.instance), _A_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        return super().get_context_data(
            openings=[_opening(entry) for entry in page],
            page=page,
            page_range=paginator.get_elided_page_range(page.number),
            **kwargs,
        )


def _openings(record: Record) -> Any:
    return openings_of(str(record._meta.model_name), record.pk)


def _opening(entry: AccessEntry) -> Opening:
    return Opening(
        at=entry.at,
        who=name_of_user(entry.user) if entry.user else entry.username,
        what=str(entry.get_verb_display()),
        why=entry.purpose,
        is_permitted=entry.is_permitted,
    )
