"""What `make bench-made` measures, one after the other in one process: prints a line each."""

import datetime
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

import django

django.setup()

import xlsxwriter
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.accounts import accept_conduct
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import define_field
from datasets.actions.ledgers.batches import apply_upload
from datasets.custom.loading import made_model
from datasets.ledgers.pipeline import read_ledger
from datasets.models import Family, Region
from datasets.resources import export_to_file
from datasets.standards.id_numbers import check_character

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
LEDGER_ROWS = min(20_000, ROWS)
EXPORTED = min(100_000, ROWS)
ASKED = 60
BY = partial(Actor.system, today=datetime.date(2026, 11, 20))
TELEPHONES = 1_000
STATES = ["待联系", "已结对", "暂停", "退出", "培训中"]
FIELDS: list[dict[str, Any]] = [
    {"code": "name", "label": "姓名", "kind": "person_name", "is_required": True, "is_key": True},
    {"code": "number", "label": "身份证号", "kind": "id_number", "group": "identity", "is_unique": True},
    {"code": "phone", "label": "联系电话", "kind": "phone", "group": "contact"},
    {"code": "joined_date", "label": "加入日期", "kind": "date", "is_filterable": True},
    {"code": "state", "label": "状态", "kind": "choice", "is_filterable": True,
     "options": {"choices": [[f"s{n}", label] for n, label in enumerate(STATES)]}},
    {"code": "hours", "label": "服务时长", "kind": "decimal", "options": {"unit": "小时"}},
    {"code": "note", "label": "备注", "kind": "text"},
]  # fmt: skip


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for code in ("many", "few"):
        values = {"code": code, "label": f"志愿者{code}", "title": "name"}
        define_collection(values=values, fields=FIELDS, by=BY(), reason="测量")
    begun = time.perf_counter()
    fill(made_model("many"), ROWS)
    say(f"{ROWS:,} records made set-based in {time.perf_counter() - begun:.0f} s")
    pages()
    adding_a_field()
    ledgers()
    export()


def fill(model: Any, rows: int) -> None:
    """Records in all villages, each with its first version; telephones of a thousand people."""
    villages = list(Region.objects.filter(level="village").values_list("pk", flat=True))
    cipher = model._meta.get_field("phone").cipher
    telephones = [cipher.encrypt(f"138{n:08d}") for n in range(TELEPHONES)]
    table, history = model._meta.db_table, model.history.model._meta.db_table
    columns = "region_id, name, phone, joined_date, state, hours"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT (%s::int[])[1 + n %% %s], '志愿者' || n,"  # noqa: S608
            " (%s::text[])[1 + n %% %s], date '2016-01-01' + (n %% 3900)::int, 's' || n %% 5,"
            " (n %% 400) / 4.0 FROM generate_series(1, %s) n",
            [villages, len(villages), telephones, TELEPHONES, rows],
        )
        cursor.execute(
            f"INSERT INTO {history} (id, {columns}, history_date, history_type, history_user_id,"  # noqa: S608
            " history_change_reason, ledger_sheet)"
            f" SELECT id, {columns}, now(), '+', %s, '', '' FROM {table}",
            [BY().user.pk],
        )
        for one in (table, history):
            cursor.execute(f"VACUUM ANALYZE {one}")


