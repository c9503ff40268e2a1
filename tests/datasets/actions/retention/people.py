"""A family whose time is over, and one that stays: what every test of retention starts from."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import CountyDesk, TownshipClerk
from datasets.actions.children import close_child
from datasets.actions.dispatch import change, create
from datasets.actions.referrals import end_referral, refer_child
from datasets.actions.transfers import ask_for_transfer, refuse_transfer
from datasets.choices import ClosingReason, RetentionCondition
from datasets.models import Agency, Category, Child, Family, Guardian, LedgerBatch, RetentionRule
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE, region, someone
from tests.factories import id_number, make_child, make_family, make_guardian
from tests.spreadsheets import HEADER, a_row, xlsx

CLOSED = datetime.date(2019, 5, 6)


@dataclass
class People:
    child: Child
    guardian: Guardian
    family: Family
    batch: LedgerBatch
    #: Texts that stand nowhere else and of which none may be left.
    words: list[str]


def a_rule(**values: Any) -> RetentionRule:
    told = {
        "region": region("320281"),
        "condition": RetentionCondition.CLOSED,
        "archive_years": 3,
        "anonymise_years": 5,
    }
    return create(RetentionRule, values=told | values, by=Actor.system(), reason="测试")


def closed(child: Child, day: datetime.date = CLOSED) -> None:
    close_child(
        child=child,
        closing_reason=ClosingReason.OF_AGE,
        closed_date=day,
        by=Actor.system(),
        reason="结案缘由甲",
    )


def people_of_the_past(clerk: Any) -> People:
    """A child from a ledger, changed by hand, with a photo, closed years ago. `clerk`: a client of the town's."""
    number, other = id_number(datetime.date(2001, 7, 19)), id_number()
    row = a_row(
        姓名="欧阳旧事",
        身份证号=number,
        监护人姓名="欧阳旧父",
        监护人联系电话="13911112222",
        备注="旧备注暗记",
    )
    file = SimpleUploadedFile("欧阳旧事的台账.xlsx", xlsx(HEADER, row, sheet="欧阳旧事"))
    clerk.post(reverse("ledger_upload"), {"file": file})
    batch = LedgerBatch.objects.latest("pk")
    clerk.post(reverse("ledger_apply", args=[batch.pk]))
    child = Child.objects.get(id_number=number)
    by = Actor.system()
    guardian = Guardian.objects.get(guardianships__child=child)
    family = guardian.family
    change(family, values={"head_name": "欧阳旧主", "household_number": "旧户0007", "address": "旧家暗记",
                           "remark": "旧家备注暗记"}, by=by, reason="旧缘由暗记")  # fmt: skip
    change(
        guardian, values={"id_number": other, "remark": "旧父备注暗记"}, by=by, reason="旧缘由暗记"
    )
    values = {
        "school": "旧校暗记", "grade": "旧级暗记", "health": "旧病暗记", "disability": "旧残暗记", "aid": "旧助暗记",
        "residence_address": "旧街暗记", "household_address": "旧籍暗记", "subsidy_amount": "1357.9",
        "ethnicity": "鄂伦春族",
        "photo": ContentFile(b"\xff\xd8 old photo", "a.jpg"),
    }  # fmt: skip
    category = {
        "category": Category.objects.get(code="hiv_affected"),
        "evidence": "旧据暗记",
        "since_date": datetime.date(2012, 3, 4),
    }
    change(child, values=values, owned={"category_links": [category]}, by=by, reason="旧缘由暗记")
    change(
        child, values={"photo": ContentFile(b"\xff\xd8 new photo", "b.jpg")}, by=by, reason="换照片"
    )
    change(child, values={"name": "欧阳旧名"}, by=by, reason="改名")
    told_to_others(child)
    closed(child)
    child.refresh_from_db()
    words = [
        number, other, "欧阳旧事", "欧阳旧名", "欧阳旧父", "欧阳旧主", "13911112222", "旧户0007", "暗记", "1357.9",
        "2001-07-19", "鄂伦春族", "2012-03-04", "结案缘由甲", "photo",
    ]  # fmt: skip
    return People(child, guardian, family, batch, words)


def told_to_others(child: Child) -> None:
    """An agency was told of the child, and another town asked for it; both is over."""
    by = Actor.system()
    referral = refer_child(
        child=child,
        agency=Agency.objects.get(code="jiangyin-education"),
        asked_for="旧转介暗记",
        shown_groups=[],
        until_date=by.today,
        by=by,
    )
    end_referral(referral=referral, by=by)
    asking = Actor.of(someone("asking", TownshipClerk, CHANGJING))
    to = region(CHANGJING)
    request = ask_for_transfer(
        id_number=child.id_number or "", to_region=to, why="旧申请暗记", by=asking
    )
    keeping = Actor.of(someone("keeping", CountyDesk, "320281"))
    refuse_transfer(request=request, answer="旧答复暗记", by=keeping)


def people_who_stay() -> People:
    """An open child beside a closed sibling: of the sibling's guardian and household something must stay."""
    family = make_family(XUXIAKE_VILLAGE, head_name="欧阳今主", household_number="今户0008")
    guardian = make_guardian(XUXIAKE_VILLAGE, family=family, name="欧阳今母", phone="13933334444")
    child = make_child(XUXIAKE_VILLAGE, name="欧阳今弟", family=family, guardian=guardian)
    return People(
        child, guardian, family, LedgerBatch(), ["欧阳今主", "欧阳今母", "欧阳今弟", "13933334444"]
    )
