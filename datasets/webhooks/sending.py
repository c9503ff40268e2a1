"""One message on its way: signed, to a public address over TLS, to nobody within our own network unasked.

The name is looked up once, and what is connected to is the address that was judged: a name that points
elsewhere a moment later leads nowhere (DNS rebinding). No redirect is followed.
"""

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

#: Seconds for which a receiver may be silent.
_PATIENCE = 10
#: https://www.iana.org/assignments/ipv6-address-space. Python takes what is not reserved for public.
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotSent(Exception):
    """The message did not leave or was not answered; the text says why in one sentence."""


class NeverSent(NotSent):
    """To try again would change nothing."""


@dataclass(frozen=True)
class Target:
    """Where to connect, and the name by which the receiver is known there."""

    parts: SplitResult
    address: Address
    port: int


def post(url: str, body: bytes, *, secret: str, at: int, headers: dict[str, str]) -> int:
    """Send, and return the status of the answer. Raises NotSent."""
    target = target_of(url)
    path = f"{target.parts.path or '/'}{'?' + target.parts.query if target.parts.query else ''}"
    sent = {
        **headers,
        "Host": target.parts.netloc.rpartition("@")[2],
        "Content-Type": "application/json",
        "User-Agent": "Hutong-Webhook/1",
        "Hutong-Signature": f"t={at},v1={signature(body, secret=secret, at=at)}",
    }
    connection = _Connection(target)
    try:
        connection.request("POST", path, body=body, headers=sent)
        return connection.getresponse().status
    except ssl.SSLError as error:
        raise NotSent(_("对方的证书不可信，或者加密连接失败。")) from error
    except (OSError, http.client.HTTPException) as error:
        raise NotSent(_("连不上对方，或者对方没有应答。")) from error
    finally:
        connection.close()


def signature(body: bytes, *, secret: str, at: int) -> str:
    """HMAC-SHA256 over the seconds since 1970, a dot and the body: an old message cannot be sent again as new."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def target_of(url: str) -> Target:
    """Raises NotSent where the name has no address, NeverSent where it may not be asked."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise NeverSent(_("接收地址不是网址。")) from error
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username:
        raise NeverSent(_("接收地址应当以 https:// 开头，里面没有账号。"))
    addresses = _addresses_of(parts.hostname, port)
    if not all(map(is_allowed, addresses)):
        raise NeverSent(_("接收地址在内部网络里，管理员没有允许。"))
    if parts.scheme == "http" and not (
        settings.WEBHOOK_HTTP_TO_LOOPBACK and all(one.is_loopback for one in addresses)
    ):
        raise NeverSent(_("接收地址应当以 https:// 开头。"))
    return Target(parts, addresses[0], port)


def is_allowed(address: Address) -> bool:
    """Public, or in a network that the settings name."""
    networks = [ipaddress.ip_network(one) for one in settings.WEBHOOK_NETWORKS]
    if any(address in network for network in networks if network.version == address.version):
        return True
    if isinstance(address, ipaddress.IPv6Address) and not _is_unicast(address):
        return False
    return address.is_global and not address.is_multicast


def _is_unicast(address: ipaddress.IPv6Address) -> bool:
    """Of the one block of which addresses have been given out, and none that has an older address within it."""
    return address in _GIVEN_OUT and not (address.sixtofour or address.teredo)


def _addresses_of(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotSent(_("找不到接收地址的主机。")) from error
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


class _Connection(http.client.HTTPConnection):
    """To the address that was judged; the certificate must still be the name's."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.parts.hostname or "", target.port, timeout=_PATIENCE)
        self.target = target

    def connect(self) -> None:
        sock: Any = socket.create_connection((str(self.target.address), self.port), _PATIENCE)
        if self.target.parts.scheme == "https":
            context = ssl.create_default_context()
            sock = context.wrap_socket(sock, server_hostname=self.target.parts.hostname)
        self.sock = sock
