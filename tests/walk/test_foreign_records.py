"""What is recorded in another area changes nothing in what a clerk is answered: no row, no count, no order, no error,
no question more to the database. The same is asked before a child is recorded there and after it.
"""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import TownshipClerk
from datasets.actions.children import close_child
from datasets.actions.dispatch import create
from datasets.choices import ClosingReason
from datasets.custom.loading import made_model
from datasets.models import Child, Guardian, LedgerBatch
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.datasets.admin.test_editing import new_child
from tests.factories import id_number, make_child, make_family, make_guardian
from tests.spreadsheets import HEADER, a_row, xlsx
from tests.walk.answers import Answer, answer, difference
from tests.walk.people import define_volunteers, logged_in, page_of

pytestmark = pytest.mark.django_db

NUMBER = id_number(datetime.date(2016, 3, 4), sequence=441)
FATHERS = id_number(datetime.date(1985, 3, 4), sequence=442)
PHONE = "13901239999"
NAME, BORN = "欧阳别处", datetime.date(2016, 3, 4)


def record_elsewhere() -> Child:
    """A child of the next town with all that could be asked for."""
    family = make_family(CHANGJING, head_name="欧阳户主", household_number="H-77")
    father = make_guardian(
        CHANGJING,
        family=family,
        name="欧阳父",
        id_number=FATHERS,
        phone=PHONE,
        condition="in_prison",
    )
    child = make_child(
        CHANGJING,
        name=NAME,
        id_number=NUMBER,
        birth_date=BORN,
        family=family,
        guardian=father,
        categories=("hiv_affected",),
        health="哮喘",
        residence_address="长泾街九号",
    )
    values = {
        "region": region(CHANGJING), "name": "欧阳爱心", "number": NUMBER, "phone": PHONE, "child": child,
        "skills": ("music",), "joined_date": BORN,
    }  # fmt: skip
    create(made_model("volunteers"), values=values, by=Actor.system(today=TODAY), reason="登记")
    return child


@pytest.fixture
def clerk_client(db: None) -> Client:
    """My clerk, with a child of the own town so that lists are not empty."""
    system = Actor.system(today=TODAY)
    define_volunteers(system)
    mine = {"region": region(XUXIAKE_VILLAGE), "name": "赵爱心"}
    create(made_model("volunteers"), values=mine, by=system, reason="登记")
    client = logged_in(someone("prober", TownshipClerk, XUXIAKE))
    father = make_guardian(XUXIAKE_VILLAGE, name="赵父", id_number=id_number(sequence=443))
    make_child(XUXIAKE_VILLAGE, name="赵一", family=father.family, guardian=father)
    client.get("/admin/")  # what a process asks once is asked
    return client


LISTS = ("child", "family", "guardian", "made_volunteers")
#: Lookups that Django or modeladmin would understand, searches, filters, orders, pages.
QUESTIONS: tuple[Mapping[str, str], ...] = (
    {},
    {"q": NUMBER}, {"q": FATHERS}, {"q": PHONE}, {"q": NAME}, {"q": "欧阳"}, {"q": "长泾镇"}, {"q": "H-77"},
    {"q": "%"}, {"q": "_"}, {"q": "' OR 1=1 --"},
    {"skills": "music"}, {"joined_date": "2016-03-04"}, {"child": "1"}, {"child__name": NAME}, {"number": NUMBER},
    {"name": NAME}, {"name__startswith": "欧"}, {"id_number": NUMBER}, {"id_number__exact": NUMBER},
    {"id_number__isnull": "0"}, {"health__isnull": "0"}, {"region__name": "长泾镇"}, {"pk__gte": "0"},
    {"id__in": "1,2,3"},
    {"guardianships__guardian__condition": "in_prison"}, {"guardianships__guardian__phone": PHONE},
    {"category_links__category__code": "hiv_affected"}, {"category": "hiv_affected"},
    {"family__head_name": "欧阳户主"}, {"history__name": NAME}, {"head_name__contains": "欧阳"},
    {"status": "open"}, {"sex": "male"}, {"status__in": "open,closed"},
    {"o": "1"}, {"o": "-1"}, {"o": "id_number"}, {"o": "-health"}, {"o": "region__name"}, {"p": "2"},
    {"p": "-1"}, {"p": "x"},
    {"grouped": "name"}, {"grouped": "family"}, {"grouped": "region.county"}, {"grouped": "birth_date.year"},
    {"where": '{"field":"condition","is":"any_of","value":["in_prison"]}'},
    {"where": '{"field":"guardians:family.condition","is":"any_of","value":["in_prison"]}'},
    {"where": '{"field":"family.economic_situation","is":"not_empty"}'},
    {"all": ""}, {"e": "1"}, {"export": "xlsx"}, {"_to_field": "id_number"}, {"_facets": "True"},
)  # fmt: skip


