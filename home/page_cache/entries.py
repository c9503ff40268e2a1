"""A page as it is kept: compressed once, told apart by its digest."""

import gzip
import hashlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

#: Kept anywhere, shown only after asking whether it is still so: no browser shows what was withdrawn.
_CONTROL = "public, no-cache"
_LEVEL = 6


@dataclass(frozen=True)
class Entry:
    headers: dict[str, str]
    digest: str
    compressed: bytes

    @classmethod
    def of(cls, response: Any) -> "Entry":
        patch_vary_headers(response, ["Accept-Encoding"])
        headers = dict(response.headers) | {"Cache-Control": _CONTROL}
        headers.pop("Content-Length", None)
        digest = hashlib.sha256(response.content).hexdigest()[:32]
        return cls(headers, digest, gzip.compress(response.content, _LEVEL, mtime=0))

    def answer(self, request: Any) -> HttpResponse:
        """304 where the visitor has it."""
        takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        tag = f'"{self.digest}-gzip"' if takes_gzip else f'"{self.digest}"'
        known = parse_etags(request.headers.get("If-None-Match", ""))
        if tag in known or f"W/{tag}" in known or known == ["*"]:
            response: HttpResponse = HttpResponseNotModified()
            for name in ("Vary", "Cache-Control"):
                response.headers[name] = self.headers[name]
        else:
            body = self.compressed if takes_gzip else gzip.decompress(self.compressed)
            response = HttpResponse(body, headers=self.headers)
            response.headers["Content-Length"] = str(len(body))
            if takes_gzip:
                response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = tag
        return response
