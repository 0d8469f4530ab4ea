"""Pauses between tries of which nothing was taken."""

import random
from typing import TYPE_CHECKING

from batchsms.clock import Watch
from batchsms.errors import BatchsmsError, Unavailable
from batchsms.event_log.events import log_event
from batchsms.gateway.outcome import Outcome
from batchsms.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Backoff"]

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
_MOST_TRIES = 8
_MOST_SECONDS = 300.0


class Backoff:
    """Pauses between tries of which nothing was taken, growing and with jitter, until enough is enough."""

    def __init__(self) -> None:
        self._tries = 0
        self._since: datetime | None = None

    def wait(self, outcome: Outcome, watch: Watch) -> BatchsmsError | None:
        """Pause before the next try, or return the error that ends the run."""
        self._tries += 1
        self._since = self._since or watch.now()
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (self._tries - 1))
        pause = max(random.uniform(longest / 2, longest), outcome.retry_after or 0.0)  # noqa: S311 - jitter
        lasted = (watch.now() - self._since).total_seconds()
        if self._tries >= _MOST_TRIES or lasted + pause > _MOST_SECONDS:
            return _unavailable(outcome)
        log_event(
            "pause",
            _("Nothing was taken. It is tried again after a pause."),
            "warning",
            seconds=round(pause, 1),
            tries=self._tries,
            code=outcome.code,
            http_status=outcome.http_status,
            detail=outcome.detail,
        )
        watch.pause(pause)
        return None


def _unavailable(outcome: Outcome) -> Unavailable:
    return Unavailable(
        "unavailable",
        _("The gateway accepts nothing at the moment: {detail}").format(detail=outcome.detail),
        hint=_("Nothing that is planned was sent. Try again later."),
    )
