"""Definitions to a file, and from one: an export of another city's, or a template that ships."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from datasets.actions.definitions.bringing import CollectionPlan, bring_in, plan_of
from datasets.actions.records import NotPermitted
from datasets.admin.definitions.collection_form import VERB_WORDS
from datasets.admin.definitions.options import said
from datasets.admin.definitions.pages import DefinitionsPage, here
from datasets.admin.definitions.retold import adjusted
from datasets.admin.definitions.starters import STARTER_NOTES
from datasets.choices import AccessVerb, FieldGroup
from datasets.custom.definition_files import (
    LONGEST_FILE,
    STARTERS,
    ToldCollection,
    UnreadableDefinitions,
    read,
    starters,
)
from datasets.custom.types import TYPES
from datasets.models import CollectionDefinition, FieldDefinition
from datasets.queries.definition_files import written
from datasets.queries.definitions import collection_called


class Export(DefinitionsPage):
    http_method_names = ["get"]
    logged_as = AccessVerb.EXPORT

    def get(self, request: Any, code: str) -> HttpResponse:
        collection = self.collection(code)
        response = HttpResponse(written([collection.code]), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="{collection.code}.json"'
        response["Cache-Control"] = "private, no-store"
        return response


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("定义文件"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": gettext_lazy("请选择文件。")},
    )

    def clean_file(self) -> str:
        """Its text. Raises ValidationError where it is none of definitions."""
        file = self.cleaned_data["file"]
        if file.size > LONGEST_FILE:
            raise UnreadableDefinitions(_("文件太大，不像是数据集定义。"))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableDefinitions(_("这不是数据集定义文件：内容不是 JSON。")) from error
        read(text)
        return str(text)


class ChooseFile(DefinitionsPage):
    """The templates, and a file of one's own."""

    template_name = "datasets/definitions/choose_file.html"
    verb = "add"

    def get(self, request: Any) -> HttpResponse:
        return self._chosen(FileForm())

    def post(self, request: Any) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._chosen(form, status=422)
        return preview(self, form.cleaned_data["file"])

    def _chosen(self, form: FileForm, *, status: int = 200) -> HttpResponse:
        told = starters()
        offered = [(name, told[name], words) for name, words in STARTER_NOTES.items()]
        return self.show(here(_("从模板或文件新建")), form=form, starters=offered, status=status)


class _Preview(DefinitionsPage):
    template_name = "datasets/definitions/preview.html"
    verb = "add"

    def answered(self, text: str) -> HttpResponse:
        """`make` does what the page shows; anything else shows it anew."""
        told = adjusted(read(text), self.request.POST)
        if "make" not in self.request.POST:
            return preview(self, text, told)
        self.require("add", FieldDefinition)
        reason = str(self.request.POST.get("reason", "")).strip()[:200]
        try:
            brought = bring_in(told=told, by=self.actor, reason=reason or _("导入定义"))
        except (ValidationError, NotPermitted) as refusal:
            why = getattr(refusal, "messages", None) or [str(refusal)]
            return preview(self, text, told, refusals=why, status=422)
        touched = brought.touched
        self.visit.shows(AccessVerb.CHANGE, CollectionDefinition, count=len(touched))
        messages.success(self.request, _done(touched))
        for sentence in brought.left_out:
            messages.warning(self.request, sentence)
        if len(touched) == 1:
            return redirect("definitions_collection", touched[0])
        return redirect("definitions")


class PreviewFile(_Preview):
    http_method_names = ["post"]

    def post(self, request: Any) -> HttpResponse:
        try:
            return self.answered(request.POST.get("text", ""))
        except UnreadableDefinitions as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("definitions_file")


class PreviewStarter(_Preview):
    def get(self, request: Any, name: str) -> HttpResponse:
        return preview(self, self._text(name))

    def post(self, request: Any, name: str) -> HttpResponse:
        return self.answered(self._text(name))

    def _text(self, name: str) -> str:
        path = STARTERS / f"{name}.json"
        if name not in starters():
            raise Http404
        return path.read_text(encoding="utf-8")


def preview(
    page: DefinitionsPage,
    text: str,
    told: Sequence[ToldCollection] | None = None,
    *,
    refusals: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    original = read(text)
    plans = plan_of(original if told is None else told)
    together = zip(original, plans, strict=True)
    to_be = {
        before.code: str(plan.told.values["label"]) for before, plan in together if plan.told.values
    }
    starter = page.kwargs.get("name", "")
    address = (
        reverse("definitions_starter", args=[starter])
        if starter
        else reverse("definitions_preview")
    )
    page.template_name = _Preview.template_name
    page.visit.shows(AccessVerb.VIEW, CollectionDefinition)
    return page.show(
        {"url": reverse("definitions_file"), "label": _("从模板或文件新建")},
        here(_("预览")),
        text="" if starter else text,
        address=address,
        plans=[_told(before, plan, to_be) for before, plan in zip(original, plans, strict=True)],
        makes=sum(len(plan.makes) for plan in plans),
        is_refused=any(plan.is_refused for plan in plans),
        refusals=refusals,
        reason=page.request.POST.get("reason", ""),
        status=status,
    )


def _told(before: ToldCollection, plan: CollectionPlan, to_be: dict[str, str]) -> dict[str, Any]:
    """A plan in the words of the page; `before` names the inputs, whatever is typed into them."""
    values = plan.told.values or {}
    planned = {one.values["code"]: one for one in plan.fields}
    return {
        "plan": plan,
        "key": before.code,
        "label": values.get("label") or _label_here(plan.told.code),
        "grants": [
            (role, "、".join(str(VERB_WORDS[verb]) for verb in verbs))
            for role, verbs in values.get("grants", {}).items()
        ],
        "fields": [
            {
                "key": one["code"],
                "is_in": one["code"] in planned,
                "plan": planned.get(one["code"]),
                "values": planned[one["code"]].values if one["code"] in planned else one,
                "kind": TYPES[one["kind"]].label if one["kind"] in TYPES else one["kind"],
                "options": said(one["options"], to_be),
                "group": dict(FieldGroup.choices).get(one["group"], one["group"]),
                "is_title": one["code"] == values.get("title"),
            }
            for one in before.fields
        ],
    }


def _label_here(code: str) -> str:
    found = collection_called(code)
    return found.label if found else code


def _done(touched: Sequence[str]) -> str:
    if not touched:
        return _("文件里的都已经有了，没有改动。")
    return _("已建好 %(count)d 个数据集，菜单里已经有了。") % {"count": len(touched)}
