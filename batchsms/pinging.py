"""A run that nobody watches → pings of a service that raises the alarm when they do not come.

The convention is that of healthchecks.io (https://healthchecks.io/docs/http_api/), which others have too:
a POST to URL/start, then one to URL for exit code 0, and to URL/CODE for any other. The address is as good
as a password, so that nothing shows more of it than its host.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx

from batchsms import __version__
from batchsms.errors import InputError
from batchsms.gateway.address import is_on_this_machine
from batchsms.i18n import _

__all__ = ["Pinging", "checked_ping"]

_SECONDS = 10.0
_PAUSES = (1.0, 3.0)
"""Seconds between the tries; so many and one are all."""
_MAY_PASS = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS, *(code for code in HTTPStatus if code >= 500)}  # noqa: PLR2004 - a server's own trouble
)


def checked_ping(url: str) -> str:
    """Return the address of pings, without a `/` at its end. Raises `InputError`, which does not show it."""
    try:
        parts = urlsplit(url)
        is_good = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_good = False
    if not is_good or parts.scheme not in {"http", "https"} or "@" in parts.netloc or not url.isprintable():
        raise InputError(
            "bad_ping",
            _("--ping is not a valid https address"),
            hint=_("Copy the address of the check as its service shows it"),
        )
    if parts.scheme == "http" and not is_on_this_machine(url):
        raise InputError(
            "unsafe_ping",
            _("http://{host} would send the address of the check unencrypted").format(host=parts.hostname),
            hint=_("Use its https address"),
        )
    return url


@dataclass(frozen=True)
class Pinging:
    """The pings of one run. `run` is a UUID, by which the service tells overlapping runs apart.

    A ping has 10 seconds and at most three tries. None of them raises: each returns why it failed, `""`
    where it did not.
    """

    url: str
    run: str
    pause: Callable[[float], None]
    transport: httpx.BaseTransport | None = None

    @property
    def host(self) -> str:
        """What may be shown of the address."""
        return urlsplit(self.url).hostname or ""

    def start(self) -> str:
        """Tell that the run begins."""
        return self._ping("/start", "")

    def end(self, code: int, summary: str) -> str:
        """Tell that the run has ended, with its exit code and a few words that anybody may read."""
        return self._ping(f"/{code}" if code else "", summary)

    def _ping(self, ending: str, body: str) -> str:
        trouble = ""
        for pause in (*_PAUSES, None):
            trouble, may_pass = self._try(ending, body)
            if not may_pass or pause is None:
                break
            self.pause(pause)
        return trouble

    def _try(self, ending: str, body: str) -> tuple[str, bool]:
        """Post once; return what is wrong, and whether that may pass."""
        try:
            address = httpx.URL(self.url)
            address = address.copy_with(path=address.path.rstrip("/") + ending)
            with (
                httpx.Client(
                    timeout=_SECONDS,
                    transport=self.transport,
                    follow_redirects=False,
                    trust_env=not is_on_this_machine(self.url),
                    headers={"User-Agent": f"batchsms/{__version__}"},
                ) as client,
                client.stream("POST", address.copy_merge_params({"rid": self.run}), content=body) as answer,
            ):
                status = answer.status_code
        except Exception as error:  # noqa: BLE001 - a ping never changes how a run ends
            return type(error).__name__, True
        if answer.is_success:
            return "", False
        return _("HTTP {status}").format(status=status), status in _MAY_PASS
