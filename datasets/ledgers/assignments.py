"""The table of who bears which duty where, and since when."""

from django.utils.translation import gettext_lazy as _

from datasets.choices import DutyPart
from datasets.custom.types import reader_of
from datasets.ledgers.records import REGION, labels, record_layout
from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import Agency, Duty, DutyAssignment
from datasets.readers import Reader
from datasets.readers.records import stored_text

#: How tables call who leads and who helps.
PARTS = {
    "牵头单位": "lead", "主办": "lead", "主办单位": "lead", "主责": "lead", "负责": "lead", "责任单位": "lead",
    "配合单位": "support", "协办": "support", "协办单位": "support", "协助": "support", "协同": "support",
    "参与": "support",
}  # fmt: skip


def _readers(_vocabulary: Vocabulary) -> dict[str, Reader]:
    plain = ("since_date", "until_date", "officer")
    return {
        **{name: reader_of(DutyAssignment, name) for name in plain},
        "part": reader_of(DutyAssignment, "part", words=PARTS),
        "duty": stored_text(300),
        "duty.name": stored_text(300),
        "agency": stored_text(100),
        "agency.name": stored_text(100),
    }


LAYOUT = record_layout(
    "assignments",
    DutyAssignment,
    headings={
        **REGION,
        "duty": "职责编号 职责标识",
        "duty.name": "职责 职责内容 工作职责 主要职责 职责任务 任务 工作任务 工作内容 具体职责 任务内容 具体任务",
        "agency": "机构标识 单位标识",
        "agency.name": "机构 机构名称 单位 单位名称 部门 部门名称 责任单位 责任部门 承担单位 成员单位 职责单位 "
        "落实单位",
        "part": "分工 分工角色 牵头配合",
        "since_date": "开始日期 起始日期 开始时间",
        "until_date": "结束日期 截止日期 终止日期 结束时间",
        "officer": "经办人 联系人 经办人员 责任人 负责人 具体负责人",
    },
    readers=_readers,
    names=labels(
        DutyAssignment, ("duty", "agency", "region", "part", "since_date", "until_date", "officer")
    ),
    essential=("duty", "duty.name"),
    naming=("duty", "duty.name", "agency", "agency.name"),
    summary=("agency", "region", "part", "since_date", "until_date"),
    choices={"part": DutyPart},
    line_slot="agency.name",
    line_unless=frozenset({"agency", "agency.name"}),
    points_to={"duty": (Duty, "code", "text"), "agency": (Agency, "code", "name")},
    no_table=_("没有找到职责分工表的表头：表头里至少要有职责和机构。"),
)
