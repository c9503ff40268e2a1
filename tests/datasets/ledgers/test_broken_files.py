"""Files cut short and with bits flipped: refused in a sentence or read, never a crash, a hang or a flood."""

import io
import random
import time
import zipfile

import pytest

from datasets.ledgers.files import read_sheets
from datasets.ledgers.sheets import UnreadableLedger
from tests.binary_workbooks import DIV0, xls_with_formulas, xlsb
from tests.datasets.ledgers.test_markup import PAGE, SPREADSHEET
from tests.spreadsheets import HEADER, a_row, csv_text, limited, ods, xls, xlsx

ROWS = [list(HEADER), *(a_row(姓名="张伟") for _row in range(20))]
WHOLE = {
    "xlsx": xlsx(*ROWS),
    "xls": xls(*ROWS),
    "xls with formulas": xls_with_formulas(*ROWS, ["", "", DIV0]),
    "xlsb": xlsb(*ROWS, ["", "", DIV0]),
    "page": PAGE.format(charset="utf-8").encode(),
    "xml": SPREADSHEET.encode(),
    "ods": ods(*ROWS),
    "csv": csv_text(*ROWS).encode("gb18030"),
}
LONGEST_SECONDS = 20


def broken(kind: str, chance: random.Random) -> bytes:
    content = WHOLE[kind]
    if kind in ("xlsx", "xlsb", "ods") and chance.random() < 0.6:
        return _with_a_broken_part(content, chance)
    return _damaged(content, chance)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.3:
        return content[: chance.randrange(len(content))]
    damaged = bytearray(content)
    for _flip in range(chance.randint(1, 20)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _with_a_broken_part(content: bytes, chance: random.Random) -> bytes:
    """The archive is whole; one of its parts is not."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(out, "w") as copy:
        victim = chance.choice(whole.namelist())
        for name in whole.namelist():
            part = whole.read(name)
            copy.writestr(name, _damaged(part, chance) if name == victim else part)
    return out.getvalue()


@pytest.mark.parametrize("kind", list(WHOLE))
def test_a_broken_file_is_refused_or_read(kind: str) -> None:
    chance = random.Random(f"{kind} 2026")
    refused = 0
    for _file in range(30):
        begun = time.monotonic()
        try:
            read_sheets(broken(kind, chance), f"台账.{kind}")
        except UnreadableLedger as refusal:
            refused += "\n" not in str(refusal)
        assert time.monotonic() - begun < LONGEST_SECONDS
    assert refused, "each refusal is one line, and something was broken"


def test_a_workbook_that_asks_for_too_much_memory_is_refused() -> None:
    with (
        limited(bytes=32 * 1024 * 1024),
        pytest.raises(UnreadableLedger, match=r"打不开|太大"),
    ):
        read_sheets(xlsx(*ROWS * 1_000), "台账.xlsx")