def asked(client: Client) -> dict[str, Answer]:
    """Every question of a reader, by what it asks."""
    found = {}
    for noun in LISTS:
        lists, exports = page_of(noun, "index"), page_of(noun, "export_xlsx")
        for question in (*QUESTIONS, {"region": str(region(CHANGJING).pk)}):
            found[f"{noun} {question}"] = answer(client, lists, question)
            if "q" in question or "region" in question:
                found[f"{noun} export {question}"] = answer(client, exports, question)
    for noun in ("family", "guardian"):
        for typed in (NAME, "欧阳", FATHERS, PHONE, "H-77", "长泾镇"):
            address = reverse(f"choose_{noun}:choose_results")
            found[f"choose {noun} {typed}"] = answer(client, address, {"q": typed})
            made = page_of("made_volunteers", "choose/results")
            found[f"choose volunteers {typed}"] = answer(client, made, {"q": typed})
    for address in (reverse("wagtailadmin_home"), reverse("ledger_upload"), reverse("transfers")):
        found[address] = answer(client, address)
    return found


def test_lists_searches_filters_orders_counts_exports_and_choosers_tell_nothing(
    clerk_client: Client,
) -> None:
    before = asked(clerk_client)
    child = record_elsewhere()
    after = asked(clerk_client)
    told = [f"{key}: {difference(before[key], after[key])}" for key in before]
    assert [one for one in told if not one.endswith(": ")] == []
    # And what the probe asks for would be found where it is in sight.
    theirs = logged_in(someone("keeper", TownshipClerk, CHANGJING))
    page = answer(theirs, reverse("datasets_child_modeladmin_index"), {"q": NUMBER})
    assert child.name in page.text


def uploaded(
    client: Client, *rows: Any, header: Any = HEADER, collection: str = "children"
) -> LedgerBatch:
    file = SimpleUploadedFile("台账.xlsx", xlsx(header, *rows))
    sent = client.post(reverse("ledger_upload"), {"file": file, "collection": collection})
    assert sent.status_code == 302, sent.content.decode()
    return LedgerBatch.objects.latest("pk")


def previewed(client: Client, *rows: Any, **table: Any) -> list[Any]:
    """What a ledger's preview says of each row, in the words that are kept, and in the JSON of its progress."""
    batch = uploaded(client, *rows, **table)
    shown = client.get(reverse("ledger_batch", args=[batch.pk])).content.decode()
    assert "长泾" not in shown
    told = [(row.action, row.is_warned, row.content) for row in batch.rows.order_by("pk")]
    progress = client.get(reverse("ledger_progress", args=[batch.pk])).json()
    return [*told, {**progress, "next": ""}]


@pytest.mark.parametrize("of_the_child", [{"出生日期": "2016-03-04"}, {}])
@pytest.mark.parametrize(
    "of_the_guardian", [{"监护人身份证": FATHERS}, {"监护人联系电话": PHONE}, {}]
)
def test_a_ledger_that_names_it_without_its_number_is_read_the_same(
    clerk_client: Client, of_the_child: dict[str, str], of_the_guardian: dict[str, str]
) -> None:
    guardian = next(heading for heading in HEADER if heading.startswith("监护人"))
    known = {key: value for key, value in of_the_guardian.items() if _has(key)}
    row = a_row(姓名=NAME, **of_the_child, **{guardian: "欧阳父"}, **known)
    before = previewed(clerk_client, row)
    record_elsewhere()
    assert previewed(clerk_client, row) == before


