"""manage.py seed: the reference data. Run it again after an update: only what is new is added."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from datasets.access import Actor
from datasets.actions.seeding.reference import add_missing_reference_data
from datasets.actions.seeding.regions import add_missing_pilots, add_missing_regions
from datasets.actions.seeding.roles import (
    add_missing_groups,
    grant_rights_of_nobody,
    rights_of_nobody,
)
from datasets.models import Record, Region
from datasets.seeds.regions import REGIONS_FILE, RegionsFileError, read_regions
from datasets.seeds.tables import seed_rows

REASON = "初始数据"


class Command(BaseCommand):
    help = "载入地区、政策、机构、职责、类别和角色（可重复运行，不覆盖已有内容）。Load the reference data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--regions",
            type=Path,
            metavar="FILE",
            help="另一份区划 CSV（列：code,name,level,parent）。Another file of divisions.",
        )
        parser.add_argument(
            "--grant-new-rights",
            action="store_true",
            help="升级带来的、还没有任何角色持有的权限，按初始角色授予。Grant rights that no role holds yet.",
        )

    @transaction.atomic
    def handle(
        self,
        *args: Any,
        regions: Path | None,
        grant_new_rights: bool,
        verbosity: int,
        **options: Any,
    ) -> None:
        by = Actor.system()
        pilots = seed_rows("pilot_regions")
        added: dict[type[Record], int] = {Region: 0}
        for path in (REGIONS_FILE, *([regions] if regions else [])):
            added[Region] += self._load(path, pilots=pilots, by=by)
        added[Region] += add_missing_pilots(pilots=pilots, by=by, reason=REASON)
        added |= add_missing_reference_data(by=by, reason=REASON)
        groups = add_missing_groups(by=by)
        if verbosity:
            counts = [
                f"{model._meta.verbose_name} {count}" for model, count in added.items() if count
            ]
            counts += [f"角色 {groups}"] if groups else []
            self.stdout.write(f"初始数据：新增 {'、'.join(counts) or '0'}。")
        rights = grant_rights_of_nobody(by=by) if grant_new_rights else rights_of_nobody()
        if verbosity and rights:
            self._tell(rights, is_granted=grant_new_rights)

    def _tell(self, rights: list[tuple[str, Permission]], *, is_granted: bool) -> None:
        self.stdout.write("已授予：" if is_granted else "还没有任何角色持有的权限：")
        for role, permission in rights:
            self.stdout.write(f"  {role}：{permission.name}")
        if not is_granted:
            self.stdout.write("要按初始角色授予，请运行 manage.py seed --grant-new-rights。")

    def _load(self, path: Path, **arguments: Any) -> int:
        try:
            return add_missing_regions(rows=read_regions(path), reason=REASON, **arguments)
        except RegionsFileError as error:
            raise CommandError(f"{path.name}：{error}") from error
        except OSError as error:
            raise CommandError(f"打不开文件 {path}：{error.strerror}。") from error
