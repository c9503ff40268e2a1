"""The records of an xls.

An xls is a small file system ("compound file") in which the stream Workbook holds records one after the
other: [MS-CFB], [MS-XLS].
"""

import struct
from collections.abc import Iterator

_FIRST_FAT_SECTORS = 109
_NO_SECTOR = 0xFFFFFFFA  # this and what is above it name no sector
_SECTORS = (512, 4096)
_ENTRY = 128
_STREAMS = ("Workbook", "Book")
_EOF = 0x0A


def workbook_stream(content: bytes) -> bytes:
    """The stream that holds the workbook; b"" where there is none."""
    sector, small_sector = (1 << power for power in struct.unpack_from("<HH", content, 30))
    if sector not in _SECTORS or small_sector > sector:
        return b""
    fat_count, first_entry = struct.unpack_from("<I", content, 44)[0], _int_at(content, 48)
    smallest, first_small = _int_at(content, 56), _int_at(content, 60)
    next_fat = _int_at(content, 68)
    fat_sectors = list(struct.unpack_from(f"<{_FIRST_FAT_SECTORS}I", content, 76))
    while next_fat < _NO_SECTOR and len(fat_sectors) < fat_count:
        *more, next_fat = struct.unpack_from(f"<{sector // 4}I", content, (next_fat + 1) * sector)
        fat_sectors += more
    fat: list[int] = []
    for one in fat_sectors[:fat_count]:
        fat += struct.unpack_from(f"<{sector // 4}I", content, (one + 1) * sector)

    def chain(first: int) -> bytes:
        return b"".join(
            content[(one + 1) * sector : (one + 2) * sector] for one in _chain(first, fat)
        )

    root = b""
    directory = chain(first_entry)
    for at in range(0, len(directory), _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le")
        first, size = struct.unpack_from("<II", directory, at + 116)
        if kind == 5:  # the root's own stream holds the small ones
            root = chain(first)
        elif name in _STREAMS and size >= smallest:
            return chain(first)[:size]
        elif name in _STREAMS:
            small = chain(first_small)
            numbers = struct.unpack(f"<{len(small) // 4}I", small)
            parts = (root[one * small_sector :][:small_sector] for one in _chain(first, numbers))
            return b"".join(parts)[:size]
    return b""


def _int_at(content: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", content, at)[0])


def _chain(first: int, following: "list[int] | tuple[int, ...]") -> Iterator[int]:
    """The sectors of a stream; one that leads back into itself ends."""
    for _each in following:
        if first >= _NO_SECTOR:
            return
        yield first
        first = following[first]


def records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from there to the next end."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        if kind == _EOF:
            return
        at += 4 + size
