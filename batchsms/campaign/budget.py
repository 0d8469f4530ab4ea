"""The limits of a campaign, and those that it exceeds: `--max-recipients`, `--max-credits`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from batchsms.campaign.settings import Budget
from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.journal.campaign import Campaign
from batchsms.journal.tally import Tally

__all__ = ["check_within", "exceeded", "planned_budget"]


class Limit(NamedTuple):
    """A limit that a campaign exceeds: the code of its error, its option, and what is said of it.

    `sentence` is for a plan, `refusal` for a send, which ends with it.
    """

    code: str
    option: str
    sentence: str
    refusal: str


def planned_budget(campaign: Campaign) -> Budget:
    """Return what a campaign was to come to when it was planned."""
    price = Decimal(campaign.credit_price) if campaign.credit_price else None
    return Budget(price, campaign.max_recipients, campaign.max_credits)


def check_within(tally: Tally, *budgets: Budget) -> None:
    """Raise `InputError` where a campaign comes to more than one of the budgets allows."""
    for budget in budgets:
        for limit in exceeded(tally.recipient_count, tally.credits, budget):
            raise InputError(
                limit.code,
                limit.refusal,
                hint=_("Check that this is the right list; if it is, raise {option}").format(
                    option=limit.option
                ),
            )


def exceeded(recipients: int, credits_in_all: int, budget: Budget) -> Iterator[Limit]:
    """Yield each limit of a budget that so many recipients and credits are above."""
    if budget.max_recipients is not None and recipients > budget.max_recipients:
        counts = {"count": recipients, "most": budget.max_recipients}
        yield Limit(
            "over_max_recipients",
            "--max-recipients",
            _("The campaign has {count:,} recipients; the limit is {most:,}").format(**counts),
            _("The campaign has {count:,} recipients; the limit is {most:,}. Nothing was sent.").format(
                **counts
            ),
        )
    if budget.max_credits is not None and credits_in_all > budget.max_credits:
        counts = {"count": credits_in_all, "most": budget.max_credits}
        yield Limit(
            "over_max_credits",
            "--max-credits",
            _("The campaign costs {count:,} credits; the limit is {most:,}").format(**counts),
            _("The campaign costs {count:,} credits; the limit is {most:,}. Nothing was sent.").format(
                **counts
            ),
        )
