"""What is kept of the browser and the address that a session came from: enough to know it again. No framework."""

from __future__ import annotations

import ipaddress

# The first that is named wins: each claims to be those after it.
_BROWSERS = (
    ("CocCoc", "Cốc Cốc"),
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_of(user_agent: str) -> str:
    """The family of the browser; empty when it names none of those we know."""
    return next((name for sign, name in _BROWSERS if sign in user_agent), "")


def system_of(user_agent: str) -> str:
    return next((name for sign, name in _SYSTEMS if sign in user_agent), "")


def network_of(address: str) -> str:
    """The network around an address: /24 of IPv4, /48 of IPv6. Empty for what is no address."""
    return _around(address, 24, 48)


def counted_address(address: str) -> str:
    """What tries are counted by: an address of IPv4, the /64 of IPv6, of which every household has a whole one."""
    return _around(address, 32, 64)


def _around(address: str, four: int, six: int) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network(f"{ip}/{four if ip.version == 4 else six}", strict=False))
