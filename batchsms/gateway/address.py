"""Where the gateway is, and whether an address is that of this machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit

__all__ = ["DEFAULT_GATEWAY", "is_on_this_machine"]

DEFAULT_GATEWAY = "https://api.iletimerkezi.com/v1"


def is_on_this_machine(url: str) -> bool:
    """Return whether the host of an address is the loopback of this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
