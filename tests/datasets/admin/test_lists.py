"""The lists: what filters, what is found, and what an address cannot ask."""

from typing import Any

import pytest

from datasets.models import Child, Region
from tests.conftest import CHANGJING, XUXIAKE, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_guardian

pytestmark = pytest.mark.django_db

LIST = "/admin/datasets/child/"


def names(client: Any, **query: Any) -> list[str]:
    page = client.get(LIST, query)
    assert page.status_code == 200
    return sorted(child.name for child in page.context["object_list"])


@pytest.fixture
def two(boss: Any) -> tuple[Child, Child]:
    guardian = make_guardian(XUXIAKE_VILLAGE, phone="13900001234", id_number=id_number())
    return (
        make_child(
            XUXIAKE_VILLAGE,
            name="张一",
            sex="male",
            id_number=id_number(),
            guardian=guardian,
            categories=("orphan", "poverty"),
        ),
        make_child(CHANGJING, name="李二", sex="female", categories=("poverty",)),
    )


def test_declared_filters_narrow(client: Any, boss: Any, two: Any) -> None:
    client.force_login(boss)
    assert names(client) == ["张一", "李二"]
    assert names(client, sex="female") == ["李二"]
    assert names(client, status="closed") == []
    assert names(client, category="orphan") == ["张一"]
    assert names(client, region=region(XUXIAKE).pk) == ["张一"]
    assert names(client, region=region("320281").pk, category="poverty") == ["张一", "李二"]


@pytest.mark.parametrize(
    "query",
    [
        {"id_number__startswith": "3"},
        {"guardianships__guardian__phone": "1"},
        {"remark__contains": "低保"},
        {"nonsense": "1"},
        {"birth_date__year": "abc"},
        {"pk": "x"},
        {"sex": "x"},
        {"sex__exact": "female"},
        {"status": ""},
        {"category": "nothing"},
        {"region": "abc"},
        {"region": "²"},
        {"region": "9" * 40},
        {"p": "-4"},
        {"p": "999"},
        {"p": "x"},
        {"o": "99"},
        {"o": "-x.3.-.--1"},
        {"e": "1"},
        {"export": "xlsx"},
        {"q": ""},
        {"q": "   "},
    ],
)
def test_what_is_not_declared_neither_filters_nor_crashes(
    client: Any, boss: Any, two: Any, query: dict[str, str]
) -> None:
    client.force_login(boss)
    assert names(client, **query) == ["张一", "李二"]


def test_a_nul_character_finds_nothing_and_breaks_nothing(client: Any, boss: Any, two: Any) -> None:
    client.force_login(boss)
    assert names(client, q="不\0存在") == []


def test_search_goes_by_the_shape_of_what_was_typed(client: Any, boss: Any, two: Any) -> None:
    client.force_login(boss)
    first, _second = two
    guardian = first.guardianships.get().guardian
    for typed in (
        "张", "张一", first.id_number, first.id_number.lower(), f" {first.id_number[:6]} {first.id_number[6:]}",
        guardian.id_number, "13900001234", "徐霞客村", "徐霞客", "徐霞客镇",
    ):  # fmt: skip
        assert names(client, q=typed) == ["张一"], typed
    for typed in (first.id_number[:17], "1390000", "990000"):
        assert names(client, q=typed) == [], typed


def test_a_filter_of_another_area_is_ignored(as_clerk: Any, two: Any) -> None:
    assert names(as_clerk, region=region(CHANGJING).pk) == ["张一"]


def test_the_region_filter_starts_at_the_own_area_and_goes_down(as_clerk: Any, two: Any) -> None:
    def choices(**query: Any) -> list[tuple[str, str]]:
        page = as_clerk.get(LIST, query)
        view = page.context["view"]
        spec = view.filter_specs[0]
        return [(choice["kind"], str(choice["display"])) for choice in spec.choices(view)]

    assert choices() == [("up", "全部"), ("down", "徐霞客镇")]
    village = region(XUXIAKE_VILLAGE)
    town = choices(region=village.parent_id)
    assert town[:2] == [("up", "全部"), ("here", "徐霞客镇")]
    assert ("down", village.name) in town
    assert choices(region=village.pk) == [
        ("up", "全部"),
        ("up", "徐霞客镇"),
        ("here", village.name),
    ]


def test_sorting_is_by_the_declared_columns_only(client: Any, boss: Any, two: Any) -> None:
    client.force_login(boss)
    columns = client.get(LIST).context["view"].list_display
    by_name = client.get(LIST, {"o": str(columns.index("name"))}).context["view"].queryset
    assert by_name.query.order_by[0] == "name"
    by_number = client.get(LIST, {"o": str(columns.index("id_number"))}).context["view"].queryset
    assert "id_number" not in by_number.query.order_by


def test_a_page_asks_as_often_for_fifty_rows_as_for_one(
    client: Any, supervisor: Any, django_assert_max_num_queries: Any
) -> None:
    villages = Region.objects.filter(parent__code=XUXIAKE)[:3]
    for number in range(12):
        make_child(villages[number % 3], name=f"王{number}", categories=("orphan", "poverty"))
    client.force_login(supervisor)
    client.get(LIST)
    with django_assert_max_num_queries(24):
        assert len(names(client)) == 12
    assert client.get(LIST).content.decode().count("/admin/datasets/child/edit/") == 12


def test_counting_stops_at_ten_thousand(
    client: Any, boss: Any, two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datasets.admin.lists.MOST_COUNTED", 1)
    client.force_login(boss)
    assert "多于 1 条" in client.get(LIST).content.decode()
