"""The directory for other programs: one row for each duty of each agency."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from datasets.public.directory import domain_label
from datasets.public.duties import PublicDuty


def duties_as_rows(duties: Iterable[PublicDuty]) -> Iterator[tuple[str, ...]]:
    yield _headings()
    yield from map(_row, duties)


def duties_as_document(duties: Iterable[PublicDuty], *, day: datetime.date) -> dict[str, Any]:
    """{"date", "duties": [{"region", "domain", "agency", "part", "duty", "policy", "clause"}]}."""
    return {"date": day.isoformat(), "duties": [_entry(duty) for duty in duties]}


def _headings() -> tuple[str, ...]:
    return (
        _("地区"), _("领域"), _("机构"), _("电话"), _("地址"), _("分工"), _("职责"), _("文号"),
        _("条款"),
    )  # fmt: skip


def _row(duty: PublicDuty) -> tuple[str, ...]:
    return (
        duty.place.name,
        domain_label(duty.domain),
        duty.agency.name,
        duty.agency.phone,
        duty.agency.address,
        _("牵头") if duty.is_lead else _("配合"),
        duty.text,
        duty.policy,
        duty.clause,
    )


def _entry(duty: PublicDuty) -> dict[str, Any]:
    return {
        "region": {"code": duty.place.address, "name": duty.place.name},
        "domain": duty.domain or None,
        "agency": {
            "code": duty.agency.code,
            "name": duty.agency.name,
            "phone": duty.agency.phone,
            "address": duty.agency.address,
        },
        "part": "lead" if duty.is_lead else "support",
        "duty": duty.text,
        "policy": duty.policy,
        "clause": duty.clause,
    }
