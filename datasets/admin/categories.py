"""困境类别 and the schemes in which the cities group them."""

from django.contrib.admin import display
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.admin.filters import YesNoFilter
from datasets.admin.layouts import OwnedRows, Section
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.models import Category, CategoryScheme


class CategoryAdmin(RecordAdmin):
    model = Category
    menu_icon = "tag"
    list_display = ("label", "code", "sensitive", "definition")
    list_filter = (YesNoFilter.of("is_sensitive"),)
    ordering = ("position", "code")
    search = Search(names=("label", "code", "aliases__alias"), hint=_("名称、代码、台账写法"))
    sections = (
        Section(
            _("困境类别"),
            (("label", "code"), "definition", ("position", "is_sensitive")),
        ),
    )
    owned = (
        OwnedRows("aliases", _("台账写法"), ("alias",)),
        OwnedRows("placements", _("所属类别组"), ("group",), beside=("group__scheme",)),
    )

    @display(description=_("敏感"))
    def sensitive(self, category: Category) -> str:
        return str(_("敏感")) if category.is_sensitive else ""


class CategorySchemeAdmin(RecordAdmin):
    model = CategoryScheme
    menu_icon = "list-ul"
    list_display = ("name", "policy", "region")
    list_select_related = ("policy", "region")
    ordering = ("code",)
    sections = (Section(_("分类体系"), (("name", "code"), ("policy", "region"))),)
    owned = (OwnedRows("groups", pgettext_lazy("plural", "类别组"), (("number", "name"),)),)
