"""What a file is. The content decides, not the name."""

import io
import zipfile

from content.intake.sandbox.limits import Limits, Refused

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream in which Office keeps a document that is encrypted with a password.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PDF_WITHIN = 1024
_HEAD = 4096
_MARKUP = (b"<html", b"<!doctype html", b"<body", b"<p", b"<div", b"<table", b"<h1")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def kind_of(content: bytes, limits: Limits) -> str:
    """The module of this package whose `read` takes the file. Raises Refused."""
    if content.startswith(_ZIP):
        return _kind_of_archive(content, limits)
    if content.startswith(_OLE):
        raise Refused("password" if _ENCRYPTED in content else "old_word")
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return "pdf"
    if content.startswith(b"{\\rtf"):
        raise Refused("old_word")
    if content.startswith(_PICTURES):
        raise Refused("picture")
    # Markup in whatever encoding: UTF-16 has a NUL beside each of its letters.
    head = content[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    return "pages" if head.startswith(b"<") and any(tag in head for tag in _MARKUP) else "texts"


def _kind_of_archive(content: bytes, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if sum(entry.file_size for entry in archive.infolist()) > limits.unpacked:
                raise Refused("unpacked")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("broken") from error
    if "word/document.xml" in names:
        return "documents"
    raise Refused("ofd" if "OFD.xml" in names else "foreign")
