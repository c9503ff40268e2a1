"""The day of which a ledger tells, as far as it says so."""

import datetime

import pytest

from datasets.ledgers.dating import day_told
from datasets.ledgers.tables import Table

TODAY = datetime.date(2026, 11, 20)


def told(*titles: str, sheet: str = "花名册", notes: tuple[str, ...] = ()) -> str | None:
    table = Table(sheet, [1], [], titles=list(titles), notes=list(notes))
    day = day_told([table], today=TODAY)
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("徐霞客镇困境儿童花名册（2026年3月）", "2026-03-31"),
        ("2026年2月份台账", "2026-02-28"),
        ("二〇二六年三月困境儿童台账", "2026-03-31"),
        ("填报日期：2026年3月12日", "2026-03-12"),
        ("填报日期：2026.3.12", "2026-03-12"),
        ("2026 年 3 月 12 日", "2026-03-12"),
        ("2026-03-12", "2026-03-12"),
        ("2026.03台账", "2026-03-31"),
        ("2026年第一季度困境儿童台账", "2026-03-31"),
        ("2026年3季度", "2026-09-30"),
        ("截至2026年11月", "2026-11-20"),
        ("2027年1月", "2026-11-20"),
        ("2026年度困境儿童花名册", None),
        ("2026-2027学年", None),
        ("2026年12名儿童", None),
        ("2026年2月30日", None),
        ("根据郑政办〔2014〕10号2014年3月文件填报", None),
        ("联系电话13820260312", None),
        ("困境儿童花名册", None),
    ],
)
def test_a_title_tells_it(title: str, day: str | None) -> None:
    assert told(title) == day


def test_the_sheets_name_and_the_filing_line_tell_it_too() -> None:
    assert told(sheet="202603") == "2026-03-31"
    assert told(sheet="2026年3月") == "2026-03-31"
    assert told(notes=("填表人：张三 审核人：李四 填报日期：2026年4月2日",)) == "2026-04-02"
    assert told(notes=("2026年4月2日",)) == "2026-04-02"


def test_the_latest_counts() -> None:
    assert told("2026年3月台账", notes=("填报日期：2026年4月2日",)) == "2026-04-02"


def test_what_a_note_says_of_other_days_is_not_the_ledgers() -> None:
    assert told(notes=("注：出生日期按身份证填写，2020年1月以后出生的另报",)) is None
    assert told("本表填写说明：" + "一" * 60 + "2026年3月") is None
