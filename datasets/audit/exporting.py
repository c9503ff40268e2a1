"""The access log as lines for an inspector."""

import datetime
import json
from collections.abc import Iterator

from django.utils import timezone

from datasets.models import AccessEntry
from datasets.standards.formulas import inert

HEADER = (
    "编号", "时间", "账号", "来源地址", "行为", "是否允许", "数据集", "记录", "条数", "筛选条件", "事由", "校验值",
)  # fmt: skip


def lines_of(
    *, up_to: int, since: datetime.date | None = None, until: datetime.date | None = None
) -> Iterator[list[str]]:
    """The entries of some days (both included), the oldest first; texts made inert for spreadsheets."""
    entries = AccessEntry.objects.filter(id__lte=up_to).order_by("id")
    if since:
        entries = entries.filter(at__date__gte=since)
    if until:
        entries = entries.filter(at__date__lte=until)
    for entry in entries.iterator(chunk_size=2_000):
        yield [
            str(entry.id),
            timezone.localtime(entry.at).isoformat(),
            inert(entry.username),
            entry.address or "",
            entry.get_verb_display(),
            "1" if entry.is_permitted else "0",
            entry.collection,
            " ".join(map(str, entry.records)),
            str(entry.count),
            inert(json.dumps(entry.filters, ensure_ascii=False) if entry.filters else ""),
            inert(entry.purpose),
            entry.digest,
        ]
