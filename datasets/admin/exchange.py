"""导入规范表: a collection's canonical sheet comes in, in two steps.

An upload waits in the records' private storage under its user's key until that user confirms or drops
it, a day at most: one file a user and collection, the newest.
"""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from datasets.access import Actor
from datasets.actions.retention.uploads import FOLDER
from datasets.admin.pages import RecordPage
from datasets.models.files import records_storage
from datasets.resources import (
    NotCanonical,
    Outcome,
    PreviewOutdated,
    collection_of,
    import_sheet,
    preview_import,
)

#: Rows of a preview that are shown one by one; the figures count them all.
_ROWS_SHOWN = 200


class SheetForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("规范表文件"),
        error_messages={
            "required": gettext_lazy("请先选择一个文件。"),
            "empty": gettext_lazy("文件是空的，请检查后重新上传。"),
        },
    )


class ImportView(RecordPage, WMABaseView):
    """Upload and preview; `confirm` writes what was shown, or nothing, and `discard` drops the file."""

    here = gettext_lazy("导入规范表")
    template_name = "datasets/exchange/import.html"

    def check_action_permitted(self, user: Any) -> bool:
        return Actor.of(user).may("import", self.model)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "discard" in request.POST:
            self.upload.drop()
            return redirect(self.index_url)
        if "confirm" in request.POST:
            return self.confirm(request.POST["confirm"])
        form = SheetForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form=form, status=422)
        file = form.cleaned_data["file"]
        self.upload.keep(file.read())
        return self.preview(form)

    @property
    def collection(self) -> str:
        return collection_of(self.model) or ""

    @property
    def upload(self) -> "Upload":
        return Upload(self.request.user, self.collection)

    def preview(self, form: SheetForm) -> HttpResponse:
        content = self.upload.content()
        if content is None:
            return redirect(self.request.path)
        try:
            outcome = preview_import(self.collection, content=content, file_name="", by=self.actor)
        except NotCanonical as refusal:
            self.upload.drop()
            form.add_error("file", str(refusal))
            return self.page(form=form, status=422)
        return self.page(form=form, outcome=outcome)

    def confirm(self, fingerprint: str) -> HttpResponse:
        content = self.upload.content()
        if content is None:
            messages.warning(self.request, _("这份规范表已经处理过，请重新上传。"))
            return redirect(self.request.path)
        try:
            outcome = import_sheet(
                self.collection,
                content=content,
                file_name="",
                by=self.actor,
                previewed=fingerprint,
            )
        except PreviewOutdated:
            messages.warning(
                self.request, _("预览之后，记录有了新的变化。下面是重新生成的预览，请再看一遍。")
            )
            return self.preview(SheetForm())
        self.upload.drop()
        messages.success(
            self.request,
            _("导入完成：新增 %(created)d 条，更新 %(updated)d 条，无变化 %(unchanged)d 条。")
            % {
                "created": outcome.created,
                "updated": outcome.updated,
                "unchanged": outcome.unchanged,
            },
        )
        return redirect(self.index_url)

    def page(
        self, *, form: SheetForm, outcome: Outcome | None = None, status: int = 200
    ) -> HttpResponse:
        context = self.get_context_data(form=form, outcome=outcome, rows_shown=_ROWS_SHOWN)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": SheetForm(), **kwargs})


class Upload:
    """The file that a user is about to import into a collection, out of reach of any address."""

    def __init__(self, user: Any, collection: str) -> None:
        self.storage = records_storage()
        self.name = f"{FOLDER}/{user.pk}-{collection}"

    def keep(self, content: bytes) -> None:
        self.drop()
        self.storage.save(self.name, ContentFile(content))

    def content(self) -> bytes | None:
        if not self.storage.exists(self.name):
            return None
        with self.storage.open(self.name) as file:
            return bytes(file.read())

    def drop(self) -> None:
        self.storage.delete(self.name)
