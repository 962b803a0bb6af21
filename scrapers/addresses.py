"""Which network addresses may be connected to: public ones, checked at the moment of connecting.

A name is resolved once, every address it has is checked, and the connection is made to a checked
address, not to the name: an answer of the name server that changes in between changes nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import httpcore

from scrapers.client_errors import OffLimits

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv6 networks that carry an IPv4 address in their last 32 bits (RFC 6052, RFC 4291).
_CARRIERS: Final = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96")))


def carried(address: IP) -> IP:
    """The IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if inner is not None:
        return inner
    if any(address in network for network in _CARRIERS) and int(address) > 1:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


@dataclass(frozen=True, slots=True)
class Reach:
    """Which networks may be visited: public ones, this machine (the replay portals), or both."""

    public: bool = True
    loopback: bool = False

    def includes(self, address: IP) -> bool:
        """Whether a connection may go there; never to private, link-local, multicast, reserved."""
        inner = carried(address)
        if inner.is_loopback:
            return self.loopback
        is_public = inner.is_global and not inner.is_multicast and not inner.is_reserved
        return self.public and is_public


def refuse_outside(host: str, found: Iterable[str], reach: Reach) -> None:
    """Raise OffLimits where one of the addresses of a host may not be connected to."""
    for text in found:
        address = ipaddress.ip_address(text)
        if reach.includes(address):
            continue
        wanted = "a public address" if reach.public else "this machine"
        raise OffLimits(
            host,
            f"leads to {address}, which is not {wanted}. Nothing was sent. Check the address in "
            "the portal's settings.",
        )


def refuse_literal_outside(host: str, reach: Reach) -> None:
    """Raise OffLimits where the host is written as an address that may not be connected to.

    Where a proxy makes the connection this is all that can be checked here. Old ways of writing
    (2130706433, 0x7f.1) are understood, because resolvers understand them.
    """
    try:
        text = socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        text = host
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return
    refuse_outside(host, [text], reach)


class CheckedBackend(httpcore.AnyIOBackend):
    """Connects to checked addresses only."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check all, connect to the first that answers."""
        found = await self._resolve(host, port, timeout)
        refuse_outside(host, found, self._reach)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in found:
            try:
                return await super().connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError("the name has no address")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Never: a portal is not a file."""
        raise OffLimits(path, "is a file of this machine, not a portal.")

    async def _resolve(self, host: str, port: int, wait: float | None) -> list[str]:
        """The addresses of a name, each once."""
        # Resolvers should answer names under .localhost so, but many do not (RFC 6761).
        name = "127.0.0.1" if self._reach.loopback and host.endswith(".localhost") else host
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(wait):
                answers = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("the name server did not answer") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"its name cannot be resolved ({error})") from error
        return list(dict.fromkeys(str(answer[4][0]) for answer in answers))
