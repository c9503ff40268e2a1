"""The records of the parts of an xlsb: [MS-XLSB]."""

from collections.abc import Iterator

WORKBOOK = "xl/workbook.bin"
_SEVEN_BITS = 0x7F


def records(part: bytes) -> Iterator[tuple[int, int]]:
    """The kind of each record, and where its data begin. Both its numbers have seven bits a byte."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind > _SEVEN_BITS:
            kind = kind & _SEVEN_BITS | part[at] << 7
            at += 1
        size = part[at]
        at += 1
        shift = 7
        while size >> shift:  # another byte follows
            size = size & (1 << shift) - 1 | part[at] << shift
            at += 1
            shift += 7
        yield kind, at
        at += size
