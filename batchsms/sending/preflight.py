"""What the account answers and what a run needs → what keeps the run from being sent, before it begins.

Asked are `get-balance`, `get-sender` and `get-blacklist`, which are free and change nothing. No question
tells whether the gateway will take the İYS choice: the sender's brand shows at the first order (470).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from http import HTTPStatus
from typing import Literal, TypeGuard, TypeVar

from batchsms.errors import InputError
from batchsms.gateway.account import Account, AccountUnansweredError, Balance
from batchsms.i18n import _, ngettext
from batchsms.turkish_folding import fold

__all__ = ["Answers", "Need", "Preflight", "Strictness", "ask", "judge", "refusal_of"]

_TEST_SENDER = "APITEST"
"""The vendor's sender for tests, which every account may use and `get-sender` may leave out."""
_LEAST_LIKENESS = 0.6
_MOST_NAMED = 5
_LONGEST_NAMED = 40
"""Characters of a sender that is shown; real ones have 11 at most, and what answers need not be real."""
_MOST_COMPARED = 1_000

_MOST_BLACKLISTED = 20_000
"""Numbers of a blacklist that is compared: twenty pages, which take seconds."""

Answer = TypeVar("Answer")
Strictness = Literal["off", "on", "strict"]


@dataclass(frozen=True)
class Need:
    """What a run needs of the account: its sender, and credits for all that it is to post."""

    sender: str
    credits: int


@dataclass(frozen=True)
class Answers:
    """What the account answered, or why it did not.

    `blacklisted` is how many of the run's recipients are on the blacklist; None where that is too long
    to be compared.
    """

    balance: Balance | AccountUnansweredError
    senders: tuple[str, ...] | AccountUnansweredError
    blacklisted: int | AccountUnansweredError | None = None


@dataclass(frozen=True)
class Preflight:
    """What was found before a run. None stands for what the account did not answer.

    `problems` keep the run from being sent; `remarks` are sentences on what does not.
    """

    need: Need
    balance_credits: int | None
    is_sender_approved: bool | None
    blacklisted: int | None
    problems: tuple[InputError, ...]
    remarks: tuple[str, ...] = ()

    @property
    def refusal(self) -> InputError | None:
        """The first of the problems, which carries the others."""
        if not self.problems:
            return None
        first, *others = self.problems
        first.others = tuple(others)
        return first

    def as_json(self) -> dict[str, object]:
        """Return the value of the key `preflight` of the JSON object."""
        return {
            "sender": self.need.sender,
            "sender_approved": self.is_sender_approved,
            "needed_credits": self.need.credits,
            "balance_credits": self.balance_credits,
            "blacklisted": self.blacklisted,
            "remarks": list(self.remarks),
            "problems": [problem.code for problem in self.problems],
        }


def refusal_of(error: AccountUnansweredError) -> InputError:
    """Return what ends a command to which the account gave no answer."""
    if error.code == HTTPStatus.UNAUTHORIZED:
        return InputError(
            "credentials_refused",
            _("The gateway refuses the credentials (401)"),
            hint=_(
                "In the panel, look at Settings, Security, Access: API use must be on, and where a list of "
                "IP addresses is kept, this machine's must be in it. Then compare key and hash with those "
                "under Settings, API."
            ),
        )
    return InputError(
        "account_not_answered",
        _("The account gave no answer. {reason}.").format(reason=error),
        hint=_("Check the connection and --gateway-url, and try again later"),
    )


def ask(account: Account, planned_among: Callable[[frozenset[int]], int]) -> Answers:
    """Ask the account, unless it is out of reach or refuses the credentials: one question is enough then.

    `planned_among` counts the run's recipients among some MSISDNs.
    """
    balance = _answer(account.balance)
    senders = balance if _is_final(balance) else _answer(account.senders)
    blacklist = (
        senders if _is_final(senders) else _answer(partial(account.blacklist_up_to, _MOST_BLACKLISTED))
    )
    return Answers(
        balance, senders, planned_among(blacklist) if isinstance(blacklist, frozenset) else blacklist
    )


def _answer(question: Callable[[], Answer]) -> Answer | AccountUnansweredError:
    try:
        return question()
    except AccountUnansweredError as error:
        return error


def _is_final(answer: object) -> TypeGuard[AccountUnansweredError]:
    return isinstance(answer, AccountUnansweredError) and (
        not answer.is_reached or answer.code == HTTPStatus.UNAUTHORIZED
    )


