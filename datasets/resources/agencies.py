"""Agencies."""

from datasets.models import Agency
from datasets.resources.columns import Column
from datasets.resources.places import CodeOrPath, FullName
from datasets.resources.records import RecordResource
from datasets.resources.widgets import Reference


class AgencyResource(RecordResource):
    region = Column("region", "所在地区", CodeOrPath(), is_required=True, width=16)
    region_name = Column("region", "地区名称", FullName(), readonly=True, width=30)
    parent = Column("parent", "上级机构标识", Reference(Agency, "code"), width=30)
    parent_name = Column("parent__name", "上级机构", readonly=True, width=30)

    class Meta:
        model = Agency
        fields = (
            "id", "code", "name", "kind", "level", "region", "region_name", "parent", "parent_name",
            "public_phone", "public_address", "note",
        )  # fmt: skip
