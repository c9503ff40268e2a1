"""manage.py policy parse|import: an official document as JSON (a contract, README) or as drafts to check."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from content.intake.document import Document
from content.intake.drafting import NowhereToPut, draft_page, draft_table, workbook_of
from content.intake.opening import UnreadableDocument
from content.intake.reading import read_document
from content.intake.report import as_json, as_text
from content.models import PolicyPage
from datasets.public import DraftTable, NobodyOfThatName, user_named


class FileOutOfReach(Exception):
    """The file can't be opened or written; said in one sentence."""


class Command(BaseCommand):
    help = "读公文，列出条款、职责和成员；或生成政策页草稿和职责表草稿。Read an official document."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        parse = verbs.add_parser("parse")
        parse.add_argument("file", type=Path)
        parse.add_argument("--format", choices=("text", "json"), default="text")
        make = verbs.add_parser("import")
        make.add_argument("file", type=Path)
        make.add_argument("--as", dest="username", metavar="USER")
        make.add_argument("--table", type=Path, metavar="OUT.xlsx")
        make.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            document = read_document(_content(options["file"]))
            if verb == "parse":
                self._tell(document, options["format"])
            else:
                self._draft(document, options)
        except (UnreadableDocument, NowhereToPut, NobodyOfThatName, FileOutOfReach) as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)

    def _draft(self, document: Document, options: dict[str, Any]) -> None:
        user = user_named(options["username"]) if options["username"] else None
        page = draft_page(document, user=user)
        table = draft_table(document, user=user)
        if options["table"]:
            _write(options["table"], workbook_of(document))
        drafts = {
            "page": page.pk,
            "batch": table.batch if table else None,
            "rows": table.rows if table else 0,
            "issues": [str(issue) for issue in document.issues],
        }
        if options["format"] == "json":
            self.stdout.write(json.dumps(drafts, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_told(page, table, document)))

    def _tell(self, document: Document, output_format: str) -> None:
        if output_format == "json":
            self.stdout.write(json.dumps(as_json(document), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_text(document)))


def _told(page: PolicyPage, table: DraftTable | None, document: Document) -> Iterator[str]:
    yield _("政策页草稿：%(title)s（第 %(page)d 号页面，未发布）。") % {
        "title": page.title,
        "page": page.pk,
    }
    if table is None:
        yield _(
            "您没有导入职责表的权限，没有生成职责表草稿；可以用 --table 存成文件，交给职责表管理员。"
        )
    elif table.batch is None:
        yield table.problem
    else:
        yield _("职责表草稿：批次 %(batch)d，%(rows)d 行，待确认。") % {
            "batch": table.batch,
            "rows": table.rows,
        }
    for issue in document.issues:
        yield _("待核对：%(issue)s") % {"issue": issue}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileOutOfReach(_("打不开文件 %(file)s。") % {"file": path}) from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileOutOfReach(_("写不了文件 %(file)s。") % {"file": path}) from error
