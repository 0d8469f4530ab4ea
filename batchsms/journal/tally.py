"""A campaign file → the counts of its campaign, and what they mean as an exit code."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from batchsms.exclusion_reasons import FAULTLESS_REASONS
from batchsms.exit_codes import ExitCode
from batchsms.journal.database import Database

__all__ = ["RECIPIENT_STATES", "Tally", "states_and_credits", "tally_of"]

RECIPIENT_STATES = ("accepted", "rejected", "unknown", "planned", "cancelled")
"""The states that users see. An order that is being posted is unknown to all but its sender."""


_CODES = {"unknown": ExitCode.UNKNOWN, "planned": ExitCode.STOPPED, "rejected": ExitCode.REJECTED}


class Tally(NamedTuple):
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
        """Whether no row can be sent, and some of them for faults of their own.

        Where others were sent to before, there is just nothing to do.
        """
        is_done = self.recipient_count or "already_sent" in self.excluded
        return not is_done and not FAULTLESS_REASONS.issuperset(self.excluded)

    @property
    def plan_exit_code(self) -> ExitCode:
        """What a plan ends with that is not sent."""
        return ExitCode.REFUSED if self.is_faulty else ExitCode.DONE

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


def states_and_credits(database: Database) -> tuple[dict[str, int], int]:
    """Return recipients per state, and the credits of those that were answered for; quickly.

    What is being posted counts as planned here: it is on its way, and no doubt yet.
    """
    states: Counter[str] = Counter()
    spent = 0
    for state, recipients, credits_ in database.all(
        "SELECT CASE state WHEN 'submitting' THEN 'planned' ELSE told_state END, SUM(recipients),"
        " SUM(credits) FROM told_orders WHERE NOT is_replaced GROUP BY 1"
    ):
        states[state] += recipients
        spent += credits_ if state != "planned" else 0
    return dict(states), spent


def tally_of(database: Database) -> Tally:
    """Return the counts of rows, recipients, orders and credits."""
    recipients: Counter[str] = Counter()
    orders: Counter[str] = Counter()
    credits_in_all = 0
    for state, is_replaced, order_count, recipient_count, order_credits in database.all(
        "SELECT told_state, is_replaced, COUNT(*), SUM(recipients), SUM(credits) FROM told_orders"
        " GROUP BY 1, 2"
    ):
        orders[state] += order_count
        if not is_replaced:
            recipients[state] += recipient_count
            credits_in_all += order_credits
    return Tally(
        rows=database.one("SELECT COUNT(*) FROM rows")[0],
        recipients=recipients,
        orders=orders,
        excluded=dict(
            database.all(
                "SELECT reason, COUNT(*) FROM rows WHERE order_id IS NULL GROUP BY reason ORDER BY 2 DESC, 1"
            )
        ),
        credits=credits_in_all,
        encodings=dict(
            database.all(
                "SELECT encoding, COUNT(*) FROM rows JOIN messages ON messages.id = message_id"
                " WHERE order_id IS NOT NULL GROUP BY encoding ORDER BY 2 DESC"
            )
        ),
    )
