"""Guardians. Who they are to which child stands in the children's sheet."""

from datasets.models import Family, Guardian
from datasets.resources.columns import Column
from datasets.resources.records import RecordResource
from datasets.resources.widgets import Reference


class GuardianResource(RecordResource):
    family = Column("family", "家庭编号", Reference(Family), is_required=True, width=10)
    household = Column("family__head_name", "户主", readonly=True)

    class Meta:
        model = Guardian
        fields = (
            "id", "family", "household", "name", "sex", "id_type", "id_number", "phone",
            "condition", "condition_until_date", "remark",
        )  # fmt: skip
