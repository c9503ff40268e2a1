"""What somebody may have seen, and whom to call then.

The numbers are the country's; an agency is named by its kind (`Agency.kind`), so that each city
finds its own. 110 stands first wherever a child may be in danger.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Hotline:
    number: str
    name: Promise
    when: Promise


POLICE = Hotline("110", _("报警电话"), _("孩子正有危险，或者受到侵害：马上拨打，全天有人接。"))
AMBULANCE = Hotline("120", _("急救电话"), _("有人受伤、昏迷、服毒或者自伤。"))
CITY = Hotline("12345", _("政务服务便民热线"), _("不知道找谁，或者单位电话没有人接。"))
YOUTH = Hotline("12355", _("青少年服务热线"), _("心理、家庭关系和权益咨询。"))
WOMEN = Hotline("12338", _("妇女维权公益服务热线"), _("家庭暴力、妇女儿童权益。"))
LAW = Hotline("12348", _("公共法律服务热线"), _("法律咨询，申请法律援助。"))
LABOUR = Hotline("12333", _("人力资源和社会保障热线"), _("有人雇用未满16周岁的孩子。"))


@dataclass(frozen=True)
class Concern:
    """`kinds` of agencies stand below the numbers, the nearest to the child first."""

    code: str
    label: Promise
    example: Promise
    hotlines: tuple[Hotline, ...]
    kinds: tuple[str, ...]
    is_urgent: bool = False


CONCERNS = (
    Concern(
        "danger",
        _("孩子现在有危险"),
        _("正在挨打、被关着、要被人带走、站在高处，或者一个人在野外。"),
        (POLICE, AMBULANCE),
        ("public-security", "police-station"),
        is_urgent=True,
    ),
    Concern(
        "hurt",
        _("可能受到伤害或虐待"),
        _("身上常有说不清的伤，常听到打骂哭喊，或者孩子说有人碰过、吓过自己。"),
        (POLICE, WOMEN),
        ("public-security", "police-station", "civil-affairs", "womens-federation"),
        is_urgent=True,
    ),
    Concern(
        "alone",
        _("没有人照看"),
        _("年纪小却独自在家，父母联系不上、服刑、戒毒、病重或者去世。"),
        (CITY,),
        ("community", "township-government", "civil-affairs", "protection-center"),
    ),
    Concern(
        "street",
        _("在街上流浪、乞讨"),
        _("露宿街头，或者有大人带着孩子讨钱。"),
        (POLICE, CITY),
        ("public-security", "rescue-station", "protection-center", "civil-affairs"),
    ),
    Concern(
        "school",
        _("到了年龄不上学"),
        _("没有报名、中途辍学，或者残疾孩子上不了学。"),
        (CITY,),
        ("education", "school", "community"),
    ),
    Concern(
        "work",
        _("小小年纪在打工"),
        _("未满16周岁，在店里、厂里、工地上干活。"),
        (LABOUR, CITY),
        ("human-resources", "public-security"),
    ),
    Concern(
        "ill",
        _("生了病，或者有残疾"),
        _("没有钱看病，没有人带去看，需要康复训练和辅具。"),
        (CITY,),
        ("health", "disabled-federation", "civil-affairs", "charity-federation"),
    ),
    Concern(
        "poor",
        _("家里过不下去"),
        _("吃不饱、穿不暖，交不起学杂费，家里突然失去收入。"),
        (CITY,),
        ("community", "township-government", "civil-affairs", "charity-federation"),
    ),
    Concern(
        "mind",
        _("心里难受，或者变化很大"),
        _("不说话、不出门、夜里惊醒。说到不想活了，请马上拨打120或110。"),
        (YOUTH, AMBULANCE),
        ("education", "growth-center", "womens-federation", "youth-league"),
    ),
    Concern(
        "law",
        _("监护、户口和法律上的事"),
        _("想换监护人，上不了户口，打官司请不起律师。"),
        (LAW, CITY),
        ("justice", "civil-affairs", "court"),
    ),
)


def concern_of(code: str) -> Concern | None:
    return next((concern for concern in CONCERNS if concern.code == code), None)
