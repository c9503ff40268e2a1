"""Parts of a file: what a telephone asks for when its owner moves along a video. RFC 9110, section 14.

One part at a time. Several at once, another unit and what cannot be read are answered with the whole file, as
the standard allows; a part that lies beyond the end with 416.
"""

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import IO, Any

from django.http import FileResponse, HttpResponse
from django.utils.http import parse_http_date_safe

_ONE_PART = re.compile(r"bytes\s*=\s*(?P<first>[0-9]*)-(?P<last>[0-9]*)", re.IGNORECASE)
_BLOCK = 64 * 1024
#: Nobody's file has more digits; longer numbers only cost time.
_MOST_DIGITS = 18


def in_parts(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, whose file can be had in parts."""

    @wraps(view)
    def answer(request: Any, *args: Any, **named: Any) -> Any:
        response = view(request, *args, **named)
        file = getattr(response, "file_to_stream", None)
        if response.status_code != 200 or file is None or not file.seekable():
            return response
        if (
            response.headers.get("Content-Encoding") == "None"
        ):  # Wagtail writes what it does not know
            del response.headers["Content-Encoding"]
        response.headers["Accept-Ranges"] = "bytes"
        is_asked = request.method == "GET" and "Range" in request.headers
        return (
            _part(request, response, file) if is_asked and _is_same(request, response) else response
        )

    return answer


def _part(request: Any, response: FileResponse, file: IO[bytes]) -> HttpResponse | FileResponse:
    size = int(response.headers["Content-Length"])
    asked = _ONE_PART.fullmatch(request.headers["Range"].strip())
    if asked is None or max(map(len, asked.groups())) > _MOST_DIGITS or not any(asked.groups()):
        return response
    first, end = _bounds(asked["first"], asked["last"], size)
    if first >= end:
        return response if _is_backwards(asked) else _beyond(response, size)
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    response.headers["Content-Length"] = str(end - first)
    response.streaming_content = _read(file, first, end)
    return response


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Where the part begins, and the byte behind it. 5- is all from the sixth on, -5 the last five."""
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size


def _is_backwards(asked: re.Match[str]) -> bool:
    """9-3 is no part of anything, and not to be minded."""
    return bool(asked["first"] and asked["last"]) and int(asked["last"]) < int(asked["first"])


def _beyond(response: FileResponse, size: int) -> HttpResponse:
    response.close()
    return HttpResponse(
        status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
    )


def _is_same(request: Any, response: FileResponse) -> bool:
    """Whether the file is still the one of which the visitor has a part (If-Range): else it gets the whole."""
    known = request.headers.get("If-Range", "").strip()
    if not known:
        return True
    if known.startswith(('"', "W/")):
        return known == response.headers.get(
            "ETag"
        )  # a weak one starts with W/ and never equals ours
    told = parse_http_date_safe(response.headers.get("Last-Modified", ""))
    return told is not None and parse_http_date_safe(known) == told


def _read(file: IO[bytes], first: int, end: int) -> Iterator[bytes]:
    file.seek(first)
    while first < end and (block := file.read(min(_BLOCK, end - first))):
        first += len(block)
        yield block
