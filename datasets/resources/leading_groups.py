"""Leading groups with their members: "1 组长 市政府副市长", a line each."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from datasets.choices import MemberPart
from datasets.models import Agency, LeadingGroup, Policy
from datasets.resources.columns import Column
from datasets.resources.owned import OwnedRows
from datasets.resources.places import CodeOrPath, FullName
from datasets.resources.records import RecordResource
from datasets.resources.widgets import Choice, Reference

_MEMBER = re.compile(r"(\d{1,4})\s+(\S+)\s+(.+)")


class Members(OwnedRows):
    lookups = ("position", "part", "post")
    parts = Choice(MemberPart)

    def cell_of(self, row: Mapping[str, Any]) -> str:
        return f"{row['position']} {self.parts.render(row['part'])} {row['post']}"

    def addition(self, text: str, **context: Any) -> Mapping[str, Any]:
        form = _MEMBER.fullmatch(text)
        if form is None:
            raise ValueError(
                _("“%(text)s”应写成“排序 身份 单位和职务”，每人一行。") % {"text": text}
            )
        position, part, post = form.groups()
        return {"position": int(position), "part": self.parts.clean(part), "post": post}


class LeadingGroupResource(RecordResource):
    policy = Column("policy", "依据文号", Reference(Policy, "number"), width=24)
    region = Column("region", "地区", CodeOrPath(), is_required=True, width=16)
    region_name = Column("region", "地区名称", FullName(), readonly=True, width=30)
    office = Column("office", "办公室所在机构标识", Reference(Agency, "code"), width=28)
    members = Column("members", "成员", Members("members"), width=50)

    class Meta:
        model = LeadingGroup
        fields = (
            "id", "code", "name", "policy", "region", "region_name", "office", "task", "members",
        )  # fmt: skip
