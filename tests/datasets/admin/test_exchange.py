"""导出 and 导入规范表 on the screens: what leaves, what a preview shows, what a confirmation writes."""

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from datasets.actions.retention.uploads import forget_uploads
from datasets.ledgers.pipeline import LAYOUTS
from datasets.models import Agency, Child, Family
from datasets.models.files import records_storage
from datasets.resources import COLLECTIONS
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE
from tests.factories import make_child, make_family

pytestmark = pytest.mark.django_db


def address(action: str, of: str = "family") -> str:
    return reverse(f"datasets_{of}_modeladmin_{action}")


def csv_of(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("规范表.csv", text.encode())


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def family() -> Family:
    return make_family(XUXIAKE_VILLAGE, head_name="赵户主", household_number="001")


@pytest.fixture
def child() -> Child:
    return make_child(XUXIAKE_VILLAGE, school="旧小学")


@pytest.fixture
def edited(child: Child) -> SimpleUploadedFile:
    return csv_of(f"编号,就读学校\n{child.pk},新小学\n")


def fingerprint(page: Any) -> str:
    return page.context["outcome"].fingerprint


def test_the_workbook_holds_the_rows_of_the_filtered_list_that_are_in_sight(
    as_clerk: Any, family: Family
) -> None:
    make_family(XUXIAKE_VILLAGE, head_name="钱户主")
    make_family(CHANGJING, head_name="赵户主")

    response = as_clerk.get(address("export_xlsx"), {"q": "赵户主"})

    assert ".xlsx" in response["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(body(response))).active
    assert [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)] == [family.pk]


def test_the_csv_is_streamed_with_the_same_rows(as_clerk: Any, family: Family) -> None:
    make_family(CHANGJING)

    lines = body(as_clerk.get(address("export_csv"))).decode("utf-8-sig").splitlines()

    assert lines[0].startswith("编号,地区代码")
    assert [line.split(",")[0] for line in lines[1:]] == [str(family.pk)]


def test_the_childrens_list_with_its_own_prefetches_is_exported_too(as_clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))

    lines = body(as_clerk.get(address("export_csv", "child"))).decode().splitlines()

    assert lines[1].startswith(f"{child.pk},王小明")
    assert "孤儿" in lines[1]


@pytest.mark.parametrize("action", ["export_xlsx", "export_csv", "import"])
def test_village_worker_may_neither_export_nor_import(
    client: Any, village_worker: Any, action: str, child: Child
) -> None:
    client.force_login(village_worker)

    assert client.get(address(action, "child")).status_code in (302, 403)
    page = client.get(address("index", "child")).content.decode()
    assert address(action, "child") not in page
    assert reverse("ledger_upload") not in page.split("<main")[-1]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_collections_list_offers_both(client: Any, boss: Any, collection: str) -> None:
    model = COLLECTIONS[collection]._meta.model._meta.model_name
    client.force_login(boss)

    page = client.get(address("index", model)).content.decode()

    assert address("export_xlsx", model) in page
    ledgers = f"{reverse('ledger_upload')}?collection={collection}"
    way_in = ledgers if collection in LAYOUTS else address("import", model)
    assert f'href="{way_in}"' in page
    assert client.get(way_in).status_code == 200
    assert body(client.get(address("export_csv", model))).startswith("\ufeff编号".encode())


def test_a_list_leads_to_the_ledgers_with_its_collection_chosen(as_clerk: Any) -> None:
    page = as_clerk.get(f"{reverse('ledger_upload')}?collection=families").content.decode()

    assert '<option value="families" selected' in page


def test_the_childrens_import_button_leads_to_the_ledgers(as_clerk: Any) -> None:
    page = as_clerk.get(address("index", "child")).content.decode()

    assert f'href="{reverse("ledger_upload")}?collection=children"' in page
    assert f'href="{address("import", "child")}"' not in page


