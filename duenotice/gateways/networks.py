"""Keeps gateways, whose addresses agencies type, from calling machines inside the installation's own network."""

import ipaddress
import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

_NAT64, _COMPATIBLE = ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96")


class NotPublic(OSError):
    """A name or address that is not on the public internet."""


def is_public(address: str) -> bool:
    """Whether this IP address is one that anybody may call. Raises ValueError where it is no IP address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = _inside(ip)
        return ip.is_global and not ip.is_multicast and not ip.is_site_local if inside is None else is_public(str(inside))
    return ip.is_global and not ip.is_multicast


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one only carries: mapped, compatible (RFC 4291), 6to4 (RFC 3056), or through NAT64 (RFC 6052)."""
    if ip in _NAT64 or (ip in _COMPATIBLE and int(ip) > 1):
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour


class PublicResolver(AbstractResolver):
    """Resolves names, and refuses one of which any address is not public: checked at each connection, so a name cannot change its mind."""

    def __init__(self) -> None:
        self._resolver = DefaultResolver()

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if not all(is_public(one["host"]) for one in found):
            raise NotPublic(f"{host} is not on the public internet.")
        return found

    async def close(self) -> None:
        await self._resolver.close()
