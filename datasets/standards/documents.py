"""Whether a document is what its name says: by what stands in it, for a name can be changed by anybody.

Web pages, SVG and programs are none of these, whatever they are called; nor are workbooks that bring programs.
"""

import zipfile
from collections.abc import Callable
from typing import IO

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_PDF_WITHIN = 1_024
_MOST_NAMES = 10_000
_LOOKED_AT = 65_536


def is_what_it_says(file: IO[bytes], extension: str) -> bool:
    """Whether the content is of the kind that the extension names. Leaves the file at its beginning."""
    file.seek(0)
    try:
        return extension in KINDS and KINDS[extension](file)
    finally:
        file.seek(0)


def _is_pdf(file: IO[bytes]) -> bool:
    return b"%PDF-" in file.read(_PDF_WITHIN)


def _is_ole(file: IO[bytes]) -> bool:
    """An old office document, without macros: their folder is named in it as UTF-16."""
    return file.read(len(_OLE)) == _OLE and _MACROS not in file.read()


def _is_video(file: IO[bytes]) -> bool:
    return file.read(12)[4:8] == b"ftyp"


def _is_mp3(file: IO[bytes]) -> bool:
    begins = file.read(3)
    return begins == b"ID3" or (
        begins[:1] == b"\xff" and len(begins) > 1 and begins[1] & 0xE0 == 0xE0
    )


def _is_webm(file: IO[bytes]) -> bool:
    return file.read(4) == b"\x1aE\xdf\xa3"


def _is_ogg(file: IO[bytes]) -> bool:
    return file.read(4) == b"OggS"


def _is_captions(file: IO[bytes]) -> bool:
    begins = file.read(9).removeprefix(b"\xef\xbb\xbf")
    file.seek(0)
    return begins.startswith(b"WEBVTT") and _is_text(file)


def _is_text(file: IO[bytes]) -> bool:
    content = file.read(_LOOKED_AT)
    if b"\0" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # A character may be cut in two at the end of what was looked at.
            content[: len(content) - 4 if len(content) == _LOOKED_AT else None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _holds(*wanted: str) -> Callable[[IO[bytes]], bool]:
    """A packed document with such a file, or folder, in it, and without macros."""

    def is_kind(file: IO[bytes]) -> bool:
        try:
            with zipfile.ZipFile(file) as packed:
                names = packed.namelist()[:_MOST_NAMES]
        except (zipfile.BadZipFile, ValueError, OSError):
            return False
        has_all = all(any(name.startswith(one) for name in names) for one in wanted)
        return has_all and not any(name.endswith("vbaProject.bin") for name in names)

    return is_kind


#: Extension → what tells the kind.
KINDS: dict[str, Callable[[IO[bytes]], bool]] = {
    "pdf": _is_pdf,
    "ofd": _holds("OFD.xml"),
    "docx": _holds("[Content_Types].xml", "word/"),
    "xlsx": _holds("[Content_Types].xml", "xl/"),
    "pptx": _holds("[Content_Types].xml", "ppt/"),
    "odt": _holds("mimetype", "content.xml"),
    "ods": _holds("mimetype", "content.xml"),
    **dict.fromkeys(("doc", "xls", "ppt", "wps", "et", "dps"), _is_ole),
    **dict.fromkeys(("txt", "csv"), _is_text),
    **dict.fromkeys(("mp4", "m4a", "m4v"), _is_video),
    "mp3": _is_mp3,
    "webm": _is_webm,
    "ogg": _is_ogg,
    "vtt": _is_captions,
}
