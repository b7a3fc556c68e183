"""Where a request comes from, as far as that can be believed."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from fastapi import Request

Network = IPv4Network | IPv6Network

LOOPBACK = ip_address("127.0.0.1")
NEIGHBOURS = 64
"""Bits of an IPv6 address that whoever has one shares with all the others that they have."""
UNKNOWN = "unknown"


def address_of(request: Request) -> str:
    """The address that a request comes from: the nearest that is not of a proxy that the settings trust.

    A server that believes `X-Forwarded-For` by itself, as uvicorn does of requests from its own machine, has replaced
    the peer's address by one that anybody can write. Where nobody said that such a proxy is trusted, all who come
    that way count as one.
    """
    trusted: tuple[Network, ...] = request.app.state.trusted_proxies
    peer = request.client.host if request.client else UNKNOWN
    named = [_bare(part) for line in request.headers.getlist("x-forwarded-for") for part in line.split(",")]
    if peer in named and not _is_of(LOOPBACK, trusted):
        return UNKNOWN
    for address in [peer, *reversed(named)]:
        known = _parsed(address)
        if known is None or not _is_of(known, trusted):
            return _written(known)
    return UNKNOWN


def _bare(part: str) -> str:
    """An address without its port: "1.2.3.4:5", "[::1]:5"."""
    part = part.strip()
    if part.startswith("["):
        return part[1:].partition("]")[0]
    return part.partition(":")[0] if part.count(":") == 1 else part


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        known = ip_address(address)
    except ValueError:
        return None
    return (known.ipv4_mapped or known) if isinstance(known, IPv6Address) else known


def _is_of(address: IPv4Address | IPv6Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _written(address: IPv4Address | IPv6Address | None) -> str:
    """The address as tries are counted by it."""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, NEIGHBOURS), strict=False))
    return str(address or UNKNOWN)
