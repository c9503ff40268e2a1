"""Finding rows on a ledger's page: by figure, by name, by row number, by sheet, and through the pages."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.choices import AccessVerb
from datasets.models import AccessEntry, LedgerBatch
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import id_number, make_child
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db


def upload(client: Any, content: bytes) -> LedgerBatch:
    file = SimpleUploadedFile("台账.xlsx", content)
    assert client.post(reverse("ledger_upload"), {"file": file}).status_code == 302
    return LedgerBatch.objects.latest("pk")


def shown(client: Any, batch: LedgerBatch, **asked: Any) -> list[tuple[str, int]]:
    """Name and row number of each row on the page."""
    response = client.get(reverse("ledger_batch", args=[batch.pk]), asked)
    assert response.status_code == 200
    return [(one.name, one.row.row) for one, _parking in response.context["rows"]]


@pytest.fixture
def batch(as_clerk: Any) -> LedgerBatch:
    make_child(XUXIAKE_VILLAGE, name="张小乙", birth_date="2015-06-01", school="旧小学")
    return upload(
        as_clerk,
        xlsx(
            HEADER,
            a_row(姓名="张小甲", 监护人联系电话="电话本上", 监护人姓名="张父"),
            a_row(姓名="张小乙", 出生日期="2015-06-01", 就读学校="新小学"),
            a_row(姓名="李丙", 村="无此村", 监护人联系电话="不知道哪天", 监护人姓名="李父"),
            a_row(姓名="李丁"),
            a_row(姓名="李丁"),
        ),
    )


def test_rows_with_a_warning_are_a_figure_that_filters(as_clerk: Any, batch: LedgerBatch) -> None:
    assert batch.warned_count == 3
    assert shown(as_clerk, batch, action="warned") == [("张小甲", 2), ("李丙", 4), ("李丁", 6)]
    page = as_clerk.get(reverse("ledger_batch", args=[batch.pk])).content.decode()
    assert "<strong>3</strong><span>有提醒</span>" in page


def test_a_row_is_found_by_a_part_of_its_name(as_clerk: Any, batch: LedgerBatch) -> None:
    assert shown(as_clerk, batch, q="小乙") == [("张小乙", 3)]
    assert shown(as_clerk, batch, q=" 张　小乙 ") == [("张小乙", 3)]
    assert shown(as_clerk, batch, q="李") == [("李丙", 4), ("李丁", 5), ("李丁", 6)]
    assert shown(as_clerk, batch, q="%") == []
    assert shown(as_clerk, batch, q="王") == []


def test_a_row_is_found_by_its_number(as_clerk: Any, batch: LedgerBatch) -> None:
    assert shown(as_clerk, batch, q="5") == [("李丁", 5)]
    assert shown(as_clerk, batch, q="５") == [("李丁", 5)]
    assert shown(as_clerk, batch, q="9" * 30) == []


def test_search_and_figure_go_together(as_clerk: Any, batch: LedgerBatch) -> None:
    assert shown(as_clerk, batch, q="李", action="create") == [("李丁", 5)]
    assert shown(as_clerk, batch, q="李", action="warned") == [("李丙", 4), ("李丁", 6)]
    response = as_clerk.get(
        reverse("ledger_batch", args=[batch.pk]), {"q": "李", "action": "error"}
    )
    assert "找到 1 行" in response.content.decode()
    addresses = [figure["address"] for figure in response.context["figures"]]
    assert "?action=create&q=%E6%9D%8E" in addresses
    assert '<input type="hidden" name="action" value="error">' in response.content.decode()


def test_what_is_asked_for_is_kept_from_page_to_page(as_clerk: Any) -> None:
    rows = [a_row(姓名=f"{'张李'[n % 2]}{chr(0x4E00 + n)}") for n in range(120)]
    batch = upload(as_clerk, xlsx(HEADER, *rows))
    asked = {"q": "张", "action": "create", "p": 2}
    response = as_clerk.get(reverse("ledger_batch", args=[batch.pk]), asked)
    assert [one.row.row for one, _p in response.context["rows"]] == list(range(102, 122, 2))
    assert 'href="?q=%E5%BC%A0&amp;action=create&amp;p=1"' in response.content.decode()


def test_rows_of_one_sheet_are_shown_alone(as_clerk: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(HEADER, a_row(姓名="张小甲"), sheet="一村")))
    second = book.create_sheet("二村")
    for row in (HEADER, a_row(姓名="李丙"), a_row(姓名="张小乙")):
        second.append(list(row))
    content = io.BytesIO()
    book.save(content)
    batch = upload(as_clerk, content.getvalue())
    assert shown(as_clerk, batch, sheet="二村") == [("李丙", 2), ("张小乙", 3)]
    assert shown(as_clerk, batch, sheet="二村", q="张") == [("张小乙", 3)]
    assert shown(as_clerk, batch, q="2") == [("张小甲", 2), ("李丙", 2)]
    assert "全部工作表" in as_clerk.get(reverse("ledger_batch", args=[batch.pk])).content.decode()


def test_no_number_of_a_person_is_kept_to_be_looked_for(as_clerk: Any) -> None:
    number = id_number()
    batch = upload(
        as_clerk,
        xlsx(
            HEADER,
            a_row(姓名="张小甲", 身份证号=number),
            a_row(姓名=number),
            a_row(姓名="13800000001"),
        ),
    )
    called = list(batch.rows.order_by("id").values_list("called", flat=True))
    assert called == ["张小甲", "", ""]
    assert shown(as_clerk, batch, q=number) == []


def test_the_log_tells_what_was_looked_for(as_clerk: Any, batch: LedgerBatch) -> None:
    shown(as_clerk, batch, q="张小乙")
    entry = AccessEntry.objects.filter(verb=AccessVerb.LEDGER).latest("pk")
    assert entry.filters == {"q": "张小乙"}
