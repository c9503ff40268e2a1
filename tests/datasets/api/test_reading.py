"""What a program reads of the collections: what its user sees, in what the token is for, and nothing by guessing."""

import datetime
from typing import Any

import pytest

from datasets.models import AccessEntry, Agency, Child
from tests.conftest import CHANGJING, XUXIAKE, XUXIAKE_VILLAGE
from tests.datasets.api.calling import Program, program_of
from tests.factories import id_number, make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db
CHILDREN = "collections/children/"


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [one["name"] for one in answer.json()["items"]]


def entries() -> list[tuple[str, str, bool, list[int]]]:
    return [
        (entry.verb, entry.collection, entry.is_permitted, entry.records)
        for entry in AccessEntry.objects.order_by("id")
    ]


def test_published_collections_are_read_without_a_token() -> None:
    answer = Program().get("collections/agencies/", limit=2)
    assert answer.status_code == 200
    first = answer.json()["items"][0]
    assert set(first) == {"id", *Agency.published_fields}
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_an_unchanged_public_answer_is_not_sent_again() -> None:
    answer = Program().get("collections/duties/")
    again = Program(**{"If-None-Match": answer.headers["ETag"]}).get("collections/duties/")
    assert again.status_code == 304
    assert not again.content


def test_what_is_for_the_office_alone_is_neither_shown_nor_found_without_a_token() -> None:
    public = Program()
    assert public.get("collections/assignments/", officer="王").status_code == 400
    assert public.get("collections/agencies/", fields="note").status_code == 400
    assert public.get("collections/agencies/", sort="note").status_code == 400


@pytest.mark.parametrize("name", ["children", "families", "guardians", "categories"])
def test_all_other_collections_need_a_token(name: str) -> None:
    answer = Program().get(f"collections/{name}/")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_a_session_is_no_token(as_clerk: Any) -> None:
    assert as_clerk.get("/api/v3/collections/children/").status_code == 401