def _has(heading: str) -> bool:
    return any(one.startswith(heading) for one in HEADER)


FAMILIES = ("编号", "村", "户号", "户主", "家庭住址")
GUARDIANS = ("编号", "家庭编号", "姓名", "身份证号", "联系电话", "状况")


@pytest.mark.parametrize("condition", ["服刑", "健康"])
def test_a_ledger_of_guardians_confirms_no_guess_about_a_stranger(
    clerk_client: Client, condition: str
) -> None:
    """A row that changes nothing would say that the father is in prison."""
    rows = [("", "", "欧阳父", FATHERS, PHONE, condition), ("", "", "欧阳父", FATHERS, "", "")]
    before = previewed(clerk_client, *rows, header=GUARDIANS, collection="guardians")
    record_elsewhere()
    assert previewed(clerk_client, *rows, header=GUARDIANS, collection="guardians") == before


def test_a_ledger_answers_a_strangers_key_like_nobodys(clerk_client: Client) -> None:
    child = record_elsewhere()
    father = child.guardianships.get().guardian
    told = []
    for family, guardian in ((child.family_id, father.pk), (987_654_321, 987_654_321)):
        families = [(family, "徐霞客村", "", "欧阳户主", ""), (family, "", "H-77", "", "")]
        guardians = [
            (guardian, "", "欧阳父", FATHERS, PHONE, "服刑"),
            ("", family, "新人", "", "", ""),
        ]
        told.append(
            [
                [row.action, [issue["code"] for issue in row.issues]]
                for rows, header, collection in (
                    (families, FAMILIES, "families"),
                    (guardians, GUARDIANS, "guardians"),
                )
                for row in uploaded(
                    clerk_client, *rows, header=header, collection=collection
                ).rows.order_by("pk")
            ]
        )
    assert told[0] == told[1]


def test_a_number_whose_file_was_closed_elsewhere_is_free_in_forms_and_ledgers(
    clerk_client: Client,
) -> None:
    """That somebody was once in difficulty elsewhere is nobody's to learn."""
    row = a_row(姓名=NAME, 身份证号=NUMBER)
    before = previewed(clerk_client, row)
    close_child(
        child=record_elsewhere(),
        closing_reason=ClosingReason.ADOPTED,
        closed_date=TODAY,
        by=Actor.system(today=TODAY),
        reason="收养",
    )
    assert previewed(clerk_client, row) == before
    made = clerk_client.post(
        reverse("datasets_child_modeladmin_create"), new_child(id_number=NUMBER)
    )
    assert made.status_code == 302


def test_a_guardian_elsewhere_is_not_in_the_way_of_one_of_the_own_area(
    clerk_client: Client,
) -> None:
    guardian = next(heading for heading in HEADER if heading.startswith("监护人"))
    mine = make_guardian(XUXIAKE_VILLAGE, name="欧阳父", phone=PHONE)
    extra = {
        key: value
        for key, value in (("监护人身份证", FATHERS), ("监护人联系电话", PHONE))
        if _has(key)
    }
    row = a_row(姓名="欧阳新", **{guardian: "欧阳父"}, **extra)
    before = previewed(clerk_client, row)
    record_elsewhere()
    assert previewed(clerk_client, row) == before
    assert Guardian.objects.get(pk=mine.pk).phone == PHONE


def test_a_form_that_points_to_it_is_refused_like_one_that_points_to_nothing(
    clerk_client: Client,
) -> None:
    child = record_elsewhere()
    told = {}
    for key in (child.family_id, 987_654_321):
        forms = new_child(family=key)
        told[key] = answer(
            clerk_client,
            reverse("datasets_child_modeladmin_create"),
            forms,
            method="post",
            forget=(f'name="family" value="{key}"',),
        )
    there, made_up = told.values()
    assert there.status == 200
    assert difference(there, made_up) == ""
