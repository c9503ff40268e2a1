"""The command's contract: its JSON, its exit status, its one sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from datasets.actions.dispatch import change
from datasets.models import AccessEntry, Child, LedgerBatch
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child
from tests.spreadsheets import HEADER, a_row, csv_text, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    rows = [
        ["困境儿童花名册"],
        [*HEADER, "网格员"],
        [*a_row(出生日期="2015.6.1"), "李四"],
        a_row(姓名=""),
    ]
    path.write_bytes(xlsx(*rows))
    return path


def run(capsys: Any, *arguments: Any) -> Any:
    call_command("ledger", *map(str, arguments))
    return json.loads(capsys.readouterr().out)


def test_preview_tells_every_row_and_changes_nothing(capsys: Any, ledger: Path) -> None:
    told = run(
        capsys,
        "preview",
        ledger,
        "--collection",
        "children",
        "--today",
        "2026-11-20",
        "--format",
        "json",
    )
    assert list(told) == ["file", "collection", "batch", "sheets", "rows", "summary"]
    assert (told["file"], told["collection"], told["batch"]) == ("台账.xlsx", "children", None)
    (sheet,) = told["sheets"]
    assert (sheet["name"], sheet["used"], sheet["header_rows"]) == ("花名册", True, [2])
    assert {"column": "D", "header": "姓名", "field": "name"} in sheet["columns"]
    assert {"column": "O", "header": "网格员", "field": None} in sheet["columns"]
    good, bad = told["rows"]
    assert (good["sheet"], good["row"], good["action"], good["issues"]) == (
        "花名册",
        3,
        "create",
        [],
    )
    assert good["values"] == {
        "name": "王小明",
        "birth_date": "2015-06-01",
        "region": XUXIAKE_VILLAGE,
        "categories": ["orphan"],
    }
    assert bad["action"] == "error"
    (issue,) = bad["issues"]
    assert (issue["field"], issue["code"], issue["severity"]) == ("name", "missing", "error")
    assert issue["message"]
    assert told["summary"] == {"create": 1, "update": 0, "unchanged": 0, "park": 0, "error": 1}
    assert not Child.objects.exists()
    assert not LedgerBatch.objects.exists()


def test_apply_writes_and_names_the_batch(capsys: Any, ledger: Path, clerk: Any) -> None:
    arguments = (
        "apply",
        ledger,
        "--collection",
        "children",
        "--as",
        clerk.username,
        "--format",
        "json",
    )
    told = run(capsys, *arguments)
    assert told["batch"] == LedgerBatch.objects.get().pk
    assert Child.objects.get().history.get().history_user == clerk
    again = run(capsys, *arguments)
    assert again["summary"] == {"create": 0, "update": 0, "unchanged": 1, "park": 0, "error": 1}


def test_text_is_for_a_terminal(capsys: Any, ledger: Path) -> None:
    call_command("ledger", "preview", str(ledger), "--collection", "children")
    told = capsys.readouterr().out
    assert "新增 1" in told
    assert "花名册 4" in told


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken", "会议,通知\n".encode()])
def test_what_is_no_ledger_ends_with_two_and_one_sentence(
    capsys: Any, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    for verb in ("preview", "apply"):
        with pytest.raises(SystemExit) as end:
            call_command("ledger", verb, str(path), "--collection", "children")
        assert end.value.code == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.strip().count("\n") == 0
        assert "Traceback" not in told.err
    assert not LedgerBatch.objects.exists()


def test_nobody_and_the_unauthorised_are_refused(
    capsys: Any, ledger: Path, village_worker: Any
) -> None:
    for name in ("nobody", village_worker.username):
        with pytest.raises(SystemExit) as end:
            call_command("ledger", "apply", str(ledger), "--collection", "children", "--as", name)
        assert end.value.code == 2
    assert not Child.objects.exists()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_can_be_taken_in_again_without_a_change(
    capsys: Any, tmp_path: Path, ledger: Path, ending: str
) -> None:
    call_command("ledger", "apply", str(ledger), "--collection", "children")
    make_child(XUXIAKE_VILLAGE, name="没有证件", remark="=1+1", school="'小学")
    out = tmp_path / f"out.{ending}"
    call_command("ledger", "export", "children", str(out))
    capsys.readouterr()
    told = run(capsys, "apply", out, "--collection", "children", "--format", "json")
    assert told["summary"] == {"create": 0, "update": 0, "unchanged": 2, "park": 0, "error": 0}


def test_an_export_holds_ones_own_area_only(
    capsys: Any, tmp_path: Path, clerk: Any, other_clerk: Any
) -> None:
    make_child(XUXIAKE_VILLAGE, name="我的孩子")
    out = tmp_path / "out.csv"
    call_command("ledger", "export", "children", str(out), "--as", clerk.username)
    assert "我的孩子" in out.read_text("utf-8-sig")
    call_command("ledger", "export", "children", str(out), "--as", other_clerk.username)
    assert "我的孩子" not in out.read_text("utf-8-sig")


def test_what_is_exported_in_a_batchs_layout_comes_back_unchanged(
    capsys: Any, tmp_path: Path, ledger: Path, clerk: Any
) -> None:
    who = ("--as", clerk.username)
    batch = run(capsys, "apply", ledger, "--collection", "children", "--format", "json", *who)
    make_child(XUXIAKE_VILLAGE, name="没有证件", remark="=1+1")
    out = tmp_path / "out.xlsx"

    call_command("ledger", "export", "children", str(out), "--layout", str(batch["batch"]), *who)

    assert "已导出 2 行" in capsys.readouterr().out
    told = run(capsys, "preview", out, "--collection", "children", "--format", "json", *who)
    assert told["summary"] == {"create": 0, "update": 0, "unchanged": 2, "park": 0, "error": 0}
    assert told["sheets"][0]["header_rows"] == [2]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("children", "out.csv", "--layout", "1"), "按台账的格式只能导出 .xlsx 文件。"),
        (("children", "out.xlsx", "--layout", "999999"), "没有批次 999999"),
        (("children", "out.ods"), "以 .xlsx 或 .csv 结尾"),
    ],
)
def test_an_export_that_cannot_be_is_refused_in_one_sentence(
    capsys: Any, arguments: tuple[str, ...], sentence: str, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        call_command("ledger", "export", *arguments)
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_csv_ledger_counts_its_lines(capsys: Any, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(csv_text(HEADER, a_row(备注="两\n行"), a_row(姓名="乙")).encode("gb18030"))
    told = run(capsys, "preview", path, "--collection", "children", "--format", "json")
    assert [row["row"] for row in told["rows"]] == [2, 4]


def test_undo_tells_what_went_and_what_was_kept(capsys: Any, ledger: Path, clerk: Any) -> None:
    who = ("--as", clerk.username)
    batch = run(capsys, "apply", ledger, "--collection", "children", *who, "--format", "json")
    told = run(capsys, "undo", batch["batch"], *who, "--format", "json")
    assert list(told) == ["batch", "undone_by", "file", "deleted", "restored", "kept"]
    assert (told["batch"], told["file"]) == (batch["batch"], "台账.xlsx")
    assert (told["deleted"], told["restored"], told["kept"]) == (1, 0, [])
    assert not Child.objects.exists()
    listed = run(capsys, "list", *who, "--format", "json")
    assert [(one["batch"], one["undoes"], one["status"]) for one in listed] == [
        (told["undone_by"], told["batch"], "applied"),
        (told["batch"], None, "undone"),
    ]
    assert listed[1]["summary"] == batch["summary"]
    assert (listed[0]["deleted"], listed[0]["applied_by"]) == (1, clerk.username)


def test_what_is_kept_is_told_field_by_field(capsys: Any, ledger: Path, system: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, name="王小明", birth_date="2015-06-01", school="旧小学")
    rows = [HEADER, a_row(出生日期="2015.6.1", 就读学校="新小学")]
    ledger.write_bytes(xlsx(*rows))
    batch = run(capsys, "apply", ledger, "--collection", "children", "--format", "json")
    change(child, values={"school": "三小"}, by=system, reason="核实")
    told = run(capsys, "undo", batch["batch"], "--format", "json")
    (one,) = told["kept"]
    assert (one["sheet"], one["row"], one["collection"], one["id"]) == (
        "花名册", 2, "child", child.pk,
    )  # fmt: skip
    assert (one["name"], one["field"], one["now"], one["before"]) == (
        "王小明", "school", "三小", "旧小学",
    )  # fmt: skip
    assert one["why"] == "changed"
    assert one["message"]


def test_undo_and_list_in_text(capsys: Any, ledger: Path) -> None:
    call_command("ledger", "apply", str(ledger), "--collection", "children")
    batch = LedgerBatch.objects.get()
    capsys.readouterr()
    call_command("ledger", "undo", str(batch.pk), "--reason", "传错了")
    assert "删除新增 1 条" in capsys.readouterr().out
    assert Child.history.first().history_change_reason == "传错了"
    call_command("ledger", "list")
    newest, oldest = capsys.readouterr().out.strip().splitlines()
    assert "撤销：台账.xlsx" in newest
    assert "已撤销" in oldest


def test_what_can_not_be_undone_ends_with_two_and_one_sentence(
    capsys: Any, ledger: Path, other_clerk: Any, village_worker: Any
) -> None:
    call_command("ledger", "apply", str(ledger), "--collection", "children")
    batch = LedgerBatch.objects.get()
    for who in (other_clerk, village_worker):
        refused(capsys, "undo", batch.pk, "--as", who.username)
    refused(capsys, "undo", batch.pk + 1)
    assert Child.objects.exists()
    call_command("ledger", "undo", str(batch.pk))
    for one in LedgerBatch.objects.all():
        refused(capsys, "undo", one.pk)
    refused(capsys, "list", "--as", village_worker.username)
    capsys.readouterr()
    assert run(capsys, "list", "--as", other_clerk.username, "--format", "json") == []


def refused(capsys: Any, *arguments: Any) -> None:
    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        call_command("ledger", *map(str, arguments))
    assert end.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1


def test_rows_with_errors_are_written_as_a_workbook_and_the_log_says_so(
    capsys: Any, ledger: Path, clerk: Any, tmp_path: Path
) -> None:
    who = ("--as", clerk.username)
    batch = run(
        capsys, "apply", ledger, "--collection", "children", *who, "--format", "json"
    )["batch"]  # fmt: skip
    out = tmp_path / "errors.xlsx"

    call_command("ledger", "errors", str(batch), str(out), *who)

    assert "已写出 1 行" in capsys.readouterr().out
    again = run(
        capsys, "preview", out, "--collection", "children", *who, "--format", "json"
    )  # fmt: skip
    assert again["summary"] == {"create": 0, "update": 0, "unchanged": 0, "park": 0, "error": 1}
    assert again["rows"][0]["issues"][0]["code"] == "missing"
    entry = AccessEntry.objects.latest("id")
    assert (entry.user, entry.verb, entry.records, entry.count) == (clerk, "errors", [batch], 1)


@pytest.mark.parametrize("out", ["errors.csv", "missing/errors.xlsx"])
def test_what_cannot_be_written_is_one_sentence(
    capsys: Any, ledger: Path, clerk: Any, tmp_path: Path, out: str
) -> None:
    arguments = ("apply", ledger, "--collection", "children", "--format", "json")
    batch = run(capsys, *arguments, "--as", clerk.username)["batch"]

    with pytest.raises(SystemExit) as end:
        call_command("ledger", "errors", str(batch), str(tmp_path / out), "--as", clerk.username)

    assert end.value.code == 2
    assert capsys.readouterr().err.strip().count("\n") == 0
    assert not AccessEntry.objects.filter(verb="errors").exists()
