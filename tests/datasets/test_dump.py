"""A dump of the database and of the kept files holds no number, no telephone, no health word of anybody."""

import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.actions.reencrypting import files_by_key, values_by_key
from datasets.encryption.keys import keys
from datasets.models import Child, ChildCategory, Family, Guardian, LedgerBatch
from datasets.models.encrypted import EncryptedField, EncryptedJSONField
from tests.conftest import XUXIAKE_VILLAGE
from tests.dumps import dump, in_clear
from tests.factories import id_number, make_child, make_family, make_guardian
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]

#: Of the ledger and the forms below: words that stand nowhere else.
WORDS = (
    "抗体阳性暗记", "肢体二级暗记", "专项救助暗记", "暗记路一号", "户籍路暗记", "备注暗记", "诊断书暗记",
    "家庭备注暗记", "家住暗记", "监护备注暗记", "原因暗记", "工作表暗记", "文件暗记", "撤销暗记",
    "原话暗记", "生词暗记",
)  # fmt: skip
PHONES = ("13800001111", "13900002222", "13700003333")


def recorded() -> set[str]:
    """All that the demo's people have in encrypted columns, longer than a common word."""
    found: set[str] = set()
    for model in (Child, ChildCategory, Family, Guardian):
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedField) and not field.choices:
                values = model._default_manager.values_list(field.name, flat=True)
                found |= {str(value) for value in values if value}
    return {value for value in found if len(value) > 3}


@pytest.fixture
def numbers() -> list[str]:
    return [id_number(datetime.date(2014, 2, day)) for day in range(1, 9)]


@pytest.fixture
def held(
    as_clerk: Any, clerk: Any, boss: Any, numbers: list[str]
) -> tuple[dict[str, str], set[str]]:
    """What is left of a city at work, and what nobody may find in it."""
    before = dump()
    call_command("demo", verbosity=0)
    by_forms(clerk, numbers)
    by_ledgers(as_clerk, numbers)
    by_looking(as_clerk, numbers)
    words = {*recorded(), *numbers, *WORDS, *PHONES}
    # What the seeds say of everybody (a category's other names) is nobody's secret.
    return dump(), words - {word for _place, word in in_clear(before, words)}


def by_forms(clerk: Any, numbers: list[str]) -> None:
    me = Actor.of(clerk)
    family = make_family(XUXIAKE_VILLAGE, by=me, address="家住暗记", remark="家庭备注暗记")
    mother = make_guardian(
        XUXIAKE_VILLAGE, by=me, family=family, id_number=numbers[0], phone=PHONES[0],
        condition="in_prison", condition_until_date=datetime.date(2031, 1, 1), remark="监护备注暗记",
    )  # fmt: skip
    child = make_child(
        XUXIAKE_VILLAGE, by=me, guardian=mother, categories=("orphan",), id_number=numbers[1],
        health="抗体阳性暗记", disability="肢体二级暗记", aid="专项救助暗记", residence_address="暗记路一号",
        household_address="户籍路暗记", remark="备注暗记", photo=ContentFile(b"\xff\xd8 photo", "a.jpg"),
    )  # fmt: skip
    link = child.category_links.get()
    owned = {"category_links": [{"id": link.pk, "evidence": "诊断书暗记"}]}
    change(child, values={"id_number": numbers[2]}, owned=owned, by=me, reason="原因暗记")


def by_ledgers(client: Any, numbers: list[str]) -> None:
    """One applied and undone, one that waits with a word that nobody knows."""
    row = {"监护人姓名": "李监护", "监护人联系电话": PHONES[1], "备注": "原话暗记"}
    header = [*HEADER, "身体状况", "自编的列"]
    for number, words in ((3, "抗体阳性暗记"), (4, "肢体二级暗记")):
        line = [*a_row(姓名="赵三", 身份证号=numbers[number], **row), words, PHONES[2]]
        parked = [*a_row(姓名="张二", 身份证号=numbers[number + 2], 儿童类别="生词暗记"), "", ""]
        content = xlsx(header, line, parked, sheet="工作表暗记")
        file = SimpleUploadedFile("文件暗记.xlsx", content)
        assert client.post(reverse("ledger_upload"), {"file": file}).status_code == 302
        batch = LedgerBatch.objects.latest("pk")
        if number == 3:
            client.post(reverse("ledger_apply", args=[batch.pk]))
            batch.refresh_from_db()
            assert (batch.status, batch.created_count) == ("applied", 1)
            told = {"reason": f"撤销暗记 {PHONES[2]}"}
            assert client.post(reverse("ledger_undo", args=[batch.pk]), told).status_code == 302
            batch.refresh_from_db()
            assert batch.status == "undone"


