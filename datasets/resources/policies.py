"""Policies."""

from datasets.models import Policy
from datasets.resources.columns import Column
from datasets.resources.places import CodeOrPath, FullName
from datasets.resources.records import RecordResource


class PolicyResource(RecordResource):
    region = Column("region", "适用地区", CodeOrPath(), width=16)
    region_name = Column("region", "地区名称", FullName(), readonly=True, width=30)

    class Meta:
        model = Policy
        fields = (
            "id", "code", "number", "title", "issuer", "region", "region_name", "issued_date",
        )  # fmt: skip
