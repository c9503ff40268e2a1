"""The list of agencies (成员单位通讯录): names, telephones, addresses."""

from django.utils.translation import gettext_lazy as _

from datasets.choices import RegionLevel
from datasets.custom.types import reader_of
from datasets.ledgers.records import REGION, labels, record_layout
from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import Agency
from datasets.readers import Reader
from datasets.readers.records import public_phones, stored_text

LEVELS = {
    "省级": "province", "市级": "city", "地级": "city", "县级": "county", "区级": "county",
    "区县级": "county", "县区级": "county", "县": "county", "镇级": "township", "乡级": "township",
    "乡镇级": "township", "镇街级": "township", "街道": "township", "镇": "township",
    "村级": "village", "社区": "village", "村": "village", "村居级": "village",
}  # fmt: skip

_NAMES = (
    "code", "name", "kind", "level", "region", "parent", "public_phone", "public_address", "note",
)  # fmt: skip


def _readers(_vocabulary: Vocabulary) -> dict[str, Reader]:
    plain = {
        name: reader_of(Agency, name) for name in ("code", "name", "kind", "public_address", "note")
    }
    return {
        **plain,
        "level": reader_of(Agency, "level", words=LEVELS),
        "parent": stored_text(100),
        "parent.name": stored_text(100),
        "public_phone": public_phones,
    }


LAYOUT = record_layout(
    "agencies",
    Agency,
    headings={
        **REGION,
        "code": "标识 机构标识 单位标识",
        "name": "名称 机构 机构名称 单位 单位名称 部门 部门名称 成员单位 成员单位名称 责任单位 全称 "
        "单位全称 机构全称",
        "kind": "系统 所属系统 条线",
        "level": "级别 机构级别 单位级别 层级",
        "parent": "上级机构标识 上级单位标识",
        "parent.name": "上级机构 上级单位 主管部门 主管单位 上级主管部门 上级部门",
        "public_phone": "对外电话 联系电话 电话 办公电话 值班电话 联系方式 电话号码 热线 热线电话 举报电话 "
        "服务热线 咨询电话 公开电话",
        "public_address": "对外地址 地址 办公地址 单位地址 联系地址 详细地址 办公地点",
        "note": "备注 说明 备注说明",
    },
    readers=_readers,
    names=labels(Agency, _NAMES),
    essential=("name", "code"),
    naming=("name", "code"),
    summary=("level", "region", "parent", "public_phone"),
    choices={"level": RegionLevel},
    points_to={"parent": (Agency, "code", "name")},
    enough_fields=2,  # 单位名称 | 联系电话
    no_table=_("没有找到机构表的表头：表头里至少要有单位名称，以及电话、地址、地区等列名。"),
)
