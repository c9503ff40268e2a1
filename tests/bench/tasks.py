"""What the benchmark measures, each in a process of its own: prints one line of JSON."""

import datetime
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

import django

django.setup()

import tablib
from django.core.management import call_command
from django.db import connection, transaction
from import_export import fields, resources, widgets

from datasets.access import Actor
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.kinds import KINDS
from datasets.actions.ledgers.undo_plan import plan_undo
from datasets.ledgers.pipeline import preview, read_ledger
from datasets.models import (
    Category,
    Child,
    ChildCategory,
    Family,
    Guardian,
    Guardianship,
    LedgerBatch,
    LedgerRow,
    Region,
)
from tests.bench.exports import export_ours, export_stock
from tests.bench.ledgers import HEADER, write_ledger

BY = partial(Actor.system, today=datetime.date(2026, 11, 20))
RECORDS = (Family, Guardian, Child, Guardianship, ChildCategory)
TABLES = [*RECORDS, *(model.history.model for model in RECORDS)]


def prepare(_rows: int) -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    return {}


def read(rows: int) -> dict[str, Any]:
    """From a file's bytes to checked rows."""
    _empty()
    return _measured(rows, _read)


def previewed(rows: int) -> dict[str, Any]:
    """What the ledger would do, told and not kept."""
    return _measured(rows, lambda path: preview(_read(path), by=BY()))


def applied(rows: int) -> dict[str, Any]:
    """The whole way, from a file's bytes to the commit."""
    figures = _measured(rows, _apply)
    assert Child.objects.count() == rows
    assert Child.history.count() == rows
    return figures


def undoing_planned(rows: int) -> dict[str, Any]:
    """What undoing the first batch would do."""
    batch = LedgerBatch.objects.earliest("id")
    return _measured(rows, lambda path: plan_undo(batch, kind=KINDS["children"], by=BY()))


def copy(rows: int) -> dict[str, Any]:
    """The rows that the ledger left, put back into the same emptied, indexed tables and nothing else."""
    dumps = [_dump(model) for model in TABLES]
    _empty()
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for model, dump in zip(TABLES, dumps, strict=True):
            _load(cursor, model, dump)
    seconds = time.perf_counter() - begun
    assert Child.objects.count() == rows
    return {"rows_per_second": rows / seconds}


def export_xlsx(_rows: int) -> dict[str, Any]:
    """Of whatever `ours` left."""
    return export_ours(Path(os.environ["HUTONG_VAR"]), ".xlsx", BY())


def export_csv(_rows: int) -> dict[str, Any]:
    return export_ours(Path(os.environ["HUTONG_VAR"]), ".csv", BY())


def stock(rows: int) -> dict[str, Any]:
    """The same rows the stock way: a Resource, its widgets and hooks, history by simple-history's signal."""
    return _stock(rows, with_household=True)


def stock_child(rows: int) -> dict[str, Any]:
    """The same, the child table alone: no guardian, no family, no category."""
    return _stock(rows, with_household=False)


