"""What a file is. The content decides, not the name."""

from datasets.ledgers.sandbox.limits import Refused

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPREADSHEET_ML = b"urn:schemas-microsoft-com:office:spreadsheet"
#: What begins so reads as text, and is a document.
_DOCUMENTS = (b"%PDF", b"{\\rtf")
_HEAD = 4096


def kind_of(content: bytes) -> str:
    """The module of this package whose `read` takes the file. Raises Refused."""
    if content.startswith((_ZIP, _OLE)):
        return "workbooks"
    # Markup in whatever encoding: UTF-16 has a NUL beside each of its letters.
    if content.startswith(_DOCUMENTS):
        raise Refused("foreign")
    if content[:_HEAD].lower().startswith(b"mime-version:"):
        return "archived_pages"
    head = content[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if not head.startswith(b"<"):
        return "texts"
    is_page = b"<html" in head or b"<!doctype html" in head
    if _SPREADSHEET_ML in head and not is_page:
        return "spreadsheet_ml"
    return "pages" if is_page or b"<table" in head or b"<?xml" in head else "texts"
