"""Files and sheets are called after what is in them: a form of one child after the child."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from datasets.actions.ledgers.kinds import KINDS
from datasets.models import LedgerBatch

#: What stands in a title instead of a name; long enough to be no name.
_UNNAMED = "＊＊＊"
_ORIGIN = ("history_change_reason", "ledger_sheet")


def take_titles(batches: Collection[int], names: Collection[str]) -> dict[str, Any]:
    """Leave the names out of the titles of these ledgers, of their undoings, and of what histories say of them.

    Returns `titles`: {batch: what it was called}, and `versions`: [[model, version, what its origin was called]].
    """
    titles: dict[str, dict[str, Any]] = {}
    named = Q(pk__in=batches) | Q(undoes__in=batches) | Q(follows__in=batches)
    for batch in LedgerBatch.objects.filter(named):
        sheets = json.dumps(batch.sheets, ensure_ascii=False)
        if any(name in batch.file_name or name in sheets for name in names):
            titles[str(batch.pk)] = {"file_name": batch.file_name, "sheets": batch.sheets}
            _call(batch.pk, _without(batch.file_name, names), json.loads(_without(sheets, names)))
    return {"titles": titles, "versions": _take_origins(titles, names) if titles else []}


def bring_titles(taken: Mapping[str, Any]) -> None:
    for key, told in taken["titles"].items():
        _call(int(key), told["file_name"], told["sheets"])
    models = {model._meta.label: model for model in KINDS["children"].written}
    for label, key, told in taken["versions"]:
        models[label].history.filter(pk=key).update(**told)


def _call(key: int, file_name: str, sheets: Any) -> None:
    LedgerBatch.objects.filter(pk=key).update(file_name=file_name, sheets=sheets)


def _take_origins(titles: Collection[str], names: Collection[str]) -> list[list[Any]]:
    """A record that came in with the ledger says so in its history, brothers' and sisters' too."""
    taken = []
    for model in KINDS["children"].written:
        for version in model.history.filter(ledger_batch_id__in=[int(key) for key in titles]):
            told = {name: getattr(version, name) for name in _ORIGIN}
            without = {name: _without(text, names) for name, text in told.items()}
            if told != without:
                taken.append([model._meta.label, version.pk, told])
                model.history.filter(pk=version.pk).update(**without)
    return taken


def _without(text: str, names: Collection[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, _UNNAMED)
    return text
