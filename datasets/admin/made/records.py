"""One collection of one's own: its list, its form, its page, its chooser, told by its definition."""

from typing import Any

from django.contrib.admin import display
from django.urls import URLResolver, reverse
from django.urls.resolvers import RoutePattern
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import AdminURLHelper

from datasets.admin.filters import RegionFilter
from datasets.admin.made.choosing import MadeChooser
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.admin.showing import NOTHING, village_and_township
from datasets.custom.building import made_fields
from datasets.custom.specs import CollectionSpec
from datasets.models import Record


class MadeUrlHelper(AdminURLHelper):
    """Reverses names that no address table holds: the collections come and go while the program runs."""

    resolver: URLResolver

    def get_action_url(self, action: str, *args: Any, **kwargs: Any) -> str:
        name = self.get_action_url_name(action)
        return reverse("wagtailadmin_home") + str(self.resolver.reverse(name, *args, **kwargs))


class MadeAdmin(RecordAdmin):
    """Subclasses are made by `admin_of`."""

    spec: CollectionSpec
    url_helper_class = MadeUrlHelper
    ordering = ("-id",)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.url_helper.resolver = self.resolver

    @cached_property
    def resolver(self) -> URLResolver:
        return URLResolver(RoutePattern(""), list(self.get_admin_urls_for_registration()))

    @cached_property
    def chooser(self) -> MadeChooser:
        return MadeChooser.of(self)

    @property
    def search(self) -> Search:  # type: ignore[override]
        """By what its fields are: parts of texts, whole numbers and telephones, places."""
        return search_of(self.model)

    @display(description=_("所属地区"))
    def place(self, record: Any) -> str:
        return village_and_township(record.region)

    @display(description=_("名称"))
    def called(self, record: Record) -> str:
        return str(record) or NOTHING


def admin_of(model: type[Record], spec: CollectionSpec) -> MadeAdmin:
    body: dict[str, Any] = {
        "model": model,
        "spec": spec,
        "menu_icon": spec.icon,
        "base_url_path": f"made/{spec.code}",
        "list_display": ("called", *(("place",) if spec.has_region else ())),
        "list_filter": (RegionFilter,) if spec.has_region else (),
        "list_select_related": ("region__parent",) if spec.has_region else (),
    }
    made: MadeAdmin = type(f"{model.__name__}_admin", (MadeAdmin,), body)()
    return made


def search_of(model: type[Record]) -> Search:
    specs = made_fields(model)
    plain = [spec for spec in specs if not spec.is_encrypted]
    names = [spec for spec in plain if model._meta.get_field(spec.code).made_type.is_searched]  # type: ignore[union-attr]
    numbers = [spec for spec in specs if spec.kind == "id_number"]
    phones = [spec for spec in specs if spec.kind == "phone"]
    has_region = bool(model.region_lookup)
    hint = "、".join(
        [spec.label for spec in names[:3]] + ([str(_("村或镇"))] if has_region else [])
    )
    more = "、".join([hint, *(spec.label for spec in (*numbers, *phones))])
    return Search(
        names=tuple(spec.code for spec in names),
        numbers=tuple(spec.code for spec in numbers),
        phones=tuple(spec.code for spec in phones),
        places=has_region,
        hint=more,
        short_hint=hint if (numbers or phones) else "",
    )