def by_looking(client: Any, numbers: list[str]) -> None:
    listed = reverse("datasets_child_modeladmin_index")
    phone = PHONES[0]
    for typed in (numbers[2], phone, f"{phone[:3]} {phone[3:7]} {phone[7:]}", numbers[6]):
        assert client.get(listed, {"q": typed}).status_code == 200
        client.get(reverse("choose_guardian:choose"), {"q": typed})
    for kind in ("xlsx", "csv"):
        client.get(reverse(f"datasets_child_modeladmin_export_{kind}"), {"q": numbers[2]})
    child = Child.objects.get(id_number=numbers[2])
    assert (
        client.get(reverse("datasets_child_modeladmin_inspect", args=[child.pk])).status_code == 200
    )


def test_nothing_of_anybody_stands_in_clear(held: tuple[dict[str, str], set[str]]) -> None:
    found, words = held
    assert set(WORDS) | set(PHONES) <= words
    assert len(words) > 500
    assert in_clear(found, words) == set()


def test_a_column_that_somebody_adds_in_clear_is_found(
    held: tuple[dict[str, str], set[str]], numbers: list[str]
) -> None:
    _found, words = held
    connection.check_constraints()  # PostgreSQL alters no table of which a check is still owed
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE datasets_child ADD COLUMN note text NULL")
        cursor.execute("UPDATE datasets_child SET note = %s", [f"见{numbers[1]}，抗体阳性暗记"])
    assert in_clear(dump(), words) == {
        ("datasets_child.note", numbers[1]), ("datasets_child.note", "抗体阳性暗记"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "hidden", ["json", "session", "file"], ids=["escaped", "packed", "a file beside"]
)
def test_what_is_escaped_packed_or_kept_beside_is_found(
    hidden: str, as_clerk: Any, settings: Any
) -> None:
    word = "抗体阳性暗记"
    if hidden == "json":
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE planted (content text)")
            cursor.execute(
                "INSERT INTO planted VALUES (%s)",
                ['{"a": "\\u6297\\u4f53\\u9633\\u6027\\u6697\\u8bb0"}'],
            )
    elif hidden == "session":
        session = as_clerk.session
        session["last"] = word * 30
        session.save()
    else:
        settings.RECORDS_ROOT.mkdir(exist_ok=True)
        path = settings.RECORDS_ROOT / "planted.csv"
        path.write_text(word, encoding="gb18030")
    try:
        assert {found for _place, found in in_clear(dump(), [word])} == {word}
    finally:
        if hidden == "file":
            path.unlink()


def test_every_value_in_an_encrypted_column_bears_the_key(held: Any) -> None:
    assert values_by_key().keys() == files_by_key().keys() == {keys()[0].id}


def test_every_kept_file_is_encrypted(held: Any, settings: Any) -> None:
    kept = [path for path in settings.RECORDS_ROOT.rglob("*") if path.is_file()]
    assert len(kept) >= 3
    assert {path.read_bytes()[:3] for path in kept} == {b"HT1"}


def test_every_document_of_a_ledger_is_encrypted() -> None:
    """Whatever is read in a file may hold anything: none of it in a plain JSON column."""
    documents = [
        field for field in LedgerBatch._meta.concrete_fields if "JSON" in type(field).__name__
    ]
    assert documents
    assert all(isinstance(field, EncryptedJSONField) for field in documents)
