"""Duties, and who bears them where."""

from datasets.models import Agency, Duty, DutyAssignment, Policy
from datasets.resources.columns import Column
from datasets.resources.places import CodeOrPath, FullName
from datasets.resources.records import RecordResource
from datasets.resources.widgets import Reference


class DutyResource(RecordResource):
    code = Column("code", "职责编号", is_required=True, width=28)
    policy = Column("policy", "依据文号", Reference(Policy, "number"), is_required=True, width=24)

    class Meta:
        model = Duty
        fields = ("id", "code", "text", "domain", "policy", "clause")


class DutyAssignmentResource(RecordResource):
    named_by = ("duty", "agency")
    duty = Column("duty", "职责编号", Reference(Duty, "code"), is_required=True, width=28)
    duty_text = Column("duty__text", "职责", readonly=True, width=40)
    agency = Column("agency", "机构标识", Reference(Agency, "code"), is_required=True, width=28)
    agency_name = Column("agency__name", "机构", readonly=True, width=24)
    region = Column("region", "地区", CodeOrPath(), is_required=True, width=16)
    region_name = Column("region", "地区名称", FullName(), readonly=True, width=30)

    class Meta:
        model = DutyAssignment
        fields = (
            "id", "duty", "duty_text", "agency", "agency_name", "region", "region_name", "part",
            "since_date", "until_date", "officer",
        )  # fmt: skip
