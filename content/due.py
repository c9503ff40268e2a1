"""Pages whose time has come. Between approval and that moment other pages went: what would be wrong waits.

What is held back goes to its editors as a page that was sent back, with the reason: they see it on their desk.
"""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from content.guard.findings import Finding
from content.guard.inspection import what_stops

#: As the page's history calls it (wagtail_hooks.py).
HELD_BACK = "content.held_back"


def take_down_what_is_over(*, now: datetime.datetime) -> None:
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def publish_what_is_due(*, now: datetime.datetime) -> None:
    """In the order of their times. What the guard stops now is held back instead."""
    for revision, stops in _judged(now):
        if stops:
            _hold_back(revision, stops)
        else:
            revision.publish(log_action="wagtail.publish.scheduled")


def _judged(now: datetime.datetime) -> list[tuple[Revision, list[Finding]]]:
    """Each revision that is due with what stops it. Pages that go out together may lead to each other."""
    due = Revision.page_revisions.filter(approved_go_live_at__lt=now)
    revisions = list(due.order_by("approved_go_live_at"))
    pages = {revision.pk: revision.as_object() for revision in revisions}
    stops: dict[int, list[Finding]] = {}
    while True:
        going = [page for key, page in pages.items() if not stops.get(key)]
        found = {key: what_stops(page, beside=going) for key, page in pages.items()}
        if {key for key in found if found[key]} == {key for key in stops if stops[key]}:
            return [(revision, found[revision.pk]) for revision in revisions]
        stops = found


@transaction.atomic
def _hold_back(revision: Revision, stops: Sequence[Finding]) -> None:
    page = Page.objects.get(pk=revision.object_id).specific
    why = "；".join(f"{stop.label}：{stop.message}" for stop in stops)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    log(instance=page, action=HELD_BACK, revision=revision, data={"why": why})
    if page.current_workflow_state is None:
        _send_back(page, revision, why)


def _send_back(page: Page, revision: Revision, why: str) -> None:
    """As a reviewer would, but nobody did: the page stands among those that its editors have to change."""
    workflow = page.get_workflow()
    task = workflow.tasks.first() if workflow else None
    if task is None:
        return
    state = WorkflowState.objects.create(
        content_type=page.get_content_type(),
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        workflow=workflow,
        requested_by=_asked_by(page) or revision.user,
    )
    held = TaskState.objects.create(workflow_state=state, revision=revision, task=task)
    state.current_task_state = held
    state.save()
    held.reject(comment=_("到了定时发布的时间，没有发布：%(why)s") % {"why": why})


def _asked_by(page: Page) -> object:
    """Who handed the page in."""
    last = page.workflow_states.order_by("-created_at").first()
    return last.requested_by if last else None
