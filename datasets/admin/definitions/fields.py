"""The fields of a collection: the table of them, and each one's form."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from datasets.actions.definitions.fields import (
    archive_field,
    change_field,
    define_field,
    move_field,
    take_field_up,
)
from datasets.actions.records import latest_version
from datasets.admin.definitions.codes import field_code
from datasets.admin.definitions.effects import TellsEffects
from datasets.admin.definitions.field_form import KIND_NOTES, FieldForm, told_of
from datasets.admin.definitions.options import said
from datasets.admin.definitions.pages import Act, DefinitionsPage, WritingPage, crumb_of, here
from datasets.choices import FieldGroup
from datasets.custom.loading import made_model
from datasets.custom.types import TYPES
from datasets.models import FieldDefinition
from datasets.queries.definitions import Collection, fields_of


class CollectionPage(DefinitionsPage):
    """A collection's fields in their order, and what may be done with them."""

    template_name = "datasets/definitions/collection.html"
    http_method_names = ["get"]

    def get(self, request: Any, code: str) -> HttpResponse:
        collection = self.collection(code)
        in_use, archived = fields_of(code)
        return self.show(
            crumb_of(collection),
            collection=collection,
            fields=[_row(one) for one in in_use],
            archived=[_row(one) for one in archived],
            title=collection.definition.title if collection.definition else "",
            records_url=self._records_of(collection),
        )

    def _records_of(self, collection: Collection) -> str:
        """The address of its list; "" for whom it is closed."""
        if collection.definition is None or collection.is_archived:
            return ""
        is_open = self.actor.may("view", made_model(collection.code))
        return reverse("made", args=[f"{collection.code}/"]) if is_open else ""


def _row(field: FieldDefinition) -> dict[str, Any]:
    kind = TYPES.get(field.kind)
    return {
        "field": field,
        "kind": kind.label if kind else field.kind,
        "options": said(field.options),
        "group": FieldGroup(field.group).label,
        "is_basic": field.group == FieldGroup.BASIC,
    }


class _FieldPage(WritingPage):
    """`?kind=` or the form's own choice says which type's options are asked for."""

    template_name = "datasets/definitions/field_form.html"
    is_new = True

    def asked(self) -> Collection:
        raise NotImplementedError

    def form(self, kind: str, *, told: Any = None, initial: Any = None) -> FieldForm:
        collection, field = self.asked(), self.kwargs.get("pk")
        others = [one for one in fields_of(collection.code)[0] if one.pk != field]
        return FieldForm(told, initial=initial or {}, kind=kind, others=others, is_new=self.is_new)

    def post(self, request: Any, **_kwargs: Any) -> HttpResponse:
        kind = request.POST.get("kind", "")
        kind = kind if kind in TYPES else "text"
        if "switch" in request.POST:  # another type: what was typed stays, its options are asked
            named = {**request.POST.dict(), "shown_when": request.POST.getlist("shown_when")}
            named = {name: value for name, value in named.items() if name != "group"}
            return self.answer(self.form(kind, initial=named))
        return self.written(self.form(kind, told=request.POST))

    def answer(self, form: FieldForm) -> HttpResponse:
        collection = self.asked()
        heading = _("新增字段") if self.is_new else _("编辑字段")
        return self.show(
            crumb_of(collection),
            here(heading),
            form=form,
            collection=collection,
            kind=TYPES[form.type_code],
            note=KIND_NOTES.get(form.type_code, ""),
            is_new=self.is_new,
            field_pk=self.kwargs.get("pk"),
            field_label="" if self.is_new else self.field(self.kwargs["pk"]).label,
        )


class NewField(_FieldPage):
    """First the types, each with what it is for; then the form of the one chosen."""

    writes = ("add", FieldDefinition)

    def asked(self) -> Collection:
        return self.collection(self.kwargs["code"])

    def get(self, request: Any, code: str) -> HttpResponse:
        kind = request.GET.get("kind", "")
        if kind in TYPES:
            return self.answer(self.form(kind))
        collection = self.asked()
        self.template_name = "datasets/definitions/kinds.html"
        kinds = [(one, label.label, KIND_NOTES.get(one, "")) for one, label in TYPES.items()]
        return self.show(
            crumb_of(collection), here(_("新增字段")), collection=collection, kinds=kinds
        )

    def write(self, form: FieldForm) -> tuple[str, str]:
        collection = self.asked()
        values = form.values()
        values["code"] = values["code"] or field_code(
            values["label"], collection.code, is_built_in=collection.definition is None
        )
        made = define_field(
            collection=collection.code,
            values=values,
            by=self.actor,
            reason=form.cleaned_data["reason"] or _("新增字段"),
        )
        self.visit.shows(self.logged_as, FieldDefinition, [made.pk])
        said_ = _("已加上字段“%(label)s”，表单和列表里已经有了。") % {"label": made.label}
        return said_, reverse("definitions_collection", args=[collection.code])


class EditField(TellsEffects, _FieldPage):
    writes = ("change", FieldDefinition)
    is_new = False

    def asked(self) -> Collection:
        return self.collection(self.field(self.kwargs["pk"]).collection)

    def get(self, request: Any, pk: int) -> HttpResponse:
        field = self.field(pk)
        initial = {**told_of(field), "seen_version": latest_version(field)}
        return self.answer(self.form(field.kind, initial=initial))

    def write(self, form: FieldForm) -> tuple[str, str]:
        field = self.field(self.kwargs["pk"])
        changed = change_field(
            field=field,
            values=form.values(),
            by=self.actor,
            reason=form.cleaned_data["reason"] or _("表单修改"),
            seen_version=form.cleaned_data["seen_version"],
        )
        said_ = _("已保存“%(label)s”。") if changed else _("“%(label)s”没有改动。")
        return (
            said_ % {"label": form.cleaned_data["label"]},
            reverse("definitions_collection", args=[field.collection]),
        )


class MoveField(Act):
    def post(self, request: Any, pk: int) -> HttpResponse:
        self.require("change", FieldDefinition)
        field = self.field(pk)
        up = request.POST.get("up") == "1"
        address = reverse("definitions_collection", args=[field.collection])
        return self.acted(
            f"{address}#field-{field.pk}",
            lambda: move_field(field=field, up=up, by=self.actor, reason=_("调整次序")),
            _("已调整次序。"),
        )


class ArchiveField(Act):
    def post(self, request: Any, pk: int) -> HttpResponse:
        self.require("change", FieldDefinition)
        field = self.field(pk)
        return self.acted(
            reverse("definitions_collection", args=[field.collection]),
            lambda: archive_field(field=field, by=self.actor, reason=self.reason or _("停用")),
            _("已停用字段“%(label)s”。填过的内容都还在，恢复启用就回来。") % {"label": field.label},
        )


class TakeFieldUp(Act):
    def post(self, request: Any, pk: int) -> HttpResponse:
        self.require("change", FieldDefinition)
        field = self.field(pk)
        return self.acted(
            reverse("definitions_collection", args=[field.collection]),
            lambda: take_field_up(field=field, by=self.actor, reason=self.reason or _("恢复启用")),
            _("已恢复启用字段“%(label)s”。") % {"label": field.label},
        )
