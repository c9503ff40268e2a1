"""policy import and the page of the admin: drafts that nobody sees before somebody has checked them."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.documents import get_document_model

from content.models import PolicyPage
from datasets.actions.accounts import accept_conduct
from datasets.choices import BatchStatus
from datasets.models import Duty, LedgerBatch, Policy
from tests.content.intake.reading import SAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root", "pages")]

PLAN = SAMPLES / "scan.txt"


@pytest.fixture
def pages(db: None) -> None:
    call_command("pages", verbosity=0)


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def imported(path: Path, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("policy", "import", str(path), format="json", stdout=out, **options)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_parse_prints_json_and_writes_nothing() -> None:
    out = io.StringIO()
    call_command("policy", "parse", str(PLAN), format="json", stdout=out)
    assert json.loads(out.getvalue())["number"] == "清政办〔2018〕9号"
    assert not PolicyPage.objects.filter(number="清政办〔2018〕9号").exists()


def test_parse_as_text_shows_what_is_left_out_of_the_body() -> None:
    out = io.StringIO()
    call_command("policy", "parse", str(PLAN), stdout=out)
    assert "不入正文：抄送" in out.getvalue()


def test_what_is_no_document_ends_with_two_and_a_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "empty.docx"
    empty.write_bytes(b"")
    for path in (empty, tmp_path / "missing.docx"):
        err = io.StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("policy", "parse", str(path), stderr=err)
        assert ended.value.code == 2
        assert err.getvalue().strip().endswith("。")


def test_import_makes_a_draft_that_the_public_does_not_see(client: Any) -> None:
    page = PolicyPage.objects.get(pk=imported(PLAN)["page"])
    assert not page.live
    assert page.number == "清政办〔2018〕9号"
    assert page.issuers == "清源县人民政府办公室"
    assert str(page.issued_date) == "2018-03-07"
    assert client.get(page.get_url()).status_code == 404
    labels = [block.value["label"] for block in page.body]
    assert labels.count("（二）") == 1
    assert [one.number for one in page.citations.all()] == ["国发〔2016〕13号"]


def test_import_leaves_a_table_of_duties_to_be_confirmed() -> None:
    before = Duty.objects.count()
    told = imported(PLAN)
    batch = LedgerBatch.objects.get(pk=told["batch"])
    assert batch.status == BatchStatus.PREVIEWED
    assert batch.collection == "duties"
    assert batch.rows.count() == told["rows"] > 5
    assert Duty.objects.count() == before
    assert Policy.objects.get(number="清政办〔2018〕9号").issuer == "清源县人民政府办公室"


def test_a_paragraph_of_an_agency_is_a_clause_with_an_address(tmp_path: Path) -> None:
    text = "关于加强保护工作的通知\n示办〔2026〕1号\n一、职责分工\n市民政局：负责统筹；负责汇总。\n市教育局：负责入学。"
    path = tmp_path / "notice.txt"
    path.write_text(text)
    page = PolicyPage.objects.get(pk=imported(path)["page"])
    names = [clause.name for clause in page.clauses_in_order()]
    assert names[-2:] == ["一·市民政局", "一·市教育局"]


def test_who_may_not_import_duties_gets_no_batch_but_a_file(editor: Any, tmp_path: Path) -> None:
    table = tmp_path / "duties.xlsx"
    told = imported(PLAN, username=editor.username, table=table)
    assert told["batch"] is None
    rows = list(load_workbook(table).active.values)
    assert rows[0] == ("依据文号", "条款", "牵头单位", "配合单位", "职责内容")
    assert ("三4", "县妇联、团县委") in [row[1:3] for row in rows]


def test_a_clerk_may_not_make_pages(clerk: Any) -> None:
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("policy", "import", str(PLAN), username=clerk.username, stderr=err)
    assert "政策目录" in err.getvalue()


@pytest.mark.usefixtures("media")
def test_an_editor_checks_what_was_read_beside_the_original(client: Any, editor: Any) -> None:
    client.force_login(editor)
    assert "公文导入" in client.get(reverse("policy_intake")).content.decode()
    file = SimpleUploadedFile("方案.txt", PLAN.read_bytes())
    response = client.post(reverse("policy_intake"), {"file": file}, follow=True)
    text = response.content.decode()
    page = PolicyPage.objects.get(number="清政办〔2018〕9号")
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in text
    assert "县教育局" in text
    assert 'id="p-' in text
    kept = get_document_model().objects.get()
    table = client.get(reverse("policy_intake_table", args=[page.pk, kept.pk]))
    assert table.status_code == 200
    assert load_workbook(io.BytesIO(table.content)).active.max_row > 5
    other = PolicyPage.objects.exclude(pk=page.pk).first()
    assert client.get(reverse("policy_intake_check", args=[other.pk, kept.pk])).status_code == 404
    client.logout()
    assert client.get(kept.url).status_code == 302, "the original is not public"


@pytest.mark.usefixtures("media")
def test_whoever_keeps_the_duty_table_too_gets_the_preview(client: Any) -> None:
    boss = get_user_model().objects.create_superuser("boss", password="x")
    accept_conduct(user=boss, at=timezone.now())
    client.force_login(boss)
    file = SimpleUploadedFile("方案.txt", PLAN.read_bytes())
    response = client.post(reverse("policy_intake"), {"file": file})
    batch = LedgerBatch.objects.get()
    assert response.url.endswith(f"?batch={batch.pk}")


def test_a_refused_file_is_told_on_the_page(client: Any, editor: Any) -> None:
    client.force_login(editor)
    for content, sentence in ((b"%PDF-1.4 x", "打不开"), (b"", "空的")):
        file = SimpleUploadedFile("x.pdf", content)
        response = client.post(reverse("policy_intake"), {"file": file})
        assert response.status_code == 422
        assert sentence in response.content.decode()
    assert not PolicyPage.objects.filter(live=False).exists()


def test_a_clerk_finds_no_intake(as_clerk: Any) -> None:
    assert as_clerk.get(reverse("policy_intake")).status_code in (302, 403)