def judge(answers: Answers, need: Need, strictness: Strictness = "on") -> Preflight:
    """Hold what was answered against what is needed; with `strict`, a remark is a problem too."""
    balance, senders, blacklisted = answers.balance, answers.senders, answers.blacklisted
    errors = [one for one in (balance, senders, blacklisted) if isinstance(one, AccountUnansweredError)]
    refused = [error for error in errors if error.code == HTTPStatus.UNAUTHORIZED]
    problems: list[InputError] = []
    if refused:
        problems.append(refusal_of(refused[0]))
    if isinstance(senders, tuple) and not _is_approved(need.sender, senders):
        problems.append(_not_approved(need.sender, senders))
    if isinstance(balance, Balance) and balance.credits < need.credits:
        problems.append(_short_balance(balance.credits, need.credits))
    minor = [] if refused else [_not_answered(sentence) for sentence in _unanswered(answers)]
    if isinstance(blacklisted, int) and blacklisted:
        minor.append(_blacklisted(blacklisted))
    if strictness == "strict":
        problems += minor
    return Preflight(
        need,
        balance.credits if isinstance(balance, Balance) else None,
        _is_approved(need.sender, senders) if isinstance(senders, tuple) else None,
        blacklisted if isinstance(blacklisted, int) else None,
        tuple(problems),
        tuple(one.message for one in minor),
    )


def _unanswered(answers: Answers) -> Iterator[str]:
    """Yield a sentence for each question without an answer; one where all had the same trouble."""
    asked: tuple[tuple[object, Callable[[], str]], ...] = (
        (answers.balance, lambda: _("The balance could not be checked before the send. {reason}.")),
        (answers.senders, lambda: _("The sender could not be checked before the send. {reason}.")),
        (answers.blacklisted, lambda: _("The blacklist could not be checked before the send. {reason}.")),
    )
    reasons = [str(answer) for answer, _sentence in asked if isinstance(answer, AccountUnansweredError)]
    if len(reasons) == len(asked) and len(set(reasons)) == 1:
        yield _("The account could not be checked before the send. {reason}.").format(reason=reasons[0])
        return
    for answer, sentence in asked:
        if isinstance(answer, AccountUnansweredError):
            yield sentence().format(reason=answer)


def _blacklisted(count: int) -> InputError:
    return InputError(
        "blacklisted_numbers",
        ngettext(
            "{count:,} recipient is on the account's blacklist. The gateway may refuse an order because of "
            "it. To skip it, plan the list with --suppress-blacklist.",
            "{count:,} recipients are on the account's blacklist. The gateway may refuse orders because of "
            "them. To skip them, plan the list with --suppress-blacklist.",
            count,
        ).format(count=count),
    )


def _not_answered(sentence: str) -> InputError:
    return InputError(
        "account_not_answered",
        sentence,
        hint=_("Try again later. To send without the check: --preflight off"),
    )


def _short_balance(held: int, needed: int) -> InputError:
    return InputError(
        "short_balance",
        _("The account's balance pays for {held:,} credits, and {needed:,} are needed").format(
            held=held, needed=needed
        ),
        hint=_("Load credit in the panel, or send a part with --limit"),
    )


def _is_approved(sender: str, approved: tuple[str, ...]) -> bool:
    return sender in {_TEST_SENDER, *approved}


def _not_approved(sender: str, approved: tuple[str, ...]) -> InputError:
    approved = tuple(one for one in approved if len(one) <= _LONGEST_NAMED)[:_MOST_COMPARED]
    if not approved:
        return InputError(
            "sender_not_approved",
            _('The sender "{sender}" is not approved: the account has no approved sender').format(
                sender=sender
            ),
            hint=_("Apply for it in the panel. To try the connection until then: --sender APITEST"),
        )
    if nearest := _nearest(sender, approved):
        return InputError(
            "sender_not_approved",
            _('The sender "{sender}" is not approved. The nearest approved one is "{nearest}".').format(
                sender=sender, nearest=nearest
            ),
            hint=_("Upper and lower case and blanks count. Plan the list again with the approved one."),
        )
    named = ", ".join(f'"{one}"' for one in approved[:_MOST_NAMED])
    return InputError(
        "sender_not_approved",
        _('The sender "{sender}" is not approved. Among the approved ones: {named}.').format(
            sender=sender, named=named
        ),
        hint=_("batchsms senders lists all of them. Plan the list again with one of them."),
    )


def _nearest(sender: str, approved: tuple[str, ...]) -> str | None:
    """Return the approved sender that was most likely meant, None where none is alike."""

    def likeness(other: str) -> tuple[float, float]:
        folded = SequenceMatcher(None, _bare(sender), _bare(other), autojunk=False).ratio()
        return folded, SequenceMatcher(None, sender, other, autojunk=False).ratio()

    best = max(approved, key=likeness, default=None)
    return best if best is not None and likeness(best)[0] >= _LEAST_LIKENESS else None


def _bare(sender: str) -> str:
    return "".join(fold(sender).split())
