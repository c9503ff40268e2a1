"""困境儿童: the list, the form and the page."""

import datetime
from collections.abc import Container, Sequence
from typing import Any

from django.contrib.admin import display
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from datasets.access import Actor
from datasets.admin.choosers import RecordChooser
from datasets.admin.elsewhere import LogsElsewhere, NumberedForm
from datasets.admin.exporting import ExportChoice, ExportLayoutView, LayoutsView
from datasets.admin.filters import ChoiceFilter, OneOf, RegionFilter
from datasets.admin.layouts import OwnedRows, Section
from datasets.admin.new_guardians import (
    NEW_GUARDIAN,
    ChangesWithGuardian,
    CreatesWithGuardian,
    NewGuardianForm,
)
from datasets.admin.photos import PhotoField, PhotoView, photo_source
from datasets.admin.records import RecordAdmin
from datasets.admin.referrals.pages import referrals_of
from datasets.admin.referrals.received import ReceivedPage
from datasets.admin.sealing.closing import SealChildView
from datasets.admin.searching import Search
from datasets.admin.showing import NOTHING, village_and_township
from datasets.choices import AccessVerb, ChildStatus, FieldGroup
from datasets.models import Category, Child, ChildCategory, LedgerBatch, Referral
from datasets.models.regions import TRAIL
from datasets.standards.masks import masked_number

SEARCH = Search(
    names=("name",),
    numbers=("id_number", "guardianships__guardian__id_number"),
    phones=("guardianships__guardian__phone",),
    places=True,
    hint=gettext_lazy("姓名、证件号码、监护人电话、村或镇"),
    short_hint=gettext_lazy("姓名、村或镇"),
)


class ChildForm(NewGuardianForm, NumberedForm):
    photo = PhotoField(
        label=gettext_lazy("照片"),
        required=False,
        help_text=gettext_lazy("JPG、PNG或WebP，不超过5MB。"),
    )


class ChildCreateView(LogsElsewhere, CreatesWithGuardian):
    pass


class ChildEditView(LogsElsewhere, ChangesWithGuardian):
    pass


def categories_named_to(actor: Actor) -> QuerySet[Category]:
    """The categories by which the user may ask for children, and which a form offers."""
    categories = actor.rows(Category)
    if FieldGroup.SENSITIVE_CATEGORY in actor.groups:
        return categories
    return categories.filter(is_sensitive=False)


class CategoryFilter(OneOf):
    title = gettext_lazy("困境类别")
    parameter_name = "category"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        categories = categories_named_to(Actor.of(request.user))
        return [(category.code, category.label) for category in categories]

    def is_private(self) -> bool:
        code = self.value()
        return bool(code) and Category.objects.filter(code=code, is_sensitive=True).exists()

    def queryset(self, request: Any, queryset: QuerySet[Child]) -> QuerySet[Child] | None:
        if not self.value():
            return None
        links = ChildCategory.objects.filter(category__code=self.value(), until_date=None)
        return queryset.filter(pk__in=links.values("child"))