def test_a_program_reads_the_records_of_its_users_area_alone(clerk: Any) -> None:
    mine = make_child(XUXIAKE_VILLAGE, name="王小明")
    other = make_child(CHANGJING, name="李小红")
    program = program_of(clerk)
    answer = program.get(CHILDREN)
    assert names(answer) == ["王小明"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert program.get(f"{CHILDREN}{mine.pk}/").status_code == 200
    assert program.get(f"{CHILDREN}{other.pk}/").status_code == 404
    assert entries() == [
        ("list", "child", True, [mine.pk]),
        ("view", "child", True, [mine.pk]),
        ("view", "child", False, [other.pk]),
    ]


def test_the_log_tells_by_which_token(clerk: Any) -> None:
    program_of(clerk).get(CHILDREN)
    entry = AccessEntry.objects.latest("id")
    assert entry.user == clerk
    assert entry.filters == {"token": clerk.api_tokens.get().pk}


def test_a_token_is_for_what_it_says(clerk: Any) -> None:
    make_child(XUXIAKE_VILLAGE)
    program = program_of(clerk, "families.read")
    assert program.get(CHILDREN).status_code == 403
    assert program.get("collections/families/").status_code == 200
    assert entries()[0] == ("list", "child", False, [])


def test_what_is_masked_in_the_admin_is_masked_here(city_desk: Any) -> None:
    make_child(
        XUXIAKE_VILLAGE,
        id_number=id_number(),
        birth_date=datetime.date(2015, 6, 1),
        health="肢体残疾",
        categories=("hiv_affected",),
    )
    answer = program_of(city_desk).get(CHILDREN, expand="category_links").json()
    (child,) = answer["items"]
    assert child["id_number"].startswith("990000********")
    assert child["birth_date"] == "2015****"
    assert child["health"] == "已保护"
    assert child["category_links"] == [{"protected": True}]
    assert {"id_number", "birth_date", "health", "remark"} <= set(answer["masked"])


def test_by_what_is_masked_nothing_can_be_asked(city_desk: Any) -> None:
    number = id_number()
    make_child(XUXIAKE_VILLAGE, id_number=number, categories=("hiv_affected",))
    program = program_of(city_desk)
    for asked in ({"id_number": number}, {"birth_date__gte": "2000-01-01"}, {"sort": "birth_date"}):
        answer = program.get(CHILDREN, **asked)
        assert answer.status_code == 400, asked
    asked = {"category_links__category__code": "hiv_affected"}
    assert names(program.get(CHILDREN, **asked)) == []


def test_a_number_is_found_whole_and_in_no_address(clerk: Any) -> None:
    number = id_number()
    make_child(XUXIAKE_VILLAGE, name="王小明", id_number=number)
    make_child(XUXIAKE_VILLAGE, name="张小丽")
    program = program_of(clerk)
    assert names(program.get(CHILDREN, id_number=number)) == ["王小明"]
    assert names(program.post(f"{CHILDREN}search/", {"id_number": number})) == ["王小明"]
    assert program.get(CHILDREN, id_number__contains=number[:6]).status_code == 400
    last = AccessEntry.objects.filter(verb="search").latest("id")
    assert last.filters["id_number"] == f"990000{'*' * 12}"


def test_filters_narrow_by_their_operators(clerk: Any) -> None:
    make_child(XUXIAKE_VILLAGE, name="王大", birth_date=datetime.date(2012, 3, 1), sex="male")
    make_child(XUXIAKE_VILLAGE, name="王小", birth_date=datetime.date(2018, 3, 1), sex="female")
    make_child(XUXIAKE, name="李小", subsidy_amount="950.50", categories=("orphan",))
    program = program_of(clerk)
    for asked, expected in (
        ({"name__contains": "小"}, ["王小", "李小"]),
        ({"name__startswith": "王", "sex__in": "female,male"}, ["王大", "王小"]),
        ({"birth_date__gte": "2015-01-01"}, ["王小"]),
        ({"birth_date__isnull": "true"}, ["李小"]),
        ({"subsidy_amount__gt": "900"}, ["李小"]),
        ({"region__under": XUXIAKE_VILLAGE}, ["王大", "王小"]),
        ({"region__code": XUXIAKE}, ["李小"]),
        ({"category_links__category__code": "orphan"}, ["李小"]),
        ({"status": "closed"}, []),
    ):
        assert names(program.get(CHILDREN, **asked)) == expected, asked


@pytest.mark.parametrize(
    "asked",
    [
        {"nickname": "小明"},
        {"name__regex": "."},
        {"health": "好"},
        {"family__head_name": "户主"},
        {"birth_date__gte": "yesterday"},
        {"sex": "other"},
        {"region": "99999999999999999999"},
        {"region__under": "000000"},
        {"limit": "0"},
        {"limit": "201"},
        {"cursor": "abc"},
        {"sort": "health"},
        {"fields": "name,secret"},
        {"expand": "assignments"},
        {"total": "yes"},
        {"name": "\0"},
        {"page": "2"},
    ],
)
def test_what_is_unknown_or_malformed_is_refused_with_what_is_allowed(
    clerk: Any, asked: dict[str, str]
) -> None:
    answer = program_of(clerk).get(CHILDREN, **asked)
    assert answer.status_code == 400
    told = answer.json()
    assert told["errors"][0]["parameter"] == next(iter(asked))
    assert {"name__contains", "birth_date__gte", "id_number", "sort"} <= set(told["allowed"])


def test_refusals_speak_the_callers_language(clerk: Any) -> None:
    chinese = Program().get("nowhere/").json()
    english = Program(**{"Accept-Language": "en-GB,en;q=0.9"}).get("nowhere/")
    assert chinese["title"] == "没有找到"
    assert english.headers["Content-Language"] == "en"


@pytest.mark.parametrize("sort", ["id", "-id", "birth_date", "-birth_date,name", "name"])
def test_pages_follow_each_other_without_gap_or_repetition(clerk: Any, sort: str) -> None:
    days = [None, None, datetime.date(2012, 1, 1), datetime.date(2012, 1, 1), None]
    for number, day in enumerate([*days, datetime.date(2016, 5, 5)]):
        make_child(XUXIAKE_VILLAGE, name=f"王{number % 3}", birth_date=day)
    program = program_of(clerk)
    whole = [one["id"] for one in program.get(CHILDREN, sort=sort).json()["items"]]
    paged, cursor = [], {}
    while True:
        answer = program.get(CHILDREN, sort=sort, limit=2, total="true", **cursor).json()
        paged += [one["id"] for one in answer["items"]]
        assert answer["total"] == 6
        if not answer["next"]:
            break
        cursor = {"cursor": answer["next"]}
    assert paged == whole
    assert sorted(paged) == sorted(Child.objects.values_list("pk", flat=True))


def test_a_cursor_tells_nothing_and_serves_its_own_order_alone(clerk: Any) -> None:
    for _number in range(3):
        make_child(XUXIAKE_VILLAGE, name="王小明")
    program = program_of(clerk)
    cursor = program.get(CHILDREN, sort="name", limit=1).json()["next"]
    assert "王小明" not in cursor
    assert program.get(CHILDREN, cursor=cursor).status_code == 400


def test_links_are_followed_as_far_as_the_reader_sees(clerk: Any) -> None:
    family = make_family(XUXIAKE_VILLAGE, head_name="王户主")
    guardian = make_guardian(XUXIAKE_VILLAGE, family=family, name="王父")
    child = make_child(XUXIAKE_VILLAGE, family=family, guardian=guardian)
    program = program_of(clerk)
    expand = "region,family,guardianships.guardian"
    told = program.get(f"{CHILDREN}{child.pk}/", expand=expand, fields="name").json()
    assert told["region"]["code"] == XUXIAKE_VILLAGE
    assert told["family"]["head_name"] == "王户主"
    assert told["guardianships"][0]["guardian"]["name"] == "王父"
    logged = {(verb, collection) for verb, collection, *_rest in entries()}
    assert logged == {("view", "child"), ("list", "family"), ("list", "guardian")}


def test_a_token_that_is_not_for_a_collection_does_not_reach_it_by_a_link(clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, family=make_family(XUXIAKE_VILLAGE))
    program = program_of(clerk, "children.read")
    answer = program.get(f"{CHILDREN}{child.pk}/", expand="family")
    assert answer.status_code == 403
    assert entries() == [("view", "child", False, [child.pk])]


def test_the_history_of_a_record_is_told_as_on_its_page(clerk: Any, city_desk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, health="哮喘")
    told = program_of(clerk).get(f"{CHILDREN}{child.pk}/history/").json()
    (entry,) = told["items"]
    assert {"label": "身体状况", "old": "", "new": "哮喘"} in entry["changes"]
    assert entry["reason"] == "测试"
    hidden = program_of(city_desk).get(f"{CHILDREN}{child.pk}/history/")
    assert "哮喘" not in hidden.content.decode()
    assert "reason" not in hidden.json()["items"][0]


def test_an_address_that_is_none_answers_in_json() -> None:
    for address in ("nowhere/", "collections/nobody/", "collections/children/x/"):
        answer = Program().get(address)
        assert answer.status_code == 404
        assert answer.json()["status"] == 404