def test_a_preview_shows_each_difference_and_writes_nothing(
    as_clerk: Any, child: Child, edited: SimpleUploadedFile
) -> None:
    page = as_clerk.post(address("import", "child"), {"file": edited})

    assert "新小学" in page.content.decode()
    assert (page.context["outcome"].updated, page.context["outcome"].created) == (1, 0)
    child.refresh_from_db()
    assert child.school == "旧小学"


def test_a_confirmation_writes_what_was_shown_once(
    as_clerk: Any, clerk: Any, child: Child, edited: SimpleUploadedFile
) -> None:
    page = as_clerk.post(address("import", "child"), {"file": edited})
    confirmed = {"confirm": fingerprint(page)}

    assert as_clerk.post(address("import", "child"), confirmed)["Location"] == address(
        "index", "child"
    )

    child.refresh_from_db()
    assert child.school == "新小学"
    assert child.history.first().history_user == clerk
    assert as_clerk.post(address("import", "child"), confirmed)["Location"] == address(
        "import", "child"
    )
    assert child.history.count() == 2


def test_another_user_cannot_confirm_my_upload(
    as_clerk: Any, client: Any, supervisor: Any, child: Child, edited: SimpleUploadedFile
) -> None:
    page = as_clerk.post(address("import", "child"), {"file": edited})
    client.force_login(supervisor)

    client.post(address("import", "child"), {"confirm": fingerprint(page)})

    child.refresh_from_db()
    assert child.school == "旧小学"


def test_what_changed_since_the_preview_is_shown_again_and_not_written(
    as_clerk: Any, child: Child, edited: SimpleUploadedFile
) -> None:
    page = as_clerk.post(address("import", "child"), {"file": edited})
    Child.objects.filter(pk=child.pk).update(school="三小")

    again = as_clerk.post(address("import", "child"), {"confirm": fingerprint(page)})

    assert "三小" in again.content.decode()
    child.refresh_from_db()
    assert child.school == "三小"


def test_with_errors_there_is_nothing_to_confirm(as_clerk: Any, child: Child) -> None:
    sheet = csv_of(f"编号,性别\n{child.pk},富裕\n")

    page = as_clerk.post(address("import", "child"), {"file": sheet})

    text = page.content.decode()
    assert "第 2 行" in text
    assert "“富裕”不在可选范围内" in text
    assert 'name="confirm"' not in text


def test_an_upload_that_nobody_confirms_is_gone_after_a_day(
    records_root: Path, as_clerk: Any, clerk: Any, edited: SimpleUploadedFile
) -> None:
    as_clerk.post(address("import", "child"), {"file": edited})
    now, hour = timezone.now(), datetime.timedelta(hours=1)
    assert forget_uploads(now=now + 23 * hour) == 0
    assert forget_uploads(now=now + 25 * hour) == 1
    assert not records_storage().exists(f"imports/{clerk.pk}-children")


def test_a_discarded_upload_leaves_no_file(
    as_clerk: Any, clerk: Any, edited: SimpleUploadedFile
) -> None:
    as_clerk.post(address("import", "child"), {"file": edited})
    assert records_storage().exists(f"imports/{clerk.pk}-children")

    as_clerk.post(address("import", "child"), {"discard": "1"})

    assert not records_storage().exists(f"imports/{clerk.pk}-children")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\x00\x00", "这不是"),
        ("姓名\n王小明\n".encode(), "没有“编号”列"),
        (b"", "文件是空的"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_a_sentence(
    as_clerk: Any, content: bytes, sentence: str
) -> None:
    file = SimpleUploadedFile("a.csv", content)

    page = as_clerk.post(address("import", "child"), {"file": file})

    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_public_knowledge_of_another_area_is_exported_as_it_is_seen(
    client: Any, other_clerk: Any
) -> None:
    client.force_login(other_clerk)

    lines = body(client.get(address("export_csv", "agency"))).decode().splitlines()

    assert len(lines) == 1 + Agency.objects.count() > 1
