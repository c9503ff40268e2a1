"""The list of guardians. To which child somebody is guardian is said by the children's ledger."""

from django.utils.translation import gettext_lazy as _

from datasets.choices import GuardianCondition, IdType, Sex
from datasets.custom.types import reader_of
from datasets.ledgers.records import labels, record_layout
from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import Family, Guardian
from datasets.readers import Reader
from datasets.readers.documents import ID_TYPES
from datasets.readers.id_numbers import id_number
from datasets.readers.numbers import phones
from datasets.readers.records import stored_text
from datasets.readers.text import person_name

_NAMES = (
    "family", "name", "sex", "id_type", "id_number", "phone", "condition", "condition_until_date",
    "remark",
)  # fmt: skip


def _readers(vocabulary: Vocabulary) -> dict[str, Reader]:
    plain = ("sex", "condition", "condition_until_date", "remark")
    return {
        **{name: reader_of(Guardian, name) for name in plain},
        "family": stored_text(20),
        "id_type": reader_of(Guardian, "id_type", words=ID_TYPES),
        "name": person_name,
        "id_number": id_number(today=vocabulary.today),
        "phone": phones,
    }


LAYOUT = record_layout(
    "guardians",
    Guardian,
    headings={
        "family": "家庭编号",
        "family.name": "户主",
        "name": "姓名 监护人 监护人姓名 家长姓名",
        "sex": "性别 监护人性别",
        "id_type": "证件类型 证件种类",
        "id_number": "证件号码 身份证号 身份证号码 公民身份号码 监护人身份证号 监护人身份证号码 证件号",
        "phone": "联系电话 电话 手机 手机号 手机号码 联系方式 监护人电话 监护人联系电话",
        "condition": "状况 监护人状况",
        "condition_until_date": "状况截止日期 期满日期",
        "remark": "备注 说明",
    },
    readers=_readers,
    names=labels(Guardian, _NAMES),
    essential=("name",),
    naming=("name", "id_number"),
    summary=("sex", "id_number", "phone", "condition"),
    choices={"sex": Sex, "id_type": IdType, "condition": GuardianCondition},
    points_to={"family": (Family, "id", "head_name")},
    no_table=_("没有找到监护人表的表头：表头里至少要有监护人姓名，以及家庭编号、证件号码等列名。"),
    places=frozenset(),
)
