"""A collection: defined, changed, put out of use, taken into use again."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from datasets.actions.definitions.collections import (
    archive_collection,
    change_collection,
    define_collection,
    take_collection_up,
)
from datasets.actions.definitions.dependents import without_collection
from datasets.actions.definitions.grants import granted
from datasets.actions.records import latest_version
from datasets.admin.definitions.codes import collection_code, field_code
from datasets.admin.definitions.collection_form import (
    CollectionForm,
    NewCollectionForm,
    ticked,
    told_of,
)
from datasets.admin.definitions.pages import Act, WritingPage, crumb_of, here
from datasets.custom.specs import CollectionSpec
from datasets.models import CollectionDefinition
from datasets.queries.definitions import fields_of


class NewCollection(WritingPage):
    template_name = "datasets/definitions/collection_form.html"
    writes = ("add", CollectionDefinition)

    def get(self, request: Any) -> HttpResponse:
        return self.answer(NewCollectionForm(initial={"grants": ticked()}))

    def post(self, request: Any) -> HttpResponse:
        return self.written(NewCollectionForm(request.POST))

    def answer(self, form: NewCollectionForm) -> HttpResponse:
        return self.show(here(_("新建数据集")), form=form)

    def write(self, form: NewCollectionForm) -> tuple[str, str]:
        told = form.cleaned_data
        code = told["code"] or collection_code(told["label"])
        first = {
            "code": field_code(told["first_label"], code, is_built_in=False),
            "label": told["first_label"],
            "kind": told["first_kind"],
            "is_required": True,
        }
        made = define_collection(
            values={**form.values(), "code": code, "title": first["code"]},
            fields=[first],
            by=self.actor,
            reason=told["reason"] or _("新建数据集"),
        )
        self.visit.shows(self.logged_as, CollectionDefinition, [made.pk])
        said = _("已建好“%(label)s”，菜单里已经有了。现在加它的字段。") % {"label": made.label}
        return said, reverse("definitions_collection", args=[made.code])


class EditCollection(WritingPage):
    template_name = "datasets/definitions/collection_form.html"
    writes = ("change", CollectionDefinition)

    def get(self, request: Any, code: str) -> HttpResponse:
        definition = self.own_collection(code)
        initial = {**told_of(definition), "seen_version": latest_version(definition)}
        return self.answer(self._form(definition, initial=initial))

    def post(self, request: Any, code: str) -> HttpResponse:
        return self.written(self._form(self.own_collection(code), told=request.POST))

    def _form(
        self, definition: CollectionDefinition, *, told: Any = None, initial: Any = None
    ) -> CollectionForm:
        fields = fields_of(definition.code)[0]
        holders = granted(CollectionSpec.of(definition))
        return CollectionForm(told, initial=initial or {}, fields=fields, holders=holders)

    def answer(self, form: CollectionForm) -> HttpResponse:
        collection = self.collection(self.kwargs["code"])
        heading = _("%(label)s：名称和权限") % {"label": collection.label}
        return self.show(crumb_of(collection), here(heading), form=form, collection=collection)

    def write(self, form: CollectionForm) -> tuple[str, str]:
        definition = self.own_collection(self.kwargs["code"])
        changed = change_collection(
            collection=definition,
            values=form.values(),
            by=self.actor,
            reason=form.cleaned_data["reason"] or _("表单修改"),
            seen_version=form.cleaned_data["seen_version"],
        )
        said = _("已保存。") if changed else _("没有改动。")
        return said, reverse("definitions_collection", args=[definition.code])


class ArchiveCollection(Act):
    """First what it does to the rest, then the button."""

    http_method_names = ["get", "post"]
    template_name = "datasets/definitions/archive.html"

    def get(self, request: Any, code: str) -> HttpResponse:
        self.require("change", CollectionDefinition)
        definition = self.own_collection(code)
        return self.show(
            crumb_of(self.collection(code)),
            here(_("停用会怎样")),
            definition=definition,
            sentences=without_collection(definition, by=self.actor),
        )

    def post(self, request: Any, code: str) -> HttpResponse:
        self.require("change", CollectionDefinition)
        definition = self.own_collection(code)
        return self.acted(
            reverse("definitions"),
            lambda: archive_collection(
                collection=definition, by=self.actor, reason=self.reason or _("停用")
            ),
            _("已停用“%(label)s”。记录都还在，恢复启用就回来。") % {"label": definition.label},
        )


class TakeCollectionUp(Act):
    def post(self, request: Any, code: str) -> HttpResponse:
        self.require("change", CollectionDefinition)
        definition = self.own_collection(code)
        return self.acted(
            reverse("definitions_collection", args=[code]),
            lambda: take_collection_up(
                collection=definition, by=self.actor, reason=self.reason or _("恢复启用")
            ),
            _("已恢复启用“%(label)s”。") % {"label": definition.label},
        )
