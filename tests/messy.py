"""Ledgers as messy as life, made from a known truth: Hypothesis draws every form of the mess and combines them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from datasets.standards.id_numbers import check_character
from tests.messy_cells import CATEGORIES, CONDITIONS, RELATIONS, WRITERS, Fault, Gap, faulty
from tests.messy_files import FILES

TOWN = "徐霞客镇"
VILLAGES = {
    "320281104208": ("徐霞客村", "徐霞客村村委会", "徐霞客 村", "徐霞客镇徐霞客村", "徐霞客村委会"),
    "320281104210": ("湖塘村", "湖塘", "湖塘村民委员会", "江阴市徐霞客镇湖塘村", "湖塘村3组"),
    "320281104206": ("璜塘村", "璜塘村村委会", "徐霞客镇璜塘村"),
}
HEADINGS = {
    "name": ("姓名", "儿童姓名", "姓 名", "困境儿童\n姓名", "姓名*", "1.姓名"),
    "sex": ("性别", "性 别", "性别（男/女）"),
    "id_number": (
        "身份证号",
        "公民身份号码",
        "身份证号码\n（18位）",
        "儿童身份证号",
        "证件号码",
        "身份证号*",
    ),
    "birth_date": ("出生日期", "出生年月日", "出生年月", "生日"),
    "categories": ("儿童类别", "困境类型", "保障类别（可多选）", "困境类别"),
    "school": ("就读学校", "学校", "所在学校"),
    "subsidy_amount": ("补助标准（元/月）", "补贴标准", "发放标准\n(元)"),
    "remark": ("备注", "说 明"),
}
#: Under a heading of their own, and as columns of a group 监护人.
GUARDIAN = {
    "guardian_name": (("监护人姓名", "监护人", "法定监护人"), "姓名"),
    "guardian_relation": (("与儿童关系", "监护关系", "与监护人关系"), "关系"),
    "guardian_id_number": (("监护人身份证号", "监护人身份证号码"), "身份证号"),
    "guardian_phone": (("监护人联系电话", "监护人电话"), "联系电话"),
}
FATHER = {
    "father_name": "姓名",
    "father_id_number": "身份证号",
    "father_phone": "联系电话",
    "father_condition": "状况",
}
_SURNAMES = "王李张刘陈杨赵黄周吴"
_GIVEN = "伟芳娜敏静磊洋艳勇军杰娟涛明超霞刚㛃"


@dataclass
class Truth:
    """One row: its canonical values, or the code of the fault that was put into the field `fault_in`."""

    values: dict[str, Any]
    fault: str = ""
    fault_in: str = ""
    row: int = 0
    sheet: int = 0


@dataclass
class Page:
    """One sheet: its lines, and the ranges merged (first row, last row, first column, last column; from 0)."""

    name: str
    lines: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class MessyLedger:
    content: bytes
    name: str
    truths: list[Truth]
    pages: list[Page]

    def __repr__(self) -> str:
        lines = "\n".join(f"{page.name}: {line}" for page in self.pages for line in page.lines)
        return f"{self.name}\n{lines}"


@dataclass(frozen=True)
class Plan:
    """What a page is like; what it does not say in columns stands outside its rows."""

    columns: tuple[str, ...]
    village_in: str  # column, title, sheet, section
    category_in: str  # column, ticks, title, nowhere
    guardian: str  # columns, group, nowhere
    father: bool
    numbering: int
    offset: int
    totals: bool
    noise: bool


@st.composite
def plans(draw: st.DrawFn, *, may_name_sheets: bool) -> Plan:
    optional = [c for c in HEADINGS if c not in ("name", "categories")]
    columns = ["name", *draw(st.lists(st.sampled_from(optional), unique=True, min_size=2))]
    places = ["column", "title", "section", *(["sheet"] if may_name_sheets else [])]
    return Plan(
        columns=tuple(draw(st.permutations(columns))),
        village_in=draw(st.sampled_from(places)),
        category_in=draw(st.sampled_from(("column", "ticks", "title", "nowhere"))),
        guardian=draw(st.sampled_from(("columns", "group", "nowhere"))),
        father=draw(st.booleans()),
        numbering=draw(st.integers(0, 3)),
        offset=draw(st.integers(0, 2)),
        totals=draw(st.booleans()),
        noise=draw(st.booleans()),
    )


@st.composite
def messy_ledgers(draw: st.DrawFn) -> MessyLedger:
    """A ledger of one to three sheets; some of its rows have a fault that must be caught."""
    kind = draw(st.sampled_from(sorted(FILES)))
    write, holds_sheets = FILES[kind]
    count = draw(st.integers(1, 3)) if holds_sheets else 1
    people = People()
    sheets: list[Page] = []
    truths: list[Truth] = []
    for number in range(count):
        page, own = draw(pages(people, number, may_name_sheets=holds_sheets))
        if page.name in {other.name for other in sheets}:
            continue
        for truth in own:
            truth.sheet = len(sheets)
        sheets.append(page)
        truths += own
    content = write(sheets)
    return MessyLedger(content, f"台账.{kind.split()[0]}", truths, sheets)


class People:
    """No two rows of a ledger are the same child."""

    def __init__(self) -> None:
        self.count = 0

    def draw(self, draw: st.DrawFn) -> dict[str, Any]:
        self.count += 1
        born = datetime.date(2010, 1, 1) + datetime.timedelta(days=draw(st.integers(0, 5500)))
        sex = draw(st.sampled_from(("male", "female")))
        return {
            "name": draw(st.sampled_from(_SURNAMES))
            + "".join(draw(st.lists(st.sampled_from(_GIVEN), min_size=1, max_size=2)))
            + (draw(st.sampled_from(("", "", "·买买提")))),
            "sex": sex,
            "id_number": numbered(born, sex, self.count),
            "birth_date": born.isoformat(),
            "categories": draw(
                st.lists(st.sampled_from(sorted(CATEGORIES)), min_size=1, max_size=3, unique=True)
            ),
            "school": draw(st.sampled_from(("徐霞客小学", "实验中学", "江阴市特殊教育中心校"))),
            "guardian_name": draw(st.sampled_from(_SURNAMES)) + draw(st.sampled_from(_GIVEN)),
            "guardian_relation": draw(st.sampled_from(sorted(RELATIONS))),
            "guardian_id_number": numbered(datetime.date(1960, 5, 5), "male", 100 + self.count),
            "guardian_phone": f"138{draw(st.integers(0, 10**8 - 1)):08d}",
            "father_name": draw(st.sampled_from(_SURNAMES)) + draw(st.sampled_from(_GIVEN)),
            "father_id_number": numbered(datetime.date(1985, 5, 5), "male", 100 + self.count),
            "father_phone": f"139{draw(st.integers(0, 10**8 - 1)):08d}",
            "father_condition": draw(st.sampled_from(sorted(CONDITIONS))),
            "subsidy_amount": f"{draw(st.integers(1, 30)) * 100}.00",
            "remark": "需要走访",
        }


def numbered(born: datetime.date, sex: str, sequence: int) -> str:
    first = f"990000{born:%Y%m%d}{2 * sequence + (1 if sex == 'male' else 0):03d}"
    return first + check_character(first)


@st.composite
def pages(
    draw: st.DrawFn, people: People, number: int, *, may_name_sheets: bool
) -> tuple[Page, list[Truth]]:
    plan = draw(plans(may_name_sheets=may_name_sheets))
    codes = sorted(VILLAGES)
    village = draw(st.sampled_from(codes))
    category = draw(st.sampled_from(sorted(CATEGORIES)))
    page = Page(VILLAGES[village][0] if plan.village_in == "sheet" else f"表{number + 1}")
    writer = _Writer(draw, page, plan)
    writer.titles(village, category)
    writer.header()
    truths: list[Truth] = []
    in_part = 0
    for _row in range(draw(st.integers(1, 5))):
        if plan.village_in == "section" and (not truths or draw(st.integers(0, 3)) == 0):
            if plan.totals and in_part:
                writer.total("小计", in_part)
            village, in_part = draw(st.sampled_from(codes)), 0
            writer.line(
                draw(st.sampled_from(("{}", "一、{}", "（二）{}"))).format(VILLAGES[village][0])
            )
        elif plan.village_in == "column" and draw(st.integers(0, 2)) == 0:
            village = draw(st.sampled_from(codes))
        if plan.noise and draw(st.integers(0, 4)) == 0:
            writer.noise()
        truth = writer.child(people.draw(draw), village, category)
        truths.append(truth)
        in_part += 1
    if plan.totals:
        writer.total("合计", len(truths))
    writer.foot()
    return page, truths


class _Writer:
    """Writes one page, cell by cell, keeping to its plan."""

    def __init__(self, draw: st.DrawFn, page: Page, plan: Plan) -> None:
        self.draw, self.page, self.plan = draw, page, plan
        self.fields: list[str] = []
        self.has_rows = False
        self.above = ""

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def add(self, cells: list[Any]) -> None:
        self.page.lines.append([*[""] * self.plan.offset, *cells])

    def line(self, text: str) -> None:
        self.add([text])
        self.above = ""

    def titles(self, village: str, category: str) -> None:
        for _blank in range(self.one_of(0, 0, 1, 30)):
            self.page.lines.append([])
        if self.one_of(True, False):
            self.add(["附件1"])
        place = VILLAGES[village][0] if self.plan.village_in == "title" else ""
        words = CATEGORIES[category][1] if self.plan.category_in == "title" else "困境未成年人"
        in_line = bool(place) and self.one_of(True, False)
        self.add([f"江阴市{TOWN}{'' if in_line else place}{words}花名册（2026年11月）"])
        if in_line:
            self.add([f"填报单位（盖章）：{TOWN}{place}", "", "填报日期：2026.11.10"])

    def header(self) -> None:
        headings = list(self._headings())
        self.fields = [name for name, _heading, _group in headings]
        self._add_header(
            [group or heading for _name, heading, group in headings],
            [heading if group else "" for _name, heading, group in headings],
        )
        if self.plan.numbering:
            marks = {1: [], 2: ["甲", "乙"], 3: ["栏次"]}[self.plan.numbering]
            count = len(headings) - len(marks)
            self.add([*marks, *(self.one_of(n, str(n)) for n in range(1, count + 1))])

    def _headings(self) -> Iterator[tuple[str, str, str]]:
        """Each column: its field, its heading, and the group it stands in."""
        plan = self.plan
        yield "#", "序号", ""
        if plan.village_in == "column":
            yield "region", self.one_of("村（社区）", "村居", "所在村", "村\n（社区）"), ""
        yield from ((name, self.one_of(*HEADINGS[name]), "") for name in plan.columns)
        if plan.category_in == "column":
            yield "categories", self.one_of(*HEADINGS["categories"]), ""
        if plan.category_in == "ticks":
            yield from (
                (f"tick.{code}", words[0], "困境类型（打√）") for code, words in CATEGORIES.items()
            )
        if plan.father:
            yield from ((name, heading, "父亲情况") for name, heading in FATHER.items())
        for name, (flat, grouped) in GUARDIAN.items():
            if plan.guardian == "columns":
                yield name, self.one_of(*flat), ""
            elif plan.guardian == "group":
                yield name, grouped, "监护人"
        yield "网格员", "网格员", ""
        yield "电话", "联系电话", ""

    def _add_header(self, upper: list[str], lower: list[str]) -> None:
        """Groups merged over their columns, other headings over both rows."""
        if not any(lower):
            self.add(list(upper))
            return
        row, left = len(self.page.lines), self.plan.offset
        shown = [
            text if not lower[i] or i == 0 or upper[i - 1] != text or not lower[i - 1] else ""
            for i, text in enumerate(upper)
        ]
        self.add(list(shown))
        self.add(list(lower))
        starts = [i for i, text in enumerate(shown) if text]
        for first, end in zip(starts, [*starts[1:], len(shown)], strict=True):
            if lower[first]:
                self.page.merged.append((row, row, left + first, left + end - 1))
            else:
                self.page.merged.append((row, row + 1, left + first, left + first))

    def child(self, facts: dict[str, Any], village: str, category: str) -> Truth:
        values: dict[str, Any] = {"region": village}
        cells: list[Any] = []
        fault: Fault | None = None
        for name in self.fields:
            if name == "region":
                cells.append(self._village(village))
            elif name.startswith("tick."):
                is_ticked = name.removeprefix("tick.") in facts["categories"]
                cells.append(
                    self.one_of(
                        *(("√", "✓", "☑", "是", 1) if is_ticked else ("", "×", "否", 0, "□"))
                    )
                )
            elif name in facts:
                gap = not name.endswith("name") and self.one_of(*[False] * 5, True)
                written: Any = self.one_of(*Gap) if gap else WRITERS[name](self.draw, facts[name])
                if (
                    fault is None
                    and self.one_of(*[False] * 12, True)
                    and (found := faulty(name, facts))
                ):
                    fault = self.one_of(*found)
                    written = fault.cell
                elif not gap:
                    values[name] = facts[name]
                cells.append(written)
            else:
                cells.append(self._other(name))
        if self.plan.category_in == "ticks":
            values["categories"] = [code for code in CATEGORIES if code in facts["categories"]]
        if self.plan.category_in == "title":
            values["categories"] = [category]
        self.add(cells)
        self.has_rows = True
        code, place = (fault.code, fault.field) if fault else ("", "")
        if code == "birth_month_mismatch" and "id_number" not in values:
            code = "date_incomplete"  # nothing to hold the month against
        return Truth(values, code, place, row=len(self.page.lines))

    def _village(self, village: str) -> str:
        if self.has_rows and self.above == village and self.one_of(True, False):
            return str(self.one_of("同上", "〃", "同 上"))
        self.above = village
        return str(self.one_of(*VILLAGES[village]))

    def _other(self, name: str) -> Any:
        if name == "#":
            return len(self.page.lines)
        return {"网格员": "李网格", "电话": "13700000001"}[name]

    def total(self, word: str, count: int) -> None:
        at = self.fields.index("name")
        cells: list[Any] = [""] * len(self.fields)
        cells[0] = word if at else ""
        cells[at] = self.one_of(count, f"{count}人") if at else f"{word}{count}人"
        self.add(cells)

    def noise(self) -> None:
        kind = self.one_of("blank", "note", "numbered", "header")
        if kind == "blank":
            self.page.lines.append([])
        elif kind == "note":
            self.add([self.one_of("备注：以下为新增", "注：由村里核实")])
        elif kind == "numbered":
            self.add([len(self.page.lines)])
        else:
            self.add(["", *["…"] * (len(self.fields) - 1)])

    def foot(self) -> None:
        self.page.lines += [[]] * self.one_of(0, 2)
        self.add(["注：本表每月10日前报送。"])
        self.add(["填表人：王某", "", "审核人：李某"])
