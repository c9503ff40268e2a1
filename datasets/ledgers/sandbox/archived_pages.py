"""What calls itself .xls and is a web page in one file (MHTML, Excel's 单个文件网页)."""

from email import message_from_bytes
from email.message import Message

from datasets.ledgers.sandbox import pages
from datasets.ledgers.sandbox.limits import Limits, Refused
from datasets.ledgers.sheets import NumberedRows


def read(content: bytes, limits: Limits) -> list[tuple[str, NumberedRows]]:
    """The tables of all its pages, without names: Excel writes a page a sheet. Raises Refused."""
    sheets: list[tuple[str, NumberedRows]] = []
    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            sheets += _tables_in(part, limits)
            limits.check_sheets(len(sheets))
    if not sheets:
        raise Refused("no_table")
    return sheets


def _tables_in(part: Message, limits: Limits) -> list[tuple[str, NumberedRows]]:
    """None of a page without tables, as the one that frames the others."""
    page = part.get_payload(decode=True)
    try:
        return pages.read(page, limits) if isinstance(page, bytes) else []
    except Refused as refusal:
        if refusal.code != "no_table":
            raise
        return []
