"""The counts of a campaign, and what they mean as an exit code."""

from collections.abc import Mapping
from dataclasses import dataclass

from batchsms.exclusion_reasons import FAULTLESS_REASONS
from batchsms.exit_codes import ExitCode

__all__ = ["RECIPIENT_STATES", "Tally"]

RECIPIENT_STATES = ("accepted", "rejected", "unknown", "planned", "cancelled")
"""The states that users see. An order that is being posted is unknown to all but its sender."""


_CODES = {"unknown": ExitCode.UNKNOWN, "planned": ExitCode.STOPPED, "rejected": ExitCode.REJECTED}


@dataclass(frozen=True)
class Tally:
    """How a campaign stands.

    `recipients` and `orders` count per state as users see them, `excluded` per reason; `credits`
    is what all recipients that are not excluded cost. `encodings` counts recipients per encoding.
    """

    rows: int
    recipients: Mapping[str, int]
    orders: Mapping[str, int]
    excluded: Mapping[str, int]
    credits: int
    encodings: Mapping[str, int]

    @property
    def recipient_count(self) -> int:
        """Recipients in all states together: the rows that are not excluded."""
        return sum(self.recipients.values())

    @property
    def is_faulty(self) -> bool:
        """Whether no row can be sent, and some of them for faults of their own."""
        return not self.recipient_count and not FAULTLESS_REASONS.issuperset(self.excluded)

    @property
    def exit_code(self) -> ExitCode:
        """The gravest of what the states say."""
        return max(
            (code for state, code in _CODES.items() if self.recipients.get(state)), default=ExitCode.DONE
        )

    def as_json(self) -> dict[str, object]:
        """Return the counts under the keys of the JSON object."""
        return {
            "rows": self.rows,
            "recipients": self.recipient_count,
            **{state: self.recipients.get(state, 0) for state in RECIPIENT_STATES},
            "excluded": dict(self.excluded),
            "orders": dict(self.orders),
            "credits": self.credits,
        }
