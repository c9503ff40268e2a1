"""From where a request comes, told by what a server writes of it (RFC 7239's older cousin, X-Forwarded-For)."""

import ipaddress
from collections.abc import Mapping
from typing import Any


def address_in(meta: Mapping[str, Any], *, trusted_proxies: int) -> str | None:
    """The visitor's address; behind proxies of ours what the outermost of them saw."""
    found = meta.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if trusted_proxies and len(hops) >= trusted_proxies:
        found = hops[-trusted_proxies]
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        return None
