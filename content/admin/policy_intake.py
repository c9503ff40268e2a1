"""Handing in an official document, and checking what was read beside the original."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin
from wagtail.admin.menu import MenuItem

from content.intake.document import Document
from content.intake.drafting import (
    NowhereToPut,
    draft_page,
    draft_table,
    group_workbook_of,
    index_for,
    workbook_of,
)
from content.intake.opening import UnreadableDocument, refuse_weight
from content.intake.originals import keep_original, original
from content.intake.reading import read_document
from content.models import PolicyPage
from datasets.public import may_draft_duties

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DocumentForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("公文"),
        error_messages={
            "required": gettext_lazy("请先选择一个文件。"),
            "empty": gettext_lazy("文件是空的，请检查后重新上传。"),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            refuse_weight(file.size)
        except UnreadableDocument as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file


class IntakePage(TemplateResponseMixin, View):
    """Hand in a document: the drafts are made, and shown beside the original."""

    template_name = "content/intake/upload.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not may_take_in(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request: Any) -> HttpResponse:
        return self._page(DocumentForm())

    def post(self, request: Any) -> HttpResponse:
        form = DocumentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            document = read_document(content)
        except UnreadableDocument as refusal:
            form.add_error("file", str(refusal))
            return self._page(form, status=422)
        page = draft_page(document, user=request.user)
        kept = keep_original(content, name=file.name, page=page, user=request.user)
        table = draft_table(document, user=request.user)
        address = reverse("policy_intake_check", args=[page.pk, kept.pk])
        return redirect(f"{address}?batch={table.batch}" if table and table.batch else address)

    def _page(self, form: DocumentForm, *, status: int = 200) -> HttpResponse:
        return self.render_to_response(
            {"form": form, "breadcrumbs": [{"url": "", "label": _("公文导入")}]}, status=status
        )


class CheckedPage(View):
    """A page about a draft and its original, for whoever may edit the draft."""

    def draft(self, page: int, pk: int) -> tuple[PolicyPage, Document]:
        draft = get_object_or_404(PolicyPage, pk=page)
        if not draft.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        content = original(pk, page=draft)
        if content is None:
            raise Http404
        return draft, read_document(content)


class CheckPage(TemplateResponseMixin, CheckedPage):
    """The original on the left, what was read on the right."""

    template_name = "content/intake/check.html"

    def get(self, request: Any, page: int, pk: int) -> HttpResponse:
        draft, document = self.draft(page, pk)
        batch = request.GET.get("batch", "")
        return self.render_to_response(
            {
                "page": draft,
                "original": pk,
                "document": document,
                "above": list(enumerate(document.lines_above, start=1)),
                "batch": int(batch) if batch.isdecimal() and len(batch) < 10 else None,
                "user_may_draft_duties": may_draft_duties(request.user),
                "breadcrumbs": [
                    {"url": reverse("policy_intake"), "label": _("公文导入")},
                    {"url": "", "label": _("核对")},
                ],
            }
        )


class TableFile(CheckedPage):
    """The table of duties as a file, for whoever keeps the duty table to hand in."""

    def get(self, _request: Any, page: int, pk: int) -> HttpResponse:
        _draft, document = self.draft(page, pk)
        name = _("%(number)s职责表草稿.xlsx") % {"number": document.head.number}
        return _as_file(workbook_of(document), name)


class GroupFile(CheckedPage):
    """The leading group as a file, for whoever keeps the groups to hand in."""

    def get(self, _request: Any, page: int, pk: int) -> HttpResponse:
        _draft, document = self.draft(page, pk)
        name = _("%(number)s领导小组草稿.xlsx") % {"number": document.head.number}
        return _as_file(group_workbook_of(document), name)


def _as_file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        headers={
            "Content-Type": _XLSX,
            "Content-Disposition": content_disposition_header(True, name) or "",
            "Cache-Control": "private, no-store",
        },
    )


class IntakeMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(_("公文导入"), reverse("policy_intake"), icon_name="doc-full", order=105)

    def is_shown(self, request: Any) -> bool:
        return may_take_in(request.user)


def may_take_in(user: Any) -> bool:
    """Whether the user may add pages to the index of policies."""
    try:
        index_for(user)
    except NowhereToPut:
        return False
    return True


def intake_urls() -> list[URLPattern]:
    return [
        path("policy-intake/", IntakePage.as_view(), name="policy_intake"),
        path("policy-intake/<int:page>/<int:pk>/", CheckPage.as_view(), name="policy_intake_check"),
        path(
            "policy-intake/<int:page>/<int:pk>/duties.xlsx",
            TableFile.as_view(),
            name="policy_intake_table",
        ),
        path(
            "policy-intake/<int:page>/<int:pk>/group.xlsx",
            GroupFile.as_view(),
            name="policy_intake_group",
        ),
    ]
