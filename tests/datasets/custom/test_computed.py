"""Computed fields: answered alike by Python and by both databases, seen by those who see all operands."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import archive_field, change_field, define_field
from datasets.actions.dispatch import create
from datasets.custom.computing import computed_field, with_computed
from datasets.custom.expressions.answering import answer, question
from datasets.custom.expressions.compiling import compiled, is_askable
from datasets.custom.expressions.kinds import FormulaError, Kind
from datasets.custom.expressions.operations import FUNCTIONS, OPERATORS
from datasets.custom.expressions.parsing import parsed
from datasets.custom.expressions.trees import Call, Constant, Operand, Today, Tree
from datasets.custom.loading import made_model
from datasets.models import AccessEntry, Child, FieldDefinition
from datasets.resources import export_to_file
from tests.conftest import TODAY, XUXIAKE_VILLAGE, region
from tests.datasets.api.calling import program_of
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

NUMBERS: list[dict[str, Any]] = [
    {"code": "a", "label": "甲", "kind": "integer"},
    {"code": "b", "label": "乙", "kind": "decimal", "options": {"places": 3}},
    {"code": "day", "label": "日", "kind": "date"},
    {"code": "at", "label": "时", "kind": "datetime"},
    {"code": "is_so", "label": "是", "kind": "yes_no"},
    {"code": "words", "label": "字", "kind": "text"},
    {
        "code": "one", "label": "选", "kind": "choice",
        "options": {"choices": [["x", "一"], ["y", "二"]]},
    },
    {"code": "some", "label": "多", "kind": "choices", "options": {"choices": [["x", "一"]]}},
    {"code": "secret", "label": "密", "kind": "integer", "group": "health"},
    {"code": "other", "label": "另密", "kind": "integer", "group": "judicial"},
]  # fmt: skip


@pytest.fixture
def numbers(system: Actor) -> Any:
    values = {"code": "numbers", "label": "数", "has_region": False}
    define_collection(values=values, fields=NUMBERS, by=system, reason="试")
    return made_model("numbers")


def operand(name: str, kind: Kind, **more: Any) -> Operand:
    return Operand(name, kind, **more)


#: Already the 28th here.
EVENING = datetime.datetime(2018, 2, 27, 17, tzinfo=datetime.UTC)
_WORDS = {"x": "一", "y": "二"}
#: What a formula may call a field → the field.
CALLED = {
    name: one
    for one, names in (
        (Operand("a", Kind.NUMBER), "a甲"),
        (Operand("b", Kind.NUMBER), "b乙"),
        (Operand("day", Kind.DATE), "日"),
        (Operand("at", Kind.DATE, is_moment=True), "时"),
        (Operand("is_so", Kind.TRUTH), "是"),
        (Operand("words", Kind.TEXT), "字"),
        (Operand("one", Kind.TEXT, words=_WORDS), "选"),
        (Operand("some", Kind.OTHER), "多"),
    )
    for name in names
}
_LEAVES: dict[Kind, Any] = {
    Kind.NUMBER: st.one_of(
        st.sampled_from([operand("a", Kind.NUMBER), operand("b", Kind.NUMBER)]),
        st.sampled_from([0.0, 1.0, 2.5, 0.1, 100.0]).map(lambda one: Constant(one, Kind.NUMBER)),
    ),
    Kind.TEXT: st.sampled_from(
        [
            operand("words", Kind.TEXT),
            operand("one", Kind.TEXT, words=_WORDS),
            Constant("一", Kind.TEXT),
        ]
    ),
    Kind.DATE: st.sampled_from(
        [operand("day", Kind.DATE), operand("at", Kind.DATE, is_moment=True), Today()]
    ),
    Kind.TRUTH: st.just(operand("is_so", Kind.TRUTH)),
    Kind.OTHER: st.just(operand("some", Kind.OTHER)),
}


@st.composite
def trees(draw: Any, kind: Kind, depth: int = 3) -> Tree:
    """Of a kind, as deep as that."""
    calls = _CALLS.get(kind)
    if depth == 0 or calls is None or draw(st.integers(0, 3)) == 0:
        leaf: Tree = draw(_LEAVES[kind])
        return leaf
    name, wanted = draw(calls)
    operation = OPERATORS.get(name) or FUNCTIONS[name]
    arguments = [draw(trees(one, depth - 1)) for one in wanted]
    if name == "round":
        arguments.append(Constant(float(draw(st.integers(0, 4))), Kind.NUMBER))
    return Call(operation, tuple(arguments), kind)


def _calls(names: str, *wanted: Kind) -> Any:
    return st.tuples(st.sampled_from(names.split()), st.just(wanted))


_KINDS = st.sampled_from([*Kind])
#: Kind → the operations that give it, with the kinds that they take.
_CALLS: dict[Kind, Any] = {
    Kind.NUMBER: _calls("+ - * / sum", Kind.NUMBER, Kind.NUMBER)
    | _calls("age months_since days_since days_until", Kind.DATE, Kind.DATE)
    | _calls("round", Kind.NUMBER)
    | _calls("if", Kind.TRUTH, Kind.NUMBER, Kind.NUMBER),
    Kind.TEXT: _calls("concat", Kind.TEXT, Kind.DATE)
    | _calls("if", Kind.TRUTH, Kind.TEXT, Kind.TEXT),
    Kind.DATE: _calls("if", Kind.TRUTH, Kind.DATE, Kind.DATE),
    Kind.TRUTH: _calls("= <> < <= > >=", Kind.NUMBER, Kind.NUMBER)
    | _calls("= <> < <= > >=", Kind.DATE, Kind.DATE)
    | _calls("= <>", Kind.TEXT, Kind.TEXT)
    | st.tuples(st.just("empty"), st.tuples(_KINDS)),
}


_DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2040, 12, 31))
_ROWS = st.fixed_dictionaries(
    {},
    optional={
        "a": st.integers(-(10**6), 10**6) | st.sampled_from([0, 1, 3, 10**15 - 1]),
        "b": st.decimals(-1000, 1000, places=3),
        "day": _DAYS,
        "at": _DAYS.map(
            lambda day: datetime.datetime.combine(day, datetime.time(17, 30), datetime.UTC)
        ),
        "is_so": st.booleans(),
        "words": st.sampled_from(["一", "2", "二 "]),
        "one": st.sampled_from("xy"),
        "some": st.just(("x",)),
    },
)
_TREES = st.sampled_from([Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.TRUTH]).flatmap(trees)


@settings(max_examples=150, deadline=None, suppress_health_check=[*HealthCheck])
@given(rows=st.lists(_ROWS, min_size=1, max_size=3), tree=_TREES)
def test_python_and_the_database_give_the_same_answer(
    rows: list[dict[str, Any]], tree: Tree, numbers: Any
) -> None:
    numbers.objects.all()._raw_delete("default")
    records = [numbers(**row) for row in rows]
    numbers.objects.bulk_create(records)
    asked = numbers.objects.annotate(answered=question(tree, TODAY)).order_by("pk")
    expected = [
        answer(tree, record.__getattribute__, TODAY) for record in numbers.objects.order_by("pk")
    ]
    found = list(asked.values_list("answered", flat=True))
    for one, other in zip(found, expected, strict=True):
        assert type(one) is type(other)
        assert one == other


@pytest.mark.parametrize(
    ("formula", "values", "expected"),
    [
        ("empty(【a】 <> 【b】)", {}, True),
        ("empty(【a】 <> 【b】)", {"a": 1, "b": Decimal("0.5")}, False),
        ("【a】 + 【b】 * 2", {"a": 1, "b": Decimal("0.5")}, 2.0),
        ("-(【甲】－1)÷4", {"a": 3}, -0.5),
        ("if(【a】 ≥ 18, “成年”, \"未成年\")", {"a": 17}, "未成年"),
        ("age(【日】)", {"day": datetime.date(2008, 11, 21)}, 17.0),
        ("年龄(【日】)", {"day": datetime.date(2008, 11, 20)}, 18.0),
        ("age(【日】, 【时】)", {"day": datetime.date(2000, 2, 29), "at": EVENING}, 17.0),
        ("months_since(【日】)", {"day": datetime.date(2026, 8, 31)}, 2.0),
        ("days_since(【日】)", {"day": datetime.date(2026, 11, 1)}, 19.0),
        ("days_until(【日】)", {"day": datetime.date(2026, 12, 1)}, 11.0),
        ("concat(【选】, “-”, 【a】, “-”, 【b】)", {"one": "y", "a": 3, "b": Decimal("2.50")}, "二-3-2.5"),
        ("sum(【a】, 【b】)", {"a": 3}, 3.0),
        ("【a】 + 【b】", {"a": 3}, None),
        ("【a】 / 【b】", {"a": 3, "b": 0}, None),
        ("round(【b】, 1)", {"b": Decimal("2.25")}, 2.3),
        ("round(【b】)", {"b": Decimal("-2.5")}, -3.0),
        ("if(empty(【多】), “无”, “有”)", {}, "无"),
        ("today", {}, TODAY),
        ("【选】 = “一”", {"one": "x"}, True),
    ],
)  # fmt: skip
def test_a_formula_is_answered(formula: str, values: dict[str, Any], expected: Any) -> None:
    tree = compiled(parsed(formula), CALLED.__getitem__)
    assert answer(tree, values.get, TODAY) == expected


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("", "公式没有写完。"),
        ("【甲】 + 【字】", "“+”：这里要用数字，不能用文字。"),
        ("【甲】 = 【字】", "“=”：数字和文字不能这样比较。"),
        ("【字】 < “a”", "“<”：文字和文字不能这样比较。"),
        ("if(【甲】, 1, 2)", "“如果”：这里要用是或否，不能用数字。"),
        ("if(【是】, 1)", "“如果”：要写 3 项。"),
        ("age(【甲】)", "“年龄”：这里要用日期，不能用数字。"),
        ("eval(1)", "不认识“eval”。字段要写在【】里，文字要加引号。"),
        ("__import__", "不认识“__import__”。字段要写在【】里，文字要加引号。"),
        ("1 + ", "公式没有写完。"),
        ("(1", "公式里少了“)”。"),
        ("1 ; 2", "公式在“;”处看不懂。"),
        ("【多】", "这个字段不能直接作为计算结果。"),
        ("round(1, 【甲】)", "四舍五入的位数要直接写成 0 到 4。"),
        ("【甲】*【甲】*【甲】*【甲】*【甲】*【甲】*【甲】*【甲】*【甲】*【甲】", "公式太复杂，请拆简单些。"),
        ("(" * 30 + "1" + ")" * 30, "公式里括号套得太深。"),
        ("-" * 50 + "1", "公式里括号套得太深。"),
    ],
)  # fmt: skip
def test_a_formula_that_means_nothing_is_refused_in_one_sentence(formula: str, why: str) -> None:
    with pytest.raises(FormulaError) as refusal:
        compiled(parsed(formula), CALLED.__getitem__)
    assert str(refusal.value) == why


def test_what_a_formula_names_must_be_there_and_be_seen_by_the_same_people(
    numbers: Any, system: Actor
) -> None:
    refused = {
        "【没有】 + 1": "没有叫“没有”的字段。",
        "【得】 + 1": "公式绕成了圈：得→得。",
        "【密】 + 【另密】": "公式里的字段分属健康和残疾、服刑和强制戒毒，不是同样的人看得到，不能放在一起算。",
    }
    for formula, why in refused.items():
        field = {"code": "told", "label": "得", "kind": "computed", "options": {"formula": formula}}
        with pytest.raises(ValidationError) as refusal:
            define_field(collection="numbers", values=field, by=system, reason="要算")
        assert refusal.value.messages == [f"“得”的公式：{why}"]
        assert not hasattr(numbers, "told")
    field = {
        "code": "told",
        "label": "得",
        "kind": "computed",
        "options": {"formula": "【密】 + 【甲】"},
    }
    define_field(collection="numbers", values=field, by=system, reason="要算")
    computed = computed_field(numbers, "told")
    assert computed is not None
    assert (computed.spec.group, computed.is_askable) == ("health", False)


def test_formulas_may_name_each_other_but_not_in_a_circle(numbers: Any, system: Actor) -> None:
    for code, formula in {"c": "【甲】 * 2", "d": "【c】 + 1"}.items():
        field = {"code": code, "label": code, "kind": "computed", "options": {"formula": formula}}
        define_field(collection="numbers", values=field, by=system, reason="要算")
    assert numbers(a=3).d == 7.0
    first = FieldDefinition.objects.get(code="c", collection="numbers")
    with pytest.raises(ValidationError, match="公式绕成了圈"):
        change_field(field=first, values={"options": {"formula": "【d】"}}, by=system, reason="改")
    needed = FieldDefinition.objects.get(code="a", collection="numbers")
    with pytest.raises(ValidationError, match="没有叫“甲”的字段"):
        archive_field(field=needed, by=system, reason="不用了")
    assert numbers(a=3).d == 7.0


@pytest.fixture
def reckoned(volunteers: Any, system: Actor) -> Any:
    """Volunteers, of whom one field is worked out of what all see, and one of what few see."""
    fields = [
        {"code": "double", "label": "双倍", "kind": "computed", "options": {"formula": "【服务时长】 * 2"}},
        {"code": "is_busy", "label": "常来", "kind": "computed", "is_filterable": True,
         "options": {"formula": "【hours】 > 2"}},
        {"code": "call", "label": "联系", "kind": "computed",
         "options": {"formula": "concat(【姓名】, “：”, 【电话】)"}},
    ]  # fmt: skip
    for values in fields:
        define_field(collection="volunteers", values=values, by=system, reason="要算")
    for name, hours in (("李爱心", "2.5"), ("王暖心", "1"), ("张心", None)):
        values = {
            "name": name, "hours": hours, "phone": "13800001234",
            "region": region(XUXIAKE_VILLAGE),
        }  # fmt: skip
        create(volunteers, values=values, by=system, reason="登记")
    return volunteers


def test_it_stands_on_the_page_with_its_formula_and_in_the_list(
    reckoned: Any, clerk: Any, client: Any
) -> None:
    client.force_login(clerk)
    record = reckoned.objects.get(name="李爱心")
    page = client.get(reverse("made", args=[f"volunteers/inspect/{record.pk}/"])).content.decode()
    assert "【服务时长】 * 2" in page
    assert ">5<" in page.replace("\n", "").replace(" ", "") or "5 <span" in page
    assert "李爱心：13800001234" in page
    index = reverse("made", args=["volunteers/"])
    page = client.get(index).content.decode()
    assert "双倍" in page
    assert "李爱心：13800001234" in page
    form = client.get(reverse("made", args=["volunteers/create/"])).content.decode()
    assert "双倍" not in form


def test_lists_are_put_in_its_order_and_narrowed_by_it(
    reckoned: Any, clerk: Any, client: Any
) -> None:
    client.force_login(clerk)
    index = reverse("made", args=["volunteers/"])
    columns = [str(one) for one in client.get(index).context["view"].list_display]
    rows = {}
    for sign in ("", "-"):
        asked = {"o": f"{sign}{columns.index('double')}"}
        rows[sign] = [one.name for one in client.get(index, asked).context["object_list"]]
    assert [name for name in rows[""] if name != "张心"] == ["王暖心", "李爱心"]
    assert [name for name in rows["-"] if name != "张心"] == ["李爱心", "王暖心"]
    found = client.get(index, {"is_busy": "True"}).context["object_list"]
    assert [one.name for one in found] == ["李爱心"]
    # What ciphertext takes part in no list is put in order by.
    asked = {"o": f"{columns.index('call')}"}
    assert client.get(index, asked).status_code == 200


def test_who_does_not_see_an_operand_does_not_see_it(
    reckoned: Any, city_desk: Any, client: Any, system: Actor
) -> None:
    group = Group.objects.get(name="市民政局")
    group.permissions.add(Permission.objects.get(codename="view_made_volunteers"))
    client.force_login(city_desk)
    record = reckoned.objects.get(name="李爱心")
    page = client.get(reverse("made", args=[f"volunteers/inspect/{record.pk}/"])).content.decode()
    assert "13800001234" not in page
    assert "已保护" in page
    assert "13800001234" not in client.get(reverse("made", args=["volunteers/"])).content.decode()


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_it_leaves_with_the_records(ending: str, reckoned: Any, clerk: Any, tmp_path: Path) -> None:
    path = tmp_path / f"out{ending}"
    export_to_file("volunteers", path, by=Actor.of(clerk))
    if ending == ".csv":
        lines = path.read_text("utf-8-sig").splitlines()
        assert lines[0].endswith("双倍,常来,联系")
        assert lines[1].endswith("5,是,李爱心：13800001234")


def test_the_interface_tells_it_and_takes_none(reckoned: Any, clerk: Any) -> None:
    program = program_of(clerk)
    record = reckoned.objects.get(name="李爱心")
    told = program.get(f"collections/volunteers/{record.pk}/").json()
    assert (told["double"], told["is_busy"], told["call"]) == ("5", True, "李爱心：13800001234")
    refused = program.patch(f"collections/volunteers/{record.pk}/", {"record": {"double": "6"}})
    assert refused.status_code == 422


def test_the_interface_filters_and_sorts_by_it(reckoned: Any, clerk: Any, system: Actor) -> None:
    tenth = {"code": "tenth", "label": "十分之一", "kind": "computed",
             "options": {"formula": "【服务时长】 * 0.1 + 0.2"}}  # fmt: skip
    define_field(collection="volunteers", values=tenth, by=system, reason="要算")
    program = program_of(clerk)

    def names(**asked: str) -> list[str]:
        answer = program.get("collections/volunteers/", **asked)
        assert answer.status_code == 200, answer.json()
        return [one["name"] for one in answer.json()["items"]]

    assert names(sort="double") == ["王暖心", "李爱心", "张心"]
    assert names(sort="-double") == ["李爱心", "王暖心", "张心"]
    assert names(double="5") == names(double__gt="2") == names(is_busy="true") == ["李爱心"]
    assert names(double__isnull="true") == ["张心"]
    assert names(tenth="0.3") == names(tenth__lte="0.3") == ["王暖心"]
    assert program.get("collections/volunteers/", double="5", total="true").json()["total"] == 1
    first = program.get("collections/volunteers/", sort="tenth", limit="1").json()
    pages = [first["items"][0]["name"]]
    while first["next"]:
        asked = {"sort": "tenth", "limit": "1", "cursor": first["next"]}
        first = program.get("collections/volunteers/", **asked).json()
        pages.append(first["items"][0]["name"])
    assert pages == names(sort="tenth")
    for asked in ({"double": "many"}, {"sort": "call"}, {"call": "李爱心：13800001234"}):
        assert program.get("collections/volunteers/", **asked).status_code == 400


def test_who_does_not_see_it_neither_filters_nor_sorts_by_it(
    reckoned: Any, city_desk: Any, system: Actor, client: Any
) -> None:
    field = {"code": "worth", "label": "值", "kind": "integer", "group": "health"}
    define_field(collection="volunteers", values=field, by=system, reason="要记")
    twice = {
        "code": "twice",
        "label": "两倍",
        "kind": "computed",
        "options": {"formula": "【值】 * 2"},
    }
    define_field(collection="volunteers", values=twice, by=system, reason="要算")
    group = Group.objects.get(name="市民政局")
    group.permissions.add(Permission.objects.get(codename="view_made_volunteers"))
    program = program_of(city_desk)
    for asked in ({"twice": "2"}, {"sort": "twice"}):
        assert program.get("collections/volunteers/", **asked).status_code == 400
    assert program.get("collections/volunteers/", double="5").status_code == 200
    client.force_login(city_desk)
    index = reverse("made", args=["volunteers/"])
    columns = [str(one) for one in client.get(index).context["view"].list_display]
    order = (
        client.get(index, {"o": str(columns.index("double"))})
        .context["view"]
        .queryset.query.order_by
    )
    assert "double" in order
    order = (
        client.get(index, {"o": str(columns.index("twice"))})
        .context["view"]
        .queryset.query.order_by
    )
    assert "twice" not in order


def test_it_stands_beside_the_fields_of_a_built_in_collection(
    system: Actor, clerk: Any, client: Any
) -> None:
    field = {
        "code": "x_age", "label": "周岁", "kind": "computed",
        "options": {"formula": "age(【出生日期】)"},
    }  # fmt: skip
    define_field(collection="children", values=field, by=system, reason="要算")
    values = {"name": "王小明", "region": region(XUXIAKE_VILLAGE), "birth_date": "2015-06-01"}
    child = create(Child, values=values, by=system, reason="登记")
    client.force_login(clerk)
    page = client.get(reverse("datasets_child_modeladmin_inspect", args=[child.pk]))
    assert "周岁" in page.content.decode()
    assert "周岁" in client.get(reverse("datasets_child_modeladmin_index")).content.decode()
    assert with_computed(Child.objects.all(), ["x_age"], TODAY).get().x_age == 11.0
    # Who was born when is private, and so is what tells of it.
    assert program_of(clerk).get("collections/children/", x_age__gt="1").json()["items"]
    assert AccessEntry.objects.latest("pk").filters["x_age__gt"] == "***"


def test_what_is_parsed_is_compiled_without_a_collection() -> None:
    tree = compiled(parsed("1 + 2 * 3"), lambda name: Constant(0.0, Kind.NUMBER))
    assert answer(tree, {}.__getitem__, TODAY) == 7.0
    assert is_askable(tree)
    with pytest.raises(FormulaError):
        parsed("1" * 1_001)
