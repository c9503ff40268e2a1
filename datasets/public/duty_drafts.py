"""A table of duties that was read from a document goes to the ledger door, where a person checks every row.

Public knowledge only: agencies and what they owe. What is handed in waits as a preview; nothing of it holds
before somebody who keeps the duty table confirms it.
"""

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from datasets.access import Actor
from datasets.actions.dispatch import create
from datasets.actions.ledgers.batches import receive_upload
from datasets.ledgers.pipeline import read_batch
from datasets.models import Duty, Policy, Region

_WIDTHS = (22, 22, 30, 30, 90)


@dataclass(frozen=True)
class DraftDuty:
    """`leads` and `supports`: names of agencies as the document writes them, parted by 、."""

    text: str
    clause: str
    leads: str
    supports: str


@dataclass(frozen=True)
class DraftPolicy:
    """The document as the duties cite it."""

    number: str
    title: str
    issuer: str
    issued: datetime.date | None


@dataclass(frozen=True)
class DraftTable:
    """`batch` is the ledger that waits; None where `problem` says why there is none."""

    batch: int | None
    rows: int
    problem: str = ""


class NobodyOfThatName(Exception):
    """No account in use bears the name."""


def user_named(username: str) -> Any:
    """Raises NobodyOfThatName."""
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise NobodyOfThatName(_("没有名为“%(name)s”的在用账号。") % {"name": username})
    return user


def may_draft_duties(user: Any) -> bool:
    """Whether the user may hand in tables of duties. None is the program itself."""
    return user is None or Actor.of(user).may("import", Duty)


def draft_duties(*, policy: DraftPolicy, duties: Sequence[DraftDuty], user: Any) -> DraftTable:
    """Hand in the duties as a ledger that waits to be checked, and make the document known that they cite.

    Raises NotPermitted for one who may not.
    """
    by = Actor.system() if user is None else Actor.of(user)
    if not duties:
        return DraftTable(None, 0, _("没有读到职责，没有生成职责表草稿。"))
    if not policy.number:
        return DraftTable(
            None, len(duties), _("没有认出文号，职责表无法注明依据，请补上文号后再生成。")
        )
    problem = _make_known(policy, by)
    if problem:
        return DraftTable(None, len(duties), problem)
    name = _("%(number)s职责表草稿.xlsx") % {"number": policy.number}
    content = duty_workbook(policy=policy, duties=duties)
    batch = receive_upload(collection="duties", file_name=name, content=content, by=by)
    read_batch(batch, by=by)
    return DraftTable(batch.pk, batch.rows.count())


def duty_workbook(*, policy: DraftPolicy, duties: Sequence[DraftDuty]) -> bytes:
    """The table as the ledger door reads it: an xlsx file, a duty a row."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet(_("职责表"))
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width, wrapped)
        sheet.write_row(0, 0, ["依据文号", "条款", "牵头单位", "配合单位", "职责内容"])
        for number, duty in enumerate(duties, start=1):
            cells = (policy.number, duty.clause, duty.leads, duty.supports, duty.text)
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)
    return file.getvalue()


def _make_known(policy: DraftPolicy, by: Actor) -> str:
    """Record the document where its number is new; a sentence where that can't be done."""
    if Policy.objects.filter(number=policy.number).exists():
        return ""
    try:
        create(
            Policy,
            values={
                "code": _free_code(policy),
                "number": policy.number,
                "title": policy.title[:200],
                "issuer": policy.issuer[:100] or _("（待填写）"),
                "region": region_of(policy.issuer),
                "issued_date": policy.issued,
            },
            by=by,
            reason=_("由公文导入登记"),
        )
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _free_code(policy: DraftPolicy) -> str:
    """policy-2014-10, or with a further number where another city's has that."""
    base = "policy-" + (slugify("-".join(digits_in(policy.number))) or "0")
    taken = set(Policy.objects.filter(code__startswith=base).values_list("code", flat=True))
    codes = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(code for code in codes if code not in taken)


def digits_in(text: str) -> list[str]:
    return "".join(sign if sign.isdecimal() else " " for sign in text).split()


def region_of(issuer: str) -> Region | None:
    """The region whose name the issuer begins with, the longest one; None where none or several bear it."""
    prefixes = [issuer[:length] for length in range(2, min(len(issuer), 14))]
    named = sorted(
        Region.objects.in_use().filter(name__in=prefixes), key=lambda one: -len(one.name)
    )
    if not named or (len(named) > 1 and len(named[0].name) == len(named[1].name)):
        return None
    return named[0]
