"""Where a gateway is: whether its address is that of this machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit

__all__ = ["is_on_this_machine"]


def is_on_this_machine(url: str) -> bool:
    """Return whether the host of an address is the loopback of this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
