"""The account at the gateway: its balance, its approved senders, its blacklist.

Sources: the vendor's documents for `get-balance`, `get-sender` and `get-blacklist`. All three are
free and change nothing. Pages of the blacklist hold at most 1,000 numbers, and its `count` is that of
all pages. Numbers come back as `+905XXXXXXXXX`, so the last ten digits tell.

An answer is believed only when all of it could be read: anything else is `AccountUnansweredError`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree as ET

from batchsms.gateway.client import Gateway, UnansweredError
from batchsms.gateway.credentials import MASKED, Credentials
from batchsms.gateway.xml import UnreadableReplyError, parse_xml, question_xml
from batchsms.i18n import _
from batchsms.numbers.masking import without_numbers

__all__ = ["Account", "AccountUnansweredError", "Balance"]

_PAGE_ROWS = 1_000
_MOST_PAGES = 1_000
_LONGEST_MESSAGE = 300
_YES = "200"
_CODE = re.compile(r"[0-9]{1,9}")
_COUNT = re.compile(r"[0-9]{1,15}")
_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_CREDITS = re.compile(r"-?[0-9]{1,15}(\.0+)?")
_NUMBER = re.compile(r"(?:\+?90)?(5[0-9]{9})")
_CONTENT_TYPE = "text/xml; charset=utf-8"


class AccountUnansweredError(Exception):
    """The account gave no answer that could be read whole. The message says why.

    `code` is what the gateway answered in place of 200; None where it answered nothing that can be read.
    `is_reached` is False where nothing came back at all: another question would not fare better; `is_sent`
    is False where the question certainly never left.
    """

    def __init__(
        self, message: str, *, code: int | None = None, is_reached: bool = True, is_sent: bool = True
    ) -> None:
        super().__init__(message)
        self.code = code
        self.is_reached = is_reached
        self.is_sent = is_sent


@dataclass(frozen=True)
class Balance:
    """What the account holds: TL, and how many segments that pays for by the gateway's own estimate."""

    amount: Decimal
    credits: int


@dataclass(frozen=True)
class Account:
    """The account that the credentials belong to. Each question raises `AccountUnansweredError`."""

    gateway: Gateway
    credentials: Credentials

    def balance(self) -> Balance:
        """Return the balance; of all questions the one that only the credentials decide."""
        found = self.answer("get-balance").find("balance")
        amount, credits_ = _text(found, "amount"), _text(found, "sms")
        if not (_AMOUNT.fullmatch(amount) and _CREDITS.fullmatch(credits_)):
            raise AccountUnansweredError(_("The answer has no balance that can be read"))
        return Balance(Decimal(amount), int(Decimal(credits_)))

    def senders(self) -> tuple[str, ...]:
        """Return the approved senders, to the letter and the blank; a new account may have none."""
        found = self.answer("get-sender").find("senders")
        if found is None or any(child.tag != "sender" for child in found):
            raise AccountUnansweredError(_("The answer has no senders that can be read"))
        return tuple(child.text for child in found if child.text)

    def blacklist(self) -> frozenset[int]:
        """Return the MSISDNs on the blacklist, from all of its pages or not at all."""
        return self.blacklist_up_to(_MOST_PAGES * _PAGE_ROWS) or frozenset()

    def blacklist_up_to(self, most: int) -> frozenset[int] | None:
        """Return the MSISDNs on the blacklist; None where it says that it has more than so many."""
        found: set[int] = set()
        for page in range(1, _MOST_PAGES + 1):
            inner = f"<blacklist><page>{page}</page><rowCount>{_PAGE_ROWS}</rowCount></blacklist>"
            count, rows = _page(self.answer("get-blacklist", inner).find("blacklist"))
            if count > most:
                return None
            if len(rows) >= _PAGE_ROWS and found.issuperset(rows):
                break
            found.update(rows)
            if len(rows) < _PAGE_ROWS:
                if len(found) < count:
                    raise AccountUnansweredError(_("The blacklist is not complete"))
                return frozenset(found)
        raise AccountUnansweredError(_("The blacklist does not end"))

    def answer(self, path: str, inner: str = "") -> ET.Element:
        """Return the root of the answer to a question in XML, whose code is 200."""
        try:
            root = parse_xml(self.gateway.ask(path, question_xml(self.credentials, inner), _CONTENT_TYPE))
        except UnansweredError as error:
            raise AccountUnansweredError(str(error), is_reached=False, is_sent=error.is_sent) from error
        except UnreadableReplyError as error:
            raise AccountUnansweredError(_("The answer cannot be read")) from error
        code = _text(root, "status/code")
        if root.tag != "response" or not _CODE.fullmatch(code):
            raise AccountUnansweredError(_("The answer cannot be read"))
        if code != _YES:
            raise AccountUnansweredError(self._words(root, code), code=int(code))
        return root

    def _words(self, root: ET.Element, code: str) -> str:
        words = without_numbers(_text(root, "status/message")[:_LONGEST_MESSAGE])
        for secret in (self.credentials.hash, self.credentials.key):
            words = words.replace(secret, MASKED.key)
        if not words:
            return _("The gateway answers {code}").format(code=code)
        return _("The gateway answers {code}: {words}").format(code=code, words=words)


def _text(element: ET.Element | None, path: str) -> str:
    return "" if element is None else (element.findtext(path) or "").strip()


def _page(found: ET.Element | None) -> tuple[int, list[int]]:
    """Return the count that a page of the blacklist states (0 where it states none), and its MSISDNs."""
    if found is None or any(child.tag not in {"count", "number"} for child in found):
        raise AccountUnansweredError(_("The answer has no blacklist that can be read"))
    matches = [_NUMBER.fullmatch(re.sub(r"\s", "", child.text or "")) for child in found.iterfind("number")]
    count = _text(found, "count") or "0"
    numbers = [int(f"90{match[1]}") for match in matches if match]
    if len(numbers) < len(matches) or not _COUNT.fullmatch(count):
        raise AccountUnansweredError(_("The answer has no blacklist that can be read"))
    return int(count), numbers
