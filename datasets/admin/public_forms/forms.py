"""Making and changing a form for the public: which collection, which of its fields, for whom, until when."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from datasets.access import Actor
from datasets.actions.public_forms import change_form, fields_to_ask, make_form
from datasets.actions.records import NotPermitted, latest_version
from datasets.admin.own_pages import OwnPage
from datasets.admin.regions import region_chooser
from datasets.choices import AccessVerb
from datasets.custom.loading import catalogue
from datasets.models import PublicForm, Region

_NAMES = (
    "title", "code", "introduction", "fields", "region", "thanks", "is_open", "until_date",
    "answers_kept_days",
)  # fmt: skip


_KEPT_DAYS: Any = PublicForm._meta.get_field("answers_kept_days")


class FormsPage(OwnPage):
    model = PublicForm
    logged_as = AccessVerb.LIST
    template_name = "datasets/public_forms/list.html"
    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        rows = self.actor.rows(PublicForm).select_related("region")
        self.visit.shows(AccessVerb.LIST, PublicForm, [one.pk for one in rows])
        collections = [
            (spec.code, spec.label)
            for spec in catalogue().collections.values()
            if fields_to_ask(spec.code)
        ]
        context = {
            "forms": [
                (one, request.build_absolute_uri(reverse("form", args=[one.code]))) for one in rows
            ],
            "collections": collections if self.actor.may("add", PublicForm) else [],
            "breadcrumbs": [{"url": "", "label": PublicForm._meta.verbose_name_plural}],
        }
        return self.render_to_response(context)


class PublicFormForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("标题"), max_length=80)
    code = forms.SlugField(
        label=gettext_lazy("网址里的名字"),
        max_length=40,
        help_text=gettext_lazy("小写字母、数字和横线，例如 volunteers。"),
    )
    introduction = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写给填表的人：为什么填、填了以后怎么办、找谁问。"),
    )
    fields_asked = forms.MultipleChoiceField(
        label=gettext_lazy("填哪些内容"), widget=forms.CheckboxSelectMultiple
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("适用地区"),
        queryset=Region.objects.none(),
        help_text=gettext_lazy("填表的人只能选这个地区以内的村（社区）。"),
    )
    thanks = forms.CharField(label=gettext_lazy("交表以后说什么"), max_length=300, required=False)
    is_open = forms.BooleanField(label=gettext_lazy("开放"), required=False)
    until_date = forms.DateField(
        label=gettext_lazy("开放到哪天"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    answers_kept_days = _KEPT_DAYS.formfield(required=False)
    seen_version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, collection: str, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["fields_asked"]
        asked.choices = [
            (code, str(field.verbose_name)) for code, field in fields_to_ask(collection).items()
        ]
        region: Any = self.fields["region"]
        region.queryset = by.rows(Region).filter(by.area("add", PublicForm).condition("path"))
        region.widget = region_chooser.widget_class()
        region.widget.choices = region.choices

    def clean_answers_kept_days(self) -> int:
        return int(self.cleaned_data["answers_kept_days"] or _KEPT_DAYS.default)


class PublicFormPage(OwnPage):
    """`collection` for a new one, `pk` for one that is there."""

    model = PublicForm
    verb = "change"
    logged_as = AccessVerb.CHANGE
    template_name = "datasets/public_forms/form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.verb = "change" if "pk" in kwargs else "add"  # type: ignore[misc]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any, pk: int | None = None, collection: str = "") -> HttpResponse:
        stored = self.row(pk) if pk else None
        if stored is None:
            names = list(fields_to_ask(collection))
            return self._page(None, collection, {"initial": {"fields_asked": names}})
        told = {name: getattr(stored, name) for name in _NAMES}
        told["fields_asked"] = told.pop("fields")
        told["seen_version"] = latest_version(stored)
        return self._page(stored, stored.collection, {"initial": told})

    def post(self, request: Any, pk: int | None = None, collection: str = "") -> HttpResponse:
        stored = self.row(pk) if pk else None
        collection = stored.collection if stored else collection
        form = PublicFormForm(request.POST, collection=collection, by=self.actor)
        if not form.is_valid():
            return self._shown(form, stored, status=422)
        values = {**form.cleaned_data}
        values["fields"] = values.pop("fields_asked")
        seen = values.pop("seen_version")
        try:
            if stored:
                change_form(
                    form=stored, values=values, by=self.actor, reason=_("修改网上填表"),
                    seen_version=seen,
                )  # fmt: skip
            else:
                whole = {**values, "collection": collection}
                make_form(values=whole, by=self.actor, reason=_("新建网上填表"))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self._shown(form, stored, status=422)
        except NotPermitted as refusal:
            raise PermissionDenied from refusal
        messages.success(request, _("已保存。"))
        return redirect("public_forms")

    def _page(self, stored: PublicForm | None, collection: str, options: Any) -> HttpResponse:
        form = PublicFormForm(collection=collection, by=self.actor, **options)
        return self._shown(form, stored)

    def _shown(
        self, form: PublicFormForm, stored: PublicForm | None, *, status: int = 200
    ) -> HttpResponse:
        crumbs = [
            {"url": reverse("public_forms"), "label": PublicForm._meta.verbose_name_plural},
            {"url": "", "label": str(stored) if stored else _("新建网上填表")},
        ]
        context = {"form": form, "breadcrumbs": crumbs, "icon": "form"}
        return self.render_to_response(context, status=status)
