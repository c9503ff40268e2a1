"""Reading accuracy over ledgers made from a known truth: nothing lost, nothing invented, no fault stored."""

from collections import Counter
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.ledgers.canonical import canonical
from datasets.actions.ledgers.rows import ReadRow
from datasets.ledgers.pipeline import read_ledger
from tests.conftest import TODAY, XUXIAKE_VILLAGE
from tests.messy import MessyLedger, messy_ledger

pytestmark = pytest.mark.django_db

LEDGERS = 80


def test_messy_ledgers_are_read_without_a_wrong_value(capsys: Any) -> None:
    by = Actor.system(today=TODAY)
    counted: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in range(LEDGERS):
        ledger = messy_ledger(seed)
        reading = read_ledger(ledger.content, ledger.name, collection="children", by=by)
        wrong += _compare(seed, ledger, reading.rows, counted)
    with capsys.disabled():
        print(f"\n{LEDGERS} messy ledgers: {dict(counted)}")  # noqa: T201 - the accuracy, to be seen
    assert not wrong, "\n".join(wrong[:20])
    assert counted["faults caught"] == counted["faults"] > 0


def _compare(
    seed: int, ledger: MessyLedger, rows: list[ReadRow], counted: Counter[str]
) -> list[str]:
    wrong = []
    read = {row.row: row for row in rows}
    expected = {truth.row for truth in ledger.truths}
    wrong += [f"{seed}: phantom row {number}" for number in read.keys() - expected]
    wrong += [f"{seed}: lost row {number}" for number in expected - read.keys()]
    for truth in ledger.truths:
        row = read.get(truth.row)
        if row is None:
            continue
        counted["rows"] += 1
        values = {name: canonical(value) for name, value in row.values.items()}
        told = {name: canonical(value) for name, value in truth.values.items()}
        told["region"] = XUXIAKE_VILLAGE
        if truth.fault:
            counted["faults"] += 1
            counted["faults caught"] += truth.fault in {issue.code for issue in row.issues}
            # A cell with one good and one unknown word may give the good one; its row is kept out.
            values.pop("categories", None)
            told.pop("categories", None)
        counted["cells"] += len(told)
        if values != told:
            different = {
                k: (told.get(k), values.get(k))
                for k in told | values
                if told.get(k) != values.get(k)
            }
            wrong.append(f"{seed} ({ledger.name}) row {truth.row}: {different}")
        if not truth.fault and row.issues:
            wrong.append(f"{seed} row {truth.row}: {[issue.code for issue in row.issues]}")
    return wrong
