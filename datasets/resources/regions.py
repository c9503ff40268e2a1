"""The divisions themselves, with their other names, a line each."""

from datasets.models import Region
from datasets.resources.columns import Column
from datasets.resources.owned import OwnedRows
from datasets.resources.places import CodeOrPath, FullName
from datasets.resources.records import RecordResource


class OtherNames(OwnedRows):
    lookups = ("name",)


class RegionResource(RecordResource):
    parent = Column("parent", "上级地区", CodeOrPath(), width=16)
    parent_name = Column("parent", "上级地区名称", FullName(), readonly=True, width=30)
    successor = Column("successor", "并入", CodeOrPath(), width=16)
    other_names = Column("other_names", "曾用名或别名", OtherNames("other_names"), width=24)

    class Meta:
        model = Region
        fields = (
            "id", "code", "name", "level", "parent", "parent_name", "is_pilot", "pilot_phase",
            "retired_date", "successor", "other_names",
        )  # fmt: skip
