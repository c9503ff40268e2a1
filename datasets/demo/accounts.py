"""An account for each role, to try what each may see."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from datasets.access import Actor
from datasets.access.roles import (
    AgencyOfficer,
    Auditor,
    CityDesk,
    CountyDesk,
    DutyTableAdmin,
    PublicityChief,
    PublicityEditor,
    PublicityReviewer,
    Role,
    SystemAdministrator,
    TownshipClerk,
    VillageWorker,
)
from datasets.actions.accounts import accept_conduct
from datasets.actions.dispatch import create
from datasets.models import Agency, Post, Region


@dataclass(frozen=True)
class Account:
    """`role=None` is the superuser; `regions` and `agency` are the codes of where the posts are."""

    username: str
    name: str
    role: type[Role] | None
    regions: tuple[str, ...] = ()
    agency: str = ""


ACCOUNTS = (
    Account("village", "演示·金凤村儿童主任", VillageWorker, ("320281104200",)),
    Account("township", "演示·徐霞客镇专干", TownshipClerk, ("320281104",)),
    Account("township2", "演示·长泾镇专干", TownshipClerk, ("320281110",)),
    Account("county", "演示·江阴市未保专员", CountyDesk, ("320281",)),
    Account("deputy", "演示·江阴市民政局分管领导", CountyDesk, ("320281",)),
    Account("county2", "演示·二七区未保专员", CountyDesk, ("410103",)),
    Account("city", "演示·郑州市民政局", CityDesk, ("4101",)),
    Account("officer", "演示·江阴市教育局联络员", AgencyOfficer, ("320281",), "jiangyin-education"),
    Account("duties", "演示·职责表管理员", DutyTableAdmin, ("320281", "4101")),
    Account("editor", "演示·宣传编辑", PublicityEditor, ("320281", "4101")),
    Account("reviewer", "演示·宣传部门审核", PublicityReviewer, ("320281", "4101")),
    Account("chief", "演示·宣传签发领导", PublicityChief, ("320281", "4101")),
    Account("auditor", "演示·审计员", Auditor, ("320281", "4101")),
    Account("sysadmin", "演示·系统管理员", SystemAdministrator, ("32", "41")),
    Account("admin", "演示·超级用户", None),
)


def prepare_accounts(*, passwords_file: Path, by: Actor, reason: str) -> dict[Account, str]:
    """Make the accounts that are missing; returns everyone's password.

    The passwords are made at random and kept in `passwords_file` (mode 0600); without the file the
    accounts get new ones.
    """
    kept = _read(passwords_file)
    passwords = {account: kept.get(account.username) or _new_password() for account in ACCOUNTS}
    _write(passwords_file, {account.username: word for account, word in passwords.items()})
    for account, password in passwords.items():
        is_kept = account.username in kept
        _prepare(account, password, is_kept=is_kept, by=by, reason=reason)
    return passwords


@transaction.atomic
def _prepare(account: Account, password: str, *, is_kept: bool, by: Actor, reason: str) -> None:
    users = get_user_model().objects
    user, is_new = users.get_or_create(username=account.username, defaults=_values(account))
    if is_new or not is_kept:
        user.set_password(password)
        user.save(update_fields=["password"])
    if is_new:
        accept_conduct(
            user=user, at=timezone.now()
        )  # whoever tries the program out need not promise
    if is_new and account.role:
        _appoint(user, account, by=by, reason=reason)


def _appoint(user: Any, account: Account, *, by: Actor, reason: str) -> None:
    role = Group.objects.get(name=account.role.name) if account.role else None
    agency = Agency.objects.filter(code=account.agency).first() if account.agency else None
    for region in Region.objects.filter(code__in=account.regions):
        post = {"user": user, "role": role, "region": region, "agency": agency}
        create(
            Post,
            values={**post, "title": account.name.partition("·")[2]},
            by=by,
            reason=reason,
        )


def _values(account: Account) -> dict[str, Any]:
    is_superuser = account.role is None
    return {"last_name": account.name, "is_superuser": is_superuser, "is_staff": is_superuser}


def _new_password() -> str:
    """69 bits in characters that nobody mistakes for one another."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(14))


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def _write(path: Path, passwords: dict[str, str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("".join(f"{name}\t{word}\n" for name, word in passwords.items()), "utf-8")
