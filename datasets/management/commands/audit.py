"""manage.py audit verify|export: whether the access log is whole, and a copy of it for an inspector."""

import csv
import datetime
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.audit.chain import Access, Visitor, append
from datasets.audit.exporting import HEADER, lines_of
from datasets.audit.verifying import Anchor, findings, head
from datasets.choices import AccessVerb


class Command(BaseCommand):
    help = "核对、导出访问日志。Verify and export the access log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify")
        verify.add_argument("--anchor", type=_anchor, action="append", metavar="NUMBER:DIGEST")
        export = verbs.add_parser("export")
        export.add_argument("out", type=Path)
        export.add_argument("--since", type=datetime.date.fromisoformat)
        export.add_argument("--until", type=datetime.date.fromisoformat)

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "verify":
            self._verify(options["anchor"] or [])
        else:
            self._export(options["out"], options["since"], options["until"])

    def _verify(self, anchors: list[Anchor]) -> None:
        count = 0
        for count, finding in enumerate(findings(anchors), 1):  # noqa: B007 - told below
            self.stderr.write(finding.message)
        if count:
            self.stderr.write(_("访问日志有 %(count)d 处不符。") % {"count": count})
            sys.exit(1)
        last = head()
        self.stdout.write(_("访问日志完整，共 %(count)d 条。") % {"count": last.number})
        self._tell_anchor(last)

    def _export(self, path: Path, since: datetime.date | None, until: datetime.date | None) -> None:
        last = head()
        count = 0
        try:
            with path.open("x", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(HEADER)
                for line in lines_of(up_to=last.number, since=since, until=until):
                    writer.writerow(line)
                    count += 1
        except OSError as error:
            self.stderr.write(
                _("写不了文件 %(file)s：%(why)s") % {"file": path, "why": error.strerror}
            )
            sys.exit(2)
        by = Visitor(user_id=None, username="system", address=None)
        exported = Access(AccessVerb.EXPORT, collection="accessentry", count=count)
        append([exported], visitor=by, at=timezone.now())
        self.stdout.write(_("已导出 %(count)d 条到 %(file)s。") % {"count": count, "file": path})
        self._tell_anchor(last)

    def _tell_anchor(self, last: Anchor) -> None:
        """To be kept on paper: with it a later log can be held against today's."""
        if last.number:
            self.stdout.write(f"--anchor {last.number}:{last.digest}")


def _anchor(text: str) -> Anchor:
    number, _colon, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise ArgumentTypeError("NUMBER:DIGEST")
    return Anchor(int(number), digest)
