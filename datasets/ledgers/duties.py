"""The duty table (职责分工表): which agency owes what, under which clause of which policy."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from datasets.choices import DutyPart, ProtectionDomain
from datasets.custom.types import reader_of
from datasets.ledgers.assignments import PARTS
from datasets.ledgers.records import REGION, labels, record_layout
from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import Agency, Duty, DutyAssignment, Policy
from datasets.readers import Reader
from datasets.readers.records import stored_text

_NUMBER = re.compile(r"[一-鿿]{1,8}[〔\[(（【]\d{4}[〕\])）】]第?\d{1,4}号")


def _readers(_vocabulary: Vocabulary) -> dict[str, Reader]:
    return {
        **{name: reader_of(Duty, name) for name in ("code", "text", "domain", "clause")},
        "policy": stored_text(200),
        "agencies": stored_text(1000),
        "leads": stored_text(1000),
        "supports": stored_text(1000),
        "part": reader_of(DutyAssignment, "part", words=PARTS),
    }


def _policy_in(titles: list[str]) -> dict[str, Any]:
    """The document that the title names is that of every row which names none."""
    found = {match for text in titles for match in _NUMBER.findall(text)}
    return {"policy": found.pop()} if len(found) == 1 else {}


LAYOUT = record_layout(
    "duties",
    Duty,
    headings={
        **REGION,
        "code": "职责编号 职责标识",
        "text": "职责 职责内容 工作职责 主要职责 职责任务 任务 工作任务 工作内容 具体职责 职责分工 任务内容 "
        "具体任务 主要任务 重点任务 职责事项 工作事项 具体内容 任务分工 工作措施 具体措施",
        "domain": "保护领域 领域 保护类别 工作领域",
        "policy": "依据文号 文号 依据 政策依据 文件依据 依据文件 政策文件 文件 文件名称 政策 来源 出处 "
        "发文字号 文件文号 文件来源",
        "clause": "条款 条目 条款号 对应条款 文件条款 条款依据 所在条款 依据条款 章节",
        "agencies": "机构 机构名称 责任单位 责任部门 单位 单位名称 部门 部门名称 承担单位 职责单位 成员单位 落实单位 "
        "承办单位 实施单位 责任主体",
        "leads": "牵头单位 牵头部门 主办单位 主责单位 牵头责任单位",
        "supports": "配合单位 配合部门 协办单位 协同单位 协助单位 参与单位 配合责任单位",
        "part": "分工 分工角色 牵头配合",
    },
    readers=_readers,
    names=labels(
        Duty,
        ("code", "text", "domain", "policy", "clause"),
        agencies=_("承担单位"),
        leads=_("牵头单位"),
        supports=_("配合单位"),
        part=_("分工"),
        region=_("地区"),
    ),
    essential=("text", "code"),
    naming=("text", "code"),
    summary=("policy", "clause", "agencies", "leads", "supports", "domain"),
    choices={"domain": ProtectionDomain, "part": DutyPart},
    points_to={
        "policy": (Policy, "number", "number"),
        **dict.fromkeys(("agencies", "leads", "supports"), (Agency, "code", "name")),
    },
    no_table=_("没有找到职责表的表头：表头里至少要有职责内容，以及责任单位、条款、依据等列名。"),
    enough_fields=2,  # 责任单位 | 职责内容
    title_values=_policy_in,
    line_slot="agencies",
    line_unless=frozenset({"agencies", "leads"}),
)
