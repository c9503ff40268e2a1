"""manage.py encryption status|rotate: with which keys all is encrypted, and all with the newest one."""

import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from datasets.actions.reencrypting import RecordedTwice, files_by_key, reencrypt, values_by_key
from datasets.encryption.keys import Unreadable, keys
from datasets.management.defined import DefinedCommand

_MOST_PASSES = 10


class Command(DefinedCommand):
    help = "查看、更换加密的密钥。Show and replace the keys of what is encrypted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("status")
        verbs.add_parser("rotate")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            if verb == "rotate":
                self._rotate()
            self._tell(values_by_key(), files_by_key())
        except RecordedTwice as twice:
            self.stderr.write(
                _("%(record)s 的证件号码在另一条记录里也有，请先处理其中一条，再运行一次。")
                % {"record": f"{twice.model._meta.verbose_name} {twice.key}"}
            )
            sys.exit(1)
        except Unreadable as unreadable:
            self.stderr.write(str(unreadable))
            sys.exit(1)

    def _rotate(self) -> None:
        """Again until nothing is left: processes that were not yet told of the key may still write with the old."""
        done: Counter[str] = Counter()
        for _pass in range(_MOST_PASSES):
            before = done.total()
            for piece in reencrypt():
                done[piece.name] += piece.count
            if done.total() == before:
                break
        for name, count in sorted(done.items()):
            self.stdout.write(f"{name}: {count}")

    def _tell(self, values: Counter[str], files: Counter[str]) -> None:
        newest, known = keys()[0].id, {key.id for key in keys()}
        for key in sorted(known | values.keys() | files.keys(), key=lambda one: one != newest):
            mark = _("最新") if key == newest else _("旧") if key in known else _("缺少")
            told = {"key": key, "mark": mark, "values": values[key], "files": files[key]}
            self.stdout.write(
                _("密钥 %(key)s（%(mark)s）：%(values)d 个值，%(files)d 个文件") % told
            )
        if not (values.keys() | files.keys()) - {newest} and len(known) > 1:
            self.stdout.write(
                _(
                    "全部已用最新的密钥加密，旧密钥可以从 ENCRYPTION_KEYS 里去掉；"
                    "旧的备份还要用它，请另行保存到备份过期。"
                )
            )
