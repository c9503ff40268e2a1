"""The file of a ledger as it was handed in, while it is kept."""

from typing import Any

from django.utils.translation import gettext as _

from datasets.ledgers.sheets import UnreadableLedger
from datasets.models import LedgerBatch


def open_original(batch: LedgerBatch) -> Any:
    """The file, to be read and closed. Raises UnreadableLedger where it is kept no longer; why, is not said."""
    try:
        if batch.file:
            return batch.file.open("rb")
    except FileNotFoundError:
        pass  # a sealed child stands in it
    raise UnreadableLedger(
        _("这份台账的原件已不再保存，不能再打开或读取。需要时请把自己留存的台账重新上传。")
    )


def original_of(batch: LedgerBatch) -> bytes:
    """The file's content. Raises UnreadableLedger."""
    with open_original(batch) as file:
        content: bytes = file.read()
    return content
