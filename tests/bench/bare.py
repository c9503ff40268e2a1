"""No framework at all: the most that gunicorn gives on this machine."""

import os
from collections.abc import Callable, Iterable
from typing import Any

_BODY = b"x" * int(os.environ.get("BENCH_LENGTH", "5000"))


def application(_environ: Any, start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers = [("Content-Type", "text/html"), ("Content-Length", str(len(_BODY)))]
    start_response("200 OK", headers)
    return [_BODY]
