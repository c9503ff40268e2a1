"""What the page editor is told, and which of Wagtail's ways to the public are closed here."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, WorkflowState
from wagtail.query import PageQuerySet

from content.due import HELD_BACK
from content.guard.privacy import passages_to_read
from content.models import PrivacyReviewTask


def refuse_to_skip_review(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's hook before a page is published from the editor: the review publishes, nobody beside it.

    So nobody learns by publishing whether a name is recorded, and every page has had its readers.
    """
    if request.user.is_superuser or not page.has_workflow:
        return None
    messages.error(request, _("页面要经过审核才能发布。草稿已保存，请点“提交”。"))
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_to_publish_many(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Wagtail's hook before an action on many pages."""
    if action_type != "publish" or request.user.is_superuser:
        return None
    messages.error(request, _("页面要逐个经过审核才能发布。"))
    return redirect("wagtailadmin_explore_root")


def leave_out_drafts(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Wagtail's hook: its choosers open to everybody; of drafts only those who write or read pages know."""
    return pages if user_has_any_page_permission(request.user) else pages.live()


def refuse_to_move_others(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail's hook before a page is moved: it asks who may only afterwards, and has named the page by then."""
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied


def leave_out_publishing(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Wagtail's hook: no button that only leads to a refusal."""
    page = context.get("page") or context.get("parent_page")
    if page and page.has_workflow and not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


def say_what_to_read(request: HttpRequest, page: Page) -> None:
    """Wagtail's hook before the editor opens: a privacy reviewer is led to what looks like a name."""
    task = page.current_workflow_task
    if request.method != "GET" or not isinstance(task, PrivacyReviewTask):
        return
    if not task.get_actions(page, request.user):
        return
    places = passages_to_read(page.get_latest_revision_as_object())
    said = _("请通读全文：有没有写到具体的孩子？写到了就退回，或者改掉能认出人的地方。")
    if places:
        said += _("这几处像是有姓名：%(places)s。") % {"places": "；".join(places)}
    messages.warning(request, said)


def say_why_it_came_back(request: HttpRequest, page: Page) -> None:
    """Wagtail's hook before the editor opens: it mails the reason of a refusal, and shows it nowhere."""
    state = page.current_workflow_state
    if request.method != "GET" or not state or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    told = state.current_task_state
    if told and told.comment and told.finished_by is None:  # the clock's word (content/due.py)
        messages.warning(request, told.comment)
    elif told and told.comment:
        why = {
            "task": told.task.name,
            "who": get_user_display_name(told.finished_by),
            "why": told.comment,
        }
        messages.warning(request, _("%(task)s退回（%(who)s）：%(why)s") % why)


def name_log_actions(actions: Any) -> None:
    """Wagtail's hook: what a page's history says of what this site does to pages."""
    actions.register_action(
        HELD_BACK, gettext_lazy("暂缓发布"), gettext_lazy("到时没有发布：内容有问题，已退回编辑")
    )


def lead_reviewers_home(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's hook after the editor: who decides on a page need not be let into the tree of pages."""
    decides = "action-workflow-action" in request.POST
    if not decides or user_has_any_page_permission(request.user):
        return None
    return redirect("wagtailadmin_home")
