"""From where a request comes, told by what a server writes of it (RFC 7239's older cousin, X-Forwarded-For)."""

import ipaddress
from collections.abc import Mapping
from typing import Any

#: The length of the prefix of an IPv6 network that one household or office has at least.
_OF_ONE_VISITOR = 64


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


def place_of(address: str | None) -> str | None:
    """What limits are counted by. One visitor has a whole IPv6 network, and as many addresses as they like (RFC 6177).

    >>> place_of("2001:db8:1:2:3:4:5:6"), place_of("192.0.2.7")
    ('2001:db8:1:2::', '192.0.2.7')
    """
    if address is None or ipaddress.ip_address(address).version == 4:
        return address
    network = ipaddress.ip_network(f"{address}/{_OF_ONE_VISITOR}", strict=False)
    return str(network.network_address)
