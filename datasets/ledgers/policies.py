"""The list of policies that duties and categories rest on."""

from django.utils.translation import gettext_lazy as _

from datasets.custom.types import reader_of
from datasets.ledgers.records import REGION, labels, record_layout
from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import Policy
from datasets.readers import Reader

_NAMES = ("code", "number", "title", "issuer", "region", "issued_date")


def _readers(_vocabulary: Vocabulary) -> dict[str, Reader]:
    return {name: reader_of(Policy, name) for name in _NAMES if name != "region"}


LAYOUT = record_layout(
    "policies",
    Policy,
    headings={
        **REGION,
        "code": "标识 文件标识",
        "number": "文号 发文字号 文件号 文件编号",
        "title": "标题 文件名称 文件标题 政策名称 名称",
        "issuer": "发文机关 发文单位 印发单位 制定机关 发布单位",
        "issued_date": "印发日期 发文日期 发布日期 成文日期 印发时间 发文时间",
    },
    readers=_readers,
    names=labels(Policy, _NAMES),
    essential=("number", "code"),
    naming=("number", "title", "code"),
    summary=("title", "issuer", "region", "issued_date"),
    no_table=_("没有找到政策文件表的表头：表头里至少要有文号，以及标题、发文机关等列名。"),
)
