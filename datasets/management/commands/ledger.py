"""manage.py ledger preview|apply|undo|list|export|errors: for scripts; its JSON is a contract (README)."""

import datetime
import json
import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.planning import RegisterMovedOn
from datasets.actions.ledgers.undo import UndoRefused, undo_batch
from datasets.audit.chain import Access, Visitor, append
from datasets.choices import AccessVerb
from datasets.ledgers.batch_report import (
    batch_as_json,
    batch_as_text,
    undone_as_json,
    undone_as_text,
)
from datasets.ledgers.pipeline import LAYOUTS, Reading, preview, read_ledger
from datasets.ledgers.report import as_json, as_text
from datasets.ledgers.sent import NoLayout, layout_of
from datasets.ledgers.sheets import UnreadableLedger
from datasets.management.defined import DefinedCommand
from datasets.models import LedgerBatch
from datasets.resources import (
    COLLECTIONS,
    NothingRejected,
    Shape,
    TextTooLong,
    TooManyRows,
    export_to_file,
    in_layout,
    whole_file,
    write_errors,
)


class Refused(Exception):
    """Said in one sentence on standard error; exit status 2; nothing has changed."""


_REFUSALS = (Refused, UnreadableLedger, UndoRefused, NoLayout, NothingRejected, TextTooLong)


class Command(DefinedCommand):
    help = "预览、导入、撤销、列出、导出台账，退回要改的行。Preview, apply, undo, list, export, give back errors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb in ("preview", "apply"):
            command = verbs.add_parser(verb)
            command.add_argument("file", type=Path)
            command.add_argument("--collection", choices=sorted(LAYOUTS), required=True)
            command.add_argument("--today", type=datetime.date.fromisoformat)
            command.add_argument("--format", choices=("text", "json"), default="text")
            command.add_argument("--as", dest="username", metavar="USER")
        undo = verbs.add_parser("undo")
        undo.add_argument("batch", type=int)
        undo.add_argument("--reason", default="")
        for command in (undo, verbs.add_parser("list")):
            command.add_argument("--format", choices=("text", "json"), default="text")
            command.add_argument("--as", dest="username", metavar="USER")
        errors = verbs.add_parser("errors")
        errors.add_argument("batch", type=int)
        errors.add_argument("out", type=Path)
        errors.add_argument("--parked", action="store_true")
        errors.add_argument("--as", dest="username", metavar="USER")
        export = verbs.add_parser("export")
        export.add_argument("collection", choices=sorted(COLLECTIONS))
        export.add_argument("out", type=Path)
        export.add_argument("--layout", type=int, metavar="BATCH")
        export.add_argument("--as", dest="username", metavar="USER")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            by = _actor(options["username"], options.get("today"))
            if verb == "export":
                self._export(options["collection"], options["out"], options["layout"], by)
            elif verb == "errors":
                self._errors(options["batch"], options["out"], by, with_parked=options["parked"])
            elif verb == "list":
                self._list(options["format"], by)
            elif verb == "undo":
                self._undo(options["batch"], options["reason"], options["format"], by)
            else:
                self._take_in(verb, options["file"], options["collection"], options["format"], by)
        except (*_REFUSALS, PermissionDenied) as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)

    def _take_in(
        self, verb: str, path: Path, collection: str, output_format: str, by: Actor
    ) -> None:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Refused(_("打不开文件 %(file)s。") % {"file": path}) from error
        reading = read_ledger(content, path.name, collection=collection, by=by)
        batch_id = None
        if verb == "preview":
            plan = preview(reading, by=by)
        else:
            batch, plan = self._apply(reading, by)
            batch_id = batch.pk
        if output_format == "json":
            result = as_json(reading, plan, batch_id=batch_id)
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_text(reading, plan, batch_id=batch_id)))

    def _apply(self, reading: Reading, by: Actor) -> tuple[LedgerBatch, Plan]:
        try:
            return apply_upload(upload=reading.upload, rows=reading.rows, by=by)
        except RegisterMovedOn as error:
            raise Refused(_("入库时档案正被别人修改，没有写入任何内容，请再试一次。")) from error

    def _undo(self, key: int, reason: str, output_format: str, by: Actor) -> None:
        undone = undo_batch(batch=_batch(key, by), by=by, reason=reason or _("在命令行撤销"))
        if output_format == "json":
            self.stdout.write(json.dumps(undone_as_json(undone), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(undone_as_text(undone)))

    def _list(self, output_format: str, by: Actor) -> None:
        if not by.may("view", LedgerBatch):
            raise Refused(_("您没有查看台账批次的权限。"))
        along = ("region", "uploaded_by", "applied_by")
        batches = by.rows(LedgerBatch).select_related(*along).order_by("-id")
        if output_format == "json":
            listed = [batch_as_json(batch) for batch in batches]
            self.stdout.write(json.dumps(listed, ensure_ascii=False))
        else:
            for batch in batches:
                self.stdout.write(batch_as_text(batch))

    def _export(self, collection: str, path: Path, layout: int | None, by: Actor) -> None:
        if path.suffix not in (".xlsx", ".csv"):
            raise Refused(_("导出的文件名要以 .xlsx 或 .csv 结尾。"))
        shape = None if layout is None else self._layout(collection, path, layout, by)
        try:
            count = export_to_file(collection, path, by=by, shape=shape)
        except OSError as error:
            raise Refused(_("写不了文件 %(file)s。") % {"file": path}) from error
        except (TextTooLong, TooManyRows) as error:
            raise Refused(str(error)) from error
        model = str(COLLECTIONS[collection]._meta.model._meta.model_name)
        _log(Access(AccessVerb.EXPORT, model, count=count), by)
        self.stdout.write(_("已导出 %(count)d 行到 %(file)s。") % {"count": count, "file": path})

    def _errors(self, key: int, path: Path, by: Actor, *, with_parked: bool) -> None:
        if path.suffix != ".xlsx":
            raise Refused(_("要改的行只能写成 .xlsx 文件。"))
        batch = _batch(key, by)
        try:
            with whole_file(path) as file:
                count = write_errors(batch, file, by=by, with_parked=with_parked)
        except OSError as error:
            raise Refused(_("写不了文件 %(file)s。") % {"file": path}) from error
        _log(Access(AccessVerb.ERRORS, "ledgerbatch", [batch.pk], count=count), by)
        self.stdout.write(_("已写出 %(count)d 行到 %(file)s。") % {"count": count, "file": path})

    def _layout(self, collection: str, path: Path, key: int, by: Actor) -> Shape:
        if path.suffix != ".xlsx":
            raise Refused(_("按台账的格式只能导出 .xlsx 文件。"))
        batch = _batch(key, by)
        if batch.collection != collection or collection != "children":
            raise Refused(_("只有儿童台账可以按以前的格式导出。"))
        return partial(in_layout, layout_of(batch))


def _log(access: Access, by: Actor) -> None:
    visitor = Visitor(by.user.pk, by.user.get_username(), address=None)
    append([access], visitor=visitor, at=timezone.now())


def _batch(key: int, by: Actor) -> LedgerBatch:
    batch = by.rows(LedgerBatch).filter(pk=key).first()
    if batch is None:
        raise Refused(_("没有批次 %(batch)d，或者它不在您负责的地区。") % {"batch": key})
    return batch


def _actor(username: str | None, today: datetime.date | None = None) -> Actor:
    """The user to act as, or the program itself. Raises Refused for a name nobody bears."""
    if username is None:
        return Actor.system(today=today)
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Refused(_("没有名为“%(name)s”的在用账号。") % {"name": username})
    return Actor.of(user, today=today)