def _stock(rows: int, *, with_household: bool) -> dict[str, Any]:
    _empty()
    author = BY().user
    village = Region.objects.filter(level="village")[0]
    category = Category.objects.get(code="orphan")

    def signed(record: Any) -> Any:
        record._history_user = author  # the tables insist on author and reason
        record._change_reason = "import"
        return record

    def got_or_created(model: Any, beside: dict[str, Any] | None = None, **values: Any) -> Any:
        record = model.objects.filter(**values).first()
        if record is None:
            record = signed(model(**values, **(beside or {})))
            record.save()
        return record

    class StockResource(resources.ModelResource):
        name = fields.Field("name", "姓名")
        sex = fields.Field("sex", "性别")
        id_number = fields.Field("id_number", "身份证号")
        birth_date = fields.Field("birth_date", "出生日期", widget=widgets.DateWidget("%Y-%m-%d"))
        region = fields.Field("region", "地区", widget=widgets.ForeignKeyWidget(Region, "code"))
        school = fields.Field("school", "就读学校")
        health = fields.Field("health", "身体状况")
        household_address = fields.Field("household_address", "户籍地址")
        residence_address = fields.Field("residence_address", "现居住地址")
        subsidy_amount = fields.Field("subsidy_amount", "补助标准（元/月）")

        class Meta:
            model = Child
            import_id_fields = ("id_number",)

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            signed(instance)
            if with_household:
                instance.family = got_or_created(
                    Family,
                    {"address": row["现居住地址"]},  # encrypted: nothing is found by it
                    region=village,
                    head_name=row["监护人姓名"],
                )

        def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            if not with_household:
                return
            guardian = got_or_created(
                Guardian,
                family=instance.family,
                name=row["监护人姓名"],
                id_number=row["监护人身份证号"],
                phone=row["监护人联系电话"],
            )
            got_or_created(Guardianship, child=instance, guardian=guardian, relation="father")
            got_or_created(ChildCategory, child=instance, category=category)

    path = _ledger(rows)
    begun = time.perf_counter()
    sheet = tablib.Dataset().load(path.read_bytes(), "xlsx", skip_lines=1)
    sheet.append_col([village.code] * len(sheet), header="地区")
    position = HEADER.index("性别")
    sexes = [{"男": "male", "女": "female"}[row[position]] for row in sheet]
    del sheet["性别"]
    sheet.append_col(sexes, header="性别")
    result = StockResource().import_data(sheet, raise_errors=True, use_transactions=True)
    seconds = time.perf_counter() - begun
    assert not result.has_errors()
    assert Child.history.count() == rows
    assert not with_household or Guardianship.history.count() == rows
    return {"rows_per_second": rows / seconds}


def _measured(rows: int, step: Callable[[Path], Any]) -> dict[str, Any]:
    """Of this process and of the process that reads the file for it, each by itself.

    The two peaks need not fall together: their sum is the most that they can ever have taken. (Linux
    counts a started process from the size of the one that started it: of a short file the reader's is that.)
    """
    path = _ledger(rows)
    begun = time.perf_counter()
    result = step(path)
    seconds = time.perf_counter() - begun
    del result  # it was held until here, as the screen would hold it
    return {
        "rows_per_second": rows / seconds,
        "peak_mb": _peak_mb(resource.RUSAGE_SELF),
        "reader_peak_mb": _peak_mb(resource.RUSAGE_CHILDREN),
    }


def _peak_mb(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def _read(path: Path) -> Any:
    return read_ledger(path.read_bytes(), path.name, collection="children", by=BY())


def _apply(path: Path) -> Any:
    reading = _read(path)
    return apply_upload(upload=reading.upload, rows=reading.rows, by=BY())


def _ledger(rows: int) -> Path:
    path = Path(os.environ["HUTONG_VAR"]) / f"ledger-{rows}.xlsx"
    if not path.exists():
        villages = Region.objects.filter(level="village", code__startswith="320281")
        write_ledger(path, rows=rows, villages=list(villages.values_list("parent__name", "name")))
    return path


def _empty() -> None:
    models = [LedgerRow, *reversed(TABLES), LedgerBatch]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(f'"{model._meta.db_table}"' for model in models)
            cursor.execute(f"TRUNCATE {names} CASCADE")
        else:
            for model in (
                LedgerRow,
                Guardianship,
                ChildCategory,
                Child,
                Guardian,
                Family,
                LedgerBatch,
            ):
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608
            for model in RECORDS:
                cursor.execute(f'DELETE FROM "{model.history.model._meta.db_table}"')  # noqa: S608


def _dump(model: Any) -> Any:
    table = f'"{model._meta.db_table}"'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = io.BytesIO()
            with cursor.copy(f"COPY {table} TO STDOUT") as out:
                for piece in out:
                    text.write(piece)
            return text.getvalue()
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
        return cursor.fetchall()


def _load(cursor: Any, model: Any, dump: Any) -> None:
    table = f'"{model._meta.db_table}"'
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} FROM STDIN") as into:
            into.write(dump)
        return
    marks = ", ".join("?" for _ in model._meta.concrete_fields)
    cursor.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", dump)  # noqa: S608


if __name__ == "__main__":
    task, size = sys.argv[1:]
    figures = {
        "prepare": prepare,
        "read": read,
        "previewed": previewed,
        "applied": applied,
        "undoing_planned": undoing_planned,
        "copy": copy,
        "export_xlsx": export_xlsx,
        "export_csv": export_csv,
        "export_stock": export_stock,
        "stock": stock,
        "stock_child": stock_child,
    }[task](int(size))
    sys.stdout.write(json.dumps(figures) + "\n")
