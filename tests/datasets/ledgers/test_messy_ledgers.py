"""Reading accuracy over ledgers made from a known truth: nothing lost, nothing invented, no fault stored."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from datasets.access import Actor
from datasets.actions.ledgers.canonical import canonical
from datasets.actions.ledgers.choices import LedgerChoices
from datasets.actions.ledgers.rows import ReadRow
from datasets.ledgers.pipeline import read_ledger
from tests.conftest import TODAY
from tests.messy import MessyLedger, Truth, messy_ledgers

pytestmark = pytest.mark.django_db

LEDGERS = 50


def test_messy_ledgers_are_read_without_a_wrong_value(capsys: Any) -> None:
    counted: Counter[str] = Counter()

    # The same ledgers each time; the phase that would print a smaller one takes longer than it helps.
    @settings(
        max_examples=LEDGERS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(messy_ledgers())
    def read(ledger: MessyLedger) -> None:
        wrong = misread(ledger, counted)
        assert not wrong, "\n".join([*wrong[:20], repr(ledger)])

    try:
        read()
    finally:
        with capsys.disabled():
            print(f"\nMessy ledgers: {dict(counted)}")  # noqa: T201 - the accuracy, to be seen
    assert counted["faults caught"] == counted["faults"] > 0
    assert counted["wrong values stored in silence"] == counted["phantom rows"] == 0


def misread(ledger: MessyLedger, counted: Counter[str]) -> list[str]:
    """What was read otherwise than it was meant."""
    reading = read_ledger(
        ledger.content,
        ledger.name,
        collection="children",
        by=Actor.system(today=TODAY),
        choices=LedgerChoices(),
    )
    sheets = list(dict.fromkeys(row.sheet for row in reading.rows))
    names = [page.name for page in ledger.pages]
    read = {(names.index(row.sheet) if len(names) > 1 else 0, row.row): row for row in reading.rows}
    expected = {(truth.sheet, truth.row): truth for truth in ledger.truths}
    phantoms, lost = read.keys() - expected.keys(), expected.keys() - read.keys()
    counted["ledgers"] += 1
    counted["rows"] += len(expected)
    counted["rows found"] += len(expected) - len(lost)
    counted["phantom rows"] += len(phantoms)
    wrong = [f"phantom row {place} of {sheets}" for place in phantoms]
    wrong += [f"lost row {place}" for place in lost]
    for place in expected.keys() & read.keys():
        wrong += [
            f"row {place}: {one}" for one in _differences(expected[place], read[place], counted)
        ]
    wrong += [f"total {one}" for sheet in reading.upload.sheets for one in sheet["totals"]]
    return wrong


def _differences(truth: Truth, row: ReadRow, counted: Counter[str]) -> list[str]:
    values = {name: canonical(value) for name, value in row.values.items()}
    noted = {issue.field for issue in row.issues}
    # A fault in one field may be told on another (a birth date against the number).
    wrong = []
    for name in values.keys() | truth.values.keys():
        meant, found = truth.values.get(name), values.get(name)
        counted["cells"] += 1
        counted["cells right"] += meant == found
        if meant != found:
            silent = name in values and name not in noted
            counted["wrong values stored in silence"] += silent
            wrong.append(f"{name} {found!r}, meant {meant!r}{' IN SILENCE' if silent else ''}")
    codes = {issue.code for issue in row.issues}
    if truth.fault:
        counted["faults"] += 1
        counted["faults caught"] += truth.fault in codes
        wrong += [] if truth.fault in codes else [f"{truth.fault} not caught, {codes}"]
    elif codes:
        wrong.append(f"false alarm {codes}")
    return wrong
