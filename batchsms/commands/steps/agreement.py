"""The question before anything goes: how many are sent to now, and whether the user agrees."""

import sys

from batchsms.clock import now
from batchsms.commands.steps.session import Session
from batchsms.errors import InputError
from batchsms.i18n import _, ngettext
from batchsms.journal.database import Database
from batchsms.journal.orders import next_orders
from batchsms.journal.tally import Tally
from batchsms.schedule import when
from batchsms.terminal.counts import count_lines
from batchsms.terminal.lines.schedule_lines import night_warning

__all__ = ["agree", "agree_to_send", "recipients_of_run"]

_MOST_BY_YES = 1_000
"""Recipients; to send to more takes more than a key that was hit by mistake."""


def recipients_of_run(database: Database, session: Session, *, again: bool = False) -> int:
    """Return the recipients of the planned orders that this run posts, which --limit may make fewer.

    With `again`, cancelled orders get a new schedule.
    """
    orders = next_orders(database, session.options["limit"], again=again)
    return sum(order.recipients for order in orders)


def agree_to_send(count: int, tally: Tally, session: Session, *, send_at: str, iys_list: str) -> None:
    """Ask whether to send at a time; many are agreed to by typing how many they are.

    Commercial messages that go now, at night, are warned of first. Raises as `agree` does.
    """
    if not send_at and (warning := night_warning("", iys_list, now())):
        session.console.warning(warning)
    question = _question(count, send_at).format(count=count, when=when(send_at, now()) if send_at else "")
    agree(question, session, about=count_lines(tally), number=count if count > _MOST_BY_YES else None)


def _question(count: int, send_at: str) -> str:
    if count > _MOST_BY_YES:
        if send_at:
            return _("{count:,} messages will be scheduled for {when}. Type this number to schedule them")
        return _("{count:,} messages will be sent now. Type this number to send them")
    if send_at:
        return ngettext(
            "Schedule {count:,} message for {when}?", "Schedule {count:,} messages for {when}?", count
        )
    return ngettext("Send {count:,} message now?", "Send {count:,} messages now?", count)


def agree(question: str, session: Session, *, about: str = "", number: int | None = None) -> None:
    """Ask a question, unless --yes answers it already.

    Where a number is given, it must be typed. `about` is what the question is about, which is shown
    with it where nothing else was. Raises `InputError` where nobody can be asked or the answer is no.
    """
    if session.options["yes"]:
        return
    if not sys.stdin.isatty():
        raise InputError(
            "not_confirmed",
            _("There is no terminal to ask the question on. Nothing was sent."),
            hint=_("Add --yes to send without a question"),
        )
    console = session.console
    console.text_with_question(about)
    if not (console.ask(question) if number is None else console.ask_for_number(question, number)):
        raise InputError("not_confirmed", _("The answer was no. Nothing was sent."))
