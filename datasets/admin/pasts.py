"""A record's history as a page, and the way back to an earlier version."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import InstanceSpecificView

from datasets.actions.restore import restore_version
from datasets.admin.pages import RecordPage
from datasets.history.timeline import timeline


class RecordHistoryView(RecordPage, InstanceSpecificView):
    here = gettext_lazy("历史")
    template_name = "datasets/records/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            entries=timeline(self.instance, to=self.actor),
            user_can_restore=self.permission_helper.user_can_edit_obj(user, self.instance),
            restore_url=self.url_helper.get_action_url("restore", self.pk_quoted),
            **kwargs,
        )


class RestoreView(RecordPage, InstanceSpecificView):
    """Takes `at`, the moment of the version that shall come back."""

    http_method_names = ["post"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            at = parse_datetime(request.POST.get("at", ""))
        except ValueError:
            at = None
        if at is None or not is_aware(at):
            return HttpResponseBadRequest()
        try:
            changed = restore_version(record=self.instance, at=at, by=self.actor)
        except ValidationError as refusal:
            messages.error(request, _("没有恢复：%(why)s") % {"why": " ".join(refusal.messages)})
        else:
            messages.success(request, _("已恢复。") if changed else _("现在的内容就是这个版本。"))
        return redirect(self.url_helper.get_action_url("history", self.pk_quoted))
