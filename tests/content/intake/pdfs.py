"""PDF files with a text layer, written by hand: a Chinese font that the reader brings, each line at its place."""

from collections.abc import Sequence

_SIZE, _LEADING, _LEFT, _TOP = 16, 28, 80, 760
_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << "
    "/Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
    "/Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName "
    "/STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 "
    "/CapHeight 880 /StemV 93 >> >> ] >>"
)


def pdf_of(pages: Sequence[Sequence[str]]) -> bytes:
    """A file whose lines that begin with two wide blanks stand two signs further right."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        _FONT,
    ]
    for number, lines in enumerate(pages):
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>",
            _stream(lines),
        ]
    return _file(objects)


def _stream(lines: Sequence[str]) -> str:
    shown = "\n".join(
        f"BT /F1 {_SIZE} Tf {_LEFT + _SIZE * (len(line) - len(line.lstrip('　')))} "
        f"{_TOP - _LEADING * row} Td <{line.strip('　').encode('utf-16-be').hex()}> Tj ET"
        for row, line in enumerate(lines)
    )
    return f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    content, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        f"{content}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF"
    ).encode()
