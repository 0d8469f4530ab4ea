"""What became of one campaign in a night: for the summary that somebody reads in the morning."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from batchsms.exit_codes import ExitCode
from batchsms.nights.night import Night

__all__ = ["Outcome", "What", "gravest"]

What = Literal["sent", "finished", "closed", "nothing_new", "done", "not_due", "failed", "not_begun"]
"""`finished` and `closed` are runs of earlier nights; `done` was ended by an earlier start of this night."""
_OF_ALL = frozenset({"schema", "command", "exit_code"})
"""Keys that the JSON object has for the whole night."""


class Outcome(NamedTuple):
    """How a campaign's run of a night ended. `told` is what the JSON object of a send tells, or less."""

    name: str
    night: Night
    what: What
    exit_code: ExitCode
    told: Mapping[str, object] = {}

    def count(self, state: str) -> int:
        """Return how many recipients are in a state, 0 where nothing was planned."""
        found = self.told.get(state)
        return found if isinstance(found, int) else 0

    @property
    def due(self) -> date | None:
        """When it is due next, where it is not now."""
        found = self.told.get("due")
        return date.fromisoformat(found) if isinstance(found, str) else None

    @property
    def error(self) -> str:
        """What ended it, `""` where nothing has."""
        found = self.told.get("error")
        return str(found["message"]) if isinstance(found, Mapping) else ""

    def as_json(self) -> dict[str, object]:
        """Return it for the JSON object of a night."""
        return {
            "name": self.name,
            "night": self.night.name,
            "what": self.what,
            **{key: value for key, value in self.told.items() if key not in _OF_ALL},
            "exit_code": self.exit_code,
        }


def gravest(outcomes: Sequence[Outcome]) -> ExitCode:
    """Return the exit code of a night: a defect's, else the highest of its campaigns'."""
    codes = {one.exit_code for one in outcomes}
    return ExitCode.DEFECT if ExitCode.DEFECT in codes else max(codes, default=ExitCode.DONE)
