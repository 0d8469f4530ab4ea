"""A campaign file → posts → results: what one run of `send` does once it has been agreed to."""

from dataclasses import dataclass
from pathlib import Path

from batchsms.clock import Clock
from batchsms.dispatch import Progress, dispatch
from batchsms.errors import BatchsmsError
from batchsms.gateway import Gateway
from batchsms.journal import Journal
from batchsms.results import write_results
from batchsms.settings import account_fingerprint
from batchsms.tally import Tally
from batchsms.wire import Credentials

__all__ = ["Sent", "send"]


@dataclass(frozen=True)
class Sent:
    """How a run ended: the campaign's counts, where the results are, and what stopped the run."""

    tally: Tally
    results: Path
    stopped_by: BatchsmsError | None

    @property
    def exit_code(self) -> int:
        """The campaign's state as an exit code; what stopped the run is part of that state."""
        return self.tally.exit_code


def send(
    journal: Journal,
    gateway: Gateway,
    credentials: Credentials,
    *,
    results: Path,
    limit: int | None,
    clock: Clock,
    progress: Progress,
) -> Sent:
    """Bind the campaign, post what is planned, and write the results."""
    journal.bind(gateway.url, account_fingerprint(credentials))
    journal.recover(clock())
    stopped_by = dispatch(journal, gateway, credentials, limit=limit, clock=clock, progress=progress)
    return Sent(journal.tally(), write_results(journal, results), stopped_by)
