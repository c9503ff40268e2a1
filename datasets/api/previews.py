"""A draft for a front end of another host, which has a key of the editor's and no token."""

from typing import Any, get_args

from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.api.rich_text import RichTextOutputFormat
from wagtail.api.v3.registry import registry
from wagtail.models import Page

from datasets.api.doors import Door, as_response
from datasets.api.problems import Problem, wrong_parameters
from datasets.public import PreviewOver, preview_of

PARAMETERS = ("key", "rich_text_format")


class Preview(Door):
    """As Wagtail tells the page in its detail; what was saved last, while whoever made the key may edit it."""

    is_open = True

    def get(self, request: Any) -> HttpResponse:
        self._refuse_unknown(dict(request.GET.lists()))
        try:
            preview = preview_of(request.GET["key"])
        except PreviewOver as error:
            raise _over() from error
        page = Page.objects.filter(pk=preview.page).first()
        if page is None or not page.permissions_for_user(preview.user).can_edit():
            raise _over()
        request.user = preview.user  # it is shown to nobody else: no cache keeps it
        draft = page.get_latest_revision_as_object()
        schema = registry.get(draft._meta.label).read_schema
        told = schema.model_validate(draft, context={"request": request, "response_status": 200})
        return as_response(told.model_dump(mode="json"))

    def _refuse_unknown(self, asked: dict[str, list[Any]]) -> None:
        wrong = [(name, _("不认识这个参数。")) for name in asked if name not in PARAMETERS]
        if len(asked.get("key", ())) != 1:
            wrong.append(("key", _("请写一个 key。")))
        formats = get_args(RichTextOutputFormat)
        if not {*asked.get("rich_text_format", ())} <= {*formats}:
            known = "、".join(formats)
            wrong.append(("rich_text_format", _("应当是下列之一：%(known)s。") % {"known": known}))
        if wrong:
            raise wrong_parameters(wrong, PARAMETERS)


def _over() -> Problem:
    return Problem("not-found", _("预览链接不对或者已过期，请在后台重新打开预览。"))
