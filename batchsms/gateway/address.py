"""Where a gateway is: its address, what is wrong with another, and answers that are not a gateway's."""

import re
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from batchsms.i18n import _

__all__ = [
    "DEFAULT_GATEWAY",
    "advice_on",
    "is_from_elsewhere",
    "is_on_this_machine",
    "is_web_page",
    "without_endpoint",
]

DEFAULT_GATEWAY = "https://api.iletimerkezi.com/v1"

_ENDPOINT = re.compile(
    r"/+(send-sms|get-reports?|get-balance|get-blacklist)(/+(json|get))?/*$", re.IGNORECASE
)
_PAGE = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_WANTS_TLS = re.compile(rb"HTTPS (port|server)|SSL-enabled", re.IGNORECASE)

_NO_SUCH_PATH = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE}
# A proxy on the way gives these, perhaps after it has passed a request on.
_PROXY_ERRORS = {
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
}


def is_on_this_machine(url: str) -> bool:
    """Return whether the host of an address is the loopback of this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def without_endpoint(url: str) -> str:
    """Return an address without the name of a request at its end, such as `/send-sms/json`."""
    return _ENDPOINT.sub("", url)


def is_web_page(body: bytes) -> bool:
    """Return whether an answer is HTML, which this gateway never sends."""
    return _PAGE.match(body) is not None


def is_from_elsewhere(url: str, http_status: int, body: bytes) -> bool:
    """Return whether an answer, none of the gateway's own, says that no gateway is at an address.

    That is HTTP 404, 405 or 410, another client error in HTML, or a word that TLS is spoken here. At
    the gateway's published address such an answer is a fault on the way, which may hide an accepted order.
    """
    if url == DEFAULT_GATEWAY:
        return False
    if http_status in _NO_SUCH_PATH:
        return True
    is_client_error = HTTPStatus(400) <= http_status < HTTPStatus.INTERNAL_SERVER_ERROR
    return (
        is_client_error
        and http_status not in _PROXY_ERRORS
        and (is_web_page(body) or _WANTS_TLS.search(body) is not None)
    )


def advice_on(url: str) -> str:
    """Return what to do about an address at which there is no gateway."""
    if without_endpoint(url) != url:
        return _(
            "Leave the name of the request out of --gateway-url: {likely}. The address of the gateway "
            "is {default}."
        ).format(likely=without_endpoint(url), default=DEFAULT_GATEWAY)
    if not urlsplit(url).path.endswith("/v1"):
        return _(
            "--gateway-url does not end in /v1; perhaps {likely} is meant. The address of the gateway "
            "is {default}."
        ).format(likely=f"{url}/v1", default=DEFAULT_GATEWAY)
    return _("Check --gateway-url. The address of the gateway is {default}.").format(default=DEFAULT_GATEWAY)
