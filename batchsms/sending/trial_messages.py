"""A few rendered texts → posts to one number of the user's own, before anybody else is sent to."""

from collections.abc import Sequence
from dataclasses import dataclass

from batchsms.exit_codes import ExitCode
from batchsms.gateway.client import Gateway
from batchsms.gateway.codes import DUPLICATE
from batchsms.gateway.credentials import Credentials
from batchsms.gateway.order import Message, Order
from batchsms.gateway.outcome import Outcome, state_of_first_post
from batchsms.gateway.xml import order_xml
from batchsms.i18n import _
from batchsms.journal.campaign import Campaign
from batchsms.results.specimens import Specimen
from batchsms.sending.posting import post_request

__all__ = ["TrialMessage", "exit_code", "post_trial_messages", "trial_texts"]

_KINDS = frozenset({"shortest", "longest", "dearest"})
_CODES = {
    "accepted": ExitCode.DONE,
    "rejected": ExitCode.REJECTED,
    "planned": ExitCode.STOPPED,
    "unknown": ExitCode.UNKNOWN,
}


@dataclass(frozen=True)
class TrialMessage:
    """One text that was posted to the test number, and what came of it, as an order's state."""

    specimen: Specimen
    state: str
    outcome: Outcome

    @property
    def detail(self) -> str:
        """What happened, in words."""
        if self.outcome.code == DUPLICATE:
            return _(
                "The gateway refuses the same text to the same number within 10 minutes. "
                "Wait, or change the text."
            )
        return self.outcome.detail


def trial_texts(specimens: Sequence[Specimen]) -> list[Specimen]:
    """Return the texts of a test: the shortest, the longest and the dearest, each once."""
    return [one for one in specimens if not _KINDS.isdisjoint(one.kinds)]


def post_trial_messages(
    gateway: Gateway, credentials: Credentials, campaign: Campaign, number: int, texts: Sequence[Specimen]
) -> list[TrialMessage]:
    """Post each text to the number in an order of its own, at once, until one is neither yes nor no.

    Nothing is recorded, tried again or settled: the number's owner sees what came.
    """
    results: list[TrialMessage] = []
    for specimen in texts:
        order = Order(campaign.sender, "", campaign.iys_list, (Message(specimen.text, (number,)),))
        outcome = post_request(gateway, credentials, order_xml(order, credentials))
        results.append(TrialMessage(specimen, state_of_first_post(outcome.verdict), outcome))
        if results[-1].state in {"planned", "unknown"}:
            break
    return results


def exit_code(results: Sequence[TrialMessage]) -> ExitCode:
    """Return 0 where all was accepted; else of 5 unknown, 4 stopped and 3 rejected the gravest."""
    return max(_CODES[one.state] for one in results)
