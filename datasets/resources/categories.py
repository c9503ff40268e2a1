"""Categories, with the ways in which ledgers write them and their groups in each scheme."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from datasets.models import Category, CategoryGroup
from datasets.resources.columns import Column
from datasets.resources.owned import OwnedRows
from datasets.resources.records import RecordResource


class Aliases(OwnedRows):
    lookups = ("alias",)

    def addition(self, text: str, **context: Any) -> Mapping[str, Any]:
        return {"alias": text}


class Placements(OwnedRows):
    """ "jiangyin-2015/2 监护缺失": scheme and number decide, the name is for reading."""

    lookups = ("group__scheme__code", "group__number", "group__name")

    def cell_of(self, row: Mapping[str, Any]) -> str:
        return "{group__scheme__code}/{group__number} {group__name}".format(**row)

    def addition(self, text: str, **context: Any) -> Mapping[str, Any]:
        scheme, _stroke, number = text.split(maxsplit=1)[0].rpartition("/")
        groups = CategoryGroup.objects.filter(scheme__code=scheme)
        group = groups.filter(number=number).first() if number.isdecimal() else None
        if group is None:
            raise ValueError(
                _("没有类别组“%(text)s”，请写成“分类体系标识/序号”。") % {"text": text}
            )
        return {"group": group}


class CategoryResource(RecordResource):
    aliases = Column("aliases", "台账写法", Aliases("aliases"), width=30)
    placements = Column("placements", "所属类别组", Placements("placements"), width=40)

    class Meta:
        model = Category
        fields = (
            "id", "code", "label", "definition", "is_sensitive", "position", "aliases", "placements",
        )  # fmt: skip