def pages() -> None:
    boss = get_user_model().objects.create_superuser("boss", password="correct horse battery")
    accept_conduct(user=boss, at=timezone.now())
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(boss)
    index = reverse("made", args=["many/"])
    for name, asked in {
        "list": {},
        "page 50 of the list": {"p": "50"},
        "filter on an indexed choice": {"state": "s1"},
        "filter on a region (a county)": {"region": str(Region.objects.get(code="320281").pk)},
        "search for a name": {"q": "志愿者77777"},
        "search for a telephone": {"q": "13800000077"},
        "ordered by an indexed date": {"o": "-3"},
    }.items():
        say_pages(name, partial(got, client, index, asked))
    key = made_model("many").objects.order_by("pk").values_list("pk", flat=True)[ROWS // 2]
    say_pages("a record", partial(got, client, reverse("made", args=[f"many/inspect/{key}/"]), {}))


def got(client: Client, address: str, asked: Mapping[str, str]) -> None:
    answer = client.get(address, asked, secure=True)
    assert answer.status_code == 200, (address, asked, answer.status_code)


def say_pages(name: str, ask: Callable[[], None]) -> None:
    ask()
    seconds = []
    for _time in range(ASKED):
        begun = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
    percents = statistics.quantiles(seconds, n=20)
    half, p95 = statistics.median(seconds) * 1000, percents[18] * 1000
    say(f"{name}: median {half:.0f} ms, p95 {p95:.0f} ms")


def adding_a_field() -> None:
    for name, more in {
        "a field": {},
        "a field that lists are narrowed by": {"is_filterable": True},
    }.items():
        values = {"code": f"more_{len(more)}", "label": name, "kind": "integer", **more}
        begun = time.perf_counter()
        define_field(collection="many", values=values, by=BY(), reason="测量")
        say(f"adding {name}: {time.perf_counter() - begun:.2f} s")


HEADERS = {
    "families": ("村（社区）", "户号", "户主", "家庭住址", "备注"),
    "more families": ("村（社区）", "户号", "户主", "家庭住址", "备注"),
    "guardians": ("家庭编号", "姓名", "身份证号", "联系电话", "备注"),
    "few": ("村（社区）", "姓名", "身份证号", "联系电话", "加入日期", "状态", "服务时长（小时）", "备注"),
}  # fmt: skip


def ledgers() -> None:
    """Twice each: into a collection that holds nothing or as many as the pages, and the same file again."""
    rates = {name: came_in(name) for name in ("families", "guardians", "few")}
    beside("few", rates["few"], min(rates["families"], rates["guardians"]))
    fill_families(ROWS)
    many, families = came_in("many"), came_in("more families")
    beside("many", many, families)


def came_in(name: str) -> tuple[float, float]:
    path = Path(os.environ["HUTONG_VAR"]) / f"{name}.xlsx"
    write(path, HEADERS.get(name, HEADERS["few"]), rows_of(name))
    collection = name.rsplit(maxsplit=1)[-1]
    rates = applied(path, collection), applied(path, collection)
    told = " and again ".join(f"{rate:,.0f}" for rate in rates)
    say(f"ledger of {LEDGER_ROWS:,} {name}: {told} rows/s")
    return rates


def beside(name: str, rates: tuple[float, float], built_in: tuple[float, float]) -> None:
    parts = " and ".join(f"{rates[n] / built_in[n]:.0%}" for n in range(2))
    say(f"  {name}: {parts} of a built-in one that holds as many")


def fill_families(rows: int) -> None:
    villages = list(Region.objects.filter(level="village").values_list("pk", flat=True))
    texts = ("address", "economic_situation", "dossier_type", "remark")
    columns = f"region_id, household_number, head_name, {', '.join(texts)}"
    table, history = Family._meta.db_table, Family.history.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT (%s::int[])[1 + n %% %s], 'X' || n, '户主' || n,"  # noqa: S608
            " '', '', 'child_in_difficulty', '' FROM generate_series(1, %s) n",
            [villages, len(villages), rows],
        )
        cursor.execute(
            f"INSERT INTO {history} (id, {columns}, history_date, history_type, history_user_id,"  # noqa: S608
            " history_change_reason, ledger_sheet)"
            f" SELECT id, {columns}, now(), '+', %s, '', '' FROM {table}",
            [BY().user.pk],
        )
        for one in (table, history):
            cursor.execute(f"VACUUM ANALYZE {one}")


def rows_of(name: str) -> Iterator[tuple[Any, ...]]:
    villages = list(
        Region.objects.filter(level="village", parent__parent__code="320281")
        .order_by("pk")
        .values_list("name", "parent__name")[:200]
    )
    families = list(Family.objects.order_by("pk").values_list("pk", flat=True))
    for n in range(LEDGER_ROWS):
        village, township = villages[n % len(villages)]
        person = f"{'王李张刘陈'[n % 5]}{chr(0x4E00 + n % 500)}{chr(0x4E00 + n // 500)}"
        phone = f"139{n:08d}"
        if name == "families":
            yield f"{township}{village}", f"H{n}", person, f"{village}{n}号", ""
        elif name == "more families":
            yield f"{township}{village}", f"M{n}", f"{person}来", f"{village}{n}号院", ""
        elif name == "guardians":
            yield families[n], person, id_number(n), phone, ""
        else:
            day = datetime.date(2020, 1, 1) + datetime.timedelta(n % 900)
            yield (
                f"{township}{village}", person, id_number(n), phone, day.isoformat(),
                STATES[n % 5], n % 300 / 4, "",
            )  # fmt: skip


def id_number(n: int) -> str:
    born = datetime.date(1960, 1, 1) + datetime.timedelta(n // 500)
    first = f"990000{born:%Y%m%d}{n % 500 * 2 % 1000:03d}"
    return first + check_character(first)


def write(path: Path, header: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = workbook.add_worksheet("名册")
    sheet.write_row(0, 0, header)
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
    workbook.close()


def applied(path: Path, collection: str) -> float:
    """Rows a second, from the file's bytes to the commit."""
    content = path.read_bytes()
    begun = time.perf_counter()
    reading = read_ledger(content, path.name, collection=collection, by=BY())
    _batch, plan = apply_upload(upload=reading.upload, rows=reading.rows, by=BY())
    seconds = time.perf_counter() - begun
    bad = [row for row in plan.rows if row.action in ("error", "park")]
    assert not bad, (len(bad), [(one.field, one.code, one.params) for one in bad[0].issues])
    return len(plan.rows) / seconds


def export() -> None:
    model = made_model("many")
    rows = model.objects.filter(pk__lte=EXPORTED)
    for ending in (".xlsx", ".csv"):
        path = Path(os.environ["HUTONG_VAR"]) / f"out{ending}"
        begun = time.perf_counter()
        count = export_to_file("many", path, by=BY(), rows=rows)
        say(f"export of {count:,} to {ending}: {time.perf_counter() - begun:.1f} s")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


main()
