"""The step of the review that asks somebody who may see records."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from content.guard.inspection import what_stops
from content.guard.privacy import may_name_a_child


class PrivacyReviewTask(AbstractGroupApprovalTask):
    """The last step before publication: what the guard has passed goes on at once, the rest waits.

    Here, and not when a page is handed in: to learn what it says, two people must have signed the page.
    """

    class Meta:
        verbose_name = _("隐私审核")
        verbose_name_plural = _("隐私审核")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        state = super().start(workflow_state, user=user)
        page = state.revision.as_object()
        stops = what_stops(page)
        if (
            stops
        ):  # put in by a reviewer, or gone since: a page that was linked, a number now private
            places = "；".join(f"{stop.label}：{stop.message}" for stop in stops)
            state.reject(user=user, update=False, comment=places)
        elif not may_name_a_child(page):
            state.approve(update=False, comment=gettext("没有像是写到具体孩子的内容。"))
        return state

    @classmethod
    def get_description(cls) -> Any:
        return _("可能写到具体孩子的页面，由看得到档案的人看过再发布；其他页面自动通过。")