class ChildAdmin(RecordAdmin):
    model = Child
    menu_icon = "user"
    form_class = ChildForm
    inspect_template_name = "datasets/children/inspect.html"
    create_view_class = ChildCreateView
    create_template_name = edit_template_name = "datasets/children/form.html"
    record_views = {
        **RecordAdmin.record_views,
        "edit": ("change", AccessVerb.CHANGE, ChildEditView),
        "photo": ("view", AccessVerb.PHOTO, PhotoView),
        "seal": ("seal", AccessVerb.SEAL, SealChildView),
    }

    list_display = ("name", "sex", "born", "id_number", "village", "categories", "status")
    list_filter = (
        RegionFilter,
        CategoryFilter,
        ChoiceFilter.of("status"),
        ChoiceFilter.of("sex"),
    )
    list_select_related = ("region__parent",)
    list_prefetch = (Prefetch("category_links", ChildCategory.objects.select_related("category")),)
    ordering = ("-id",)
    sortable_by = ("name", "born")
    search = SEARCH

    sections = (
        Section(gettext_lazy("基本情况"), (("name", "sex"), ("birth_date", "ethnicity"), "photo")),
        Section(gettext_lazy("证件"), (("id_type", "id_number"),)),
        Section(
            gettext_lazy("居住与户籍"),
            (("region", "residence_address"), ("household_region", "household_address")),
        ),
        Section(gettext_lazy("家庭与监护"), ("family",)),
        Section(gettext_lazy("就学与健康"), (("school", "grade"), ("health", "disability"))),
        Section(gettext_lazy("救助"), (("aid", "subsidy_amount"),)),
        Section(gettext_lazy("状态"), (("status", "closing_reason", "closed_date"), "remark")),
    )
    fields_not_on_page = ("photo",)
    owned = (
        OwnedRows(
            "category_links",
            pgettext_lazy("plural", "困境类别"),
            (("category", "evidence"), ("since_date", "until_date")),
        ),
        OwnedRows(
            "guardianships",
            pgettext_lazy("plural", "监护人"),
            ("guardian", ("relation", "is_principal")),
            beside=("guardian__phone", "guardian__condition", "guardian__condition_until_date"),
        ),
    )
    asked = (NEW_GUARDIAN,)

    def export_choices(self, actor: Actor) -> Sequence[ExportChoice]:
        choices = super().export_choices(actor)
        if not choices or not actor.may("view", LedgerBatch):
            return choices
        address = self.url_helper.get_action_url("export_layouts")
        return [*choices, ExportChoice(_("按台账的格式…"), address, _("照以前交来的台账的样子"))]

    def on_page(self, record: Any, *, to: Actor, revealed: Container[FieldGroup]) -> dict[str, Any]:
        may_seal = to.may_on("seal", record)
        return {
            "photo_source": photo_source(record, to=to, revealed=revealed),
            "seal_url": self.url_helper.get_action_url("seal", record.pk) if may_seal else "",
            "referrals": referrals_of(record, to=to),
            "user_can_refer": to.may("add", Referral) and record.status == ChildStatus.OPEN,
        }

    def extra_urls(self) -> Sequence[URLPattern]:
        base, name = self.url_helper.base_url_path, self.url_helper.get_action_url_name
        one = ExportLayoutView.as_view(model_admin=self)
        several = LayoutsView.as_view(model_admin=self)
        return [
            *super().extra_urls(),
            path(f"{base}/export_layout/", several, name=name("export_layouts")),
            path(f"{base}/export_layout/<int:batch>/", one, name=name("export_layout")),
            path("received/<int:referral>/", self.received, name="received_referral"),
        ]

    def received(self, request: Any, referral: int) -> HttpResponse:
        return ReceivedPage.opened(request, referral, model_admin=self)

    @display(description=gettext_lazy("出生日期"), ordering="birth_date")
    def born(self, child: Child) -> str:
        if child.birth_date is None:
            return ""
        age = age_on(timezone.localdate(), born=child.birth_date)
        return format_html(
            '{} <span class="hutong-aside">{}</span>', child.birth_date, _("%d岁") % age
        )

    @display(description=gettext_lazy("所属地区"))
    def village(self, child: Child) -> str:
        return village_and_township(child.region)

    def column_for(self, actor: Actor, name: str) -> Any:
        return CategoriesColumn(actor) if name == "categories" else super().column_for(actor, name)


class ChildChooser(RecordChooser):
    """For the fields of other collections that point to a child."""

    model = Child
    icon = "user"
    choose_one_text = gettext_lazy("选择儿童")
    search = SEARCH
    select_related = (f"region__{TRAIL}",)
    title = gettext_lazy("姓名")
    columns = (
        (gettext_lazy("出生日期"), "birth_date"),
        (gettext_lazy("证件号码"), lambda child: masked_number(child.id_number) or NOTHING),
        (gettext_lazy("所属地区"), lambda child: child.region.trail()),
    )

    def title_of(self, record: Any) -> str:
        return f"{record} · {masked_number(record.id_number) or NOTHING} · {record.region.trail()}"


child_chooser = ChildChooser("choose_child")


class CategoriesColumn:
    """The categories that a child falls in now, as far as the reader may know them."""

    __name__ = "categories"
    short_description = gettext_lazy("困境类别")

    def __init__(self, reader: Actor) -> None:
        self.reader = reader

    def __str__(self) -> str:
        return self.__name__

    def __call__(self, child: Child) -> str:
        current = [link for link in child.category_links.all() if not link.until_date]
        named = [str(link.category) for link in current if self.reader.sees_row(link)]
        if len(named) < len(current):
            named.append(_("受保护的类别"))
        return format_html_join(
            " ", '<span class="hutong-tag">{}</span>', ((name,) for name in named)
        )


def age_on(day: datetime.date, *, born: datetime.date) -> int:
    """Full years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
