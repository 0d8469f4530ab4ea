"""The only place that prints: results to stdout, talk to stderr, one JSON object where asked."""

import json
import os
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click

from batchsms.clock import TURKEY, has_passed
from batchsms.errors import BatchsmsError
from batchsms.exclusion_reasons import advice, title
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _, ngettext
from batchsms.journal.queries import UnknownOrder
from batchsms.journal.tally import Tally
from batchsms.paths import typed
from batchsms.reading.findings import Finding, listed_examples, said

__all__ = ["Console", "counts", "doubts", "guards", "orders", "remarks"]

_SCHEMA = 1
_WIDTH = 100


@dataclass(frozen=True)
class Console:
    """How one command speaks. `json` and `quiet` silence the text; errors are always said."""

    command: str
    json: bool = False
    quiet: bool = False
    verbose: bool = False

    # --- talk, to stderr

    def note(self, sentence: str) -> None:
        """Say something on the way."""
        if not (self.quiet or self.json):
            _say(sentence, err=True)

    def detail(self, sentence: str) -> None:
        """Say something that only --verbose asks for."""
        if self.verbose:
            _say(sentence, err=True)

    def error(self, error: BatchsmsError) -> None:
        """Say what ended the run, and what to do about it."""
        _say(_("error: {message}").format(message=error.message), err=True, colour="red")
        if error.hint:
            _say(_("hint: {hint}").format(hint=error.hint), err=True)

    def warning(self, text: str) -> None:
        """Say what must not go unseen, quiet or not."""
        _say(text, err=True, colour="yellow")

    def unless_shown(self, text: str) -> None:
        """Say what a question is about, where --quiet or --json has kept it from being shown."""
        if text and (self.quiet or self.json):
            _say(text, err=True)

    def agrees(self, question: str) -> bool:
        """Ask a question on the terminal; anything but yes is no."""
        try:
            return click.confirm(question, default=False, err=True)
        except click.Abort:
            _say("", err=True)
            return False

    def types(self, question: str, number: int) -> bool:
        """Ask for a number to be typed, as 1234, 1,234, 1.234 or 1 234; anything else is no."""
        try:
            answer = click.prompt(question, default="", show_default=False, err=True)
        except click.Abort:
            _say("", err=True)
            return False
        typed_in = answer.strip()
        return typed_in in {str(number), *(f"{number:,}".replace(",", mark) for mark in ",. ")}

    @contextmanager
    def progress(self, label: str, length: int | None) -> Iterator[Callable[[int], None]]:
        """Show how far it is, on a terminal; the function given is told the count so far."""
        if self.quiet or self.json or not sys.stderr.isatty():
            yield lambda _count: None
            return
        with click.progressbar(
            length=length or 0, label=label, file=sys.stderr, show_pos=True, show_eta=length is not None
        ) as bar:
            yield lambda count: bar.update(count - bar.pos)

    # --- results, to stdout

    def text(self, text: str) -> None:
        """Print a result as text."""
        if not (self.quiet or self.json):
            _say(text)

    def object(
        self,
        *,
        exit_code: ExitCode,
        tally: Tally | None = None,
        campaign: Path | None = None,
        results: Path | None = None,
        error: BatchsmsError | None = None,
        **more: object,
    ) -> None:
        """Print the JSON object, where --json asks for it."""
        if not self.json:
            return
        told: dict[str, object] = {
            "schema": _SCHEMA,
            "command": self.command,
            "campaign": None if campaign is None else str(campaign),
            "results": None if results is None else str(results),
            **(tally.as_json() if tally else {}),
            **more,
            "exit_code": exit_code,
        }
        if error:
            told["error"] = {"code": error.code, "message": error.message, "hint": error.hint}
        _say(json.dumps(told, ensure_ascii=False))


def _say(text: str, *, err: bool = False, colour: str | None = None) -> None:
    """Print; where nobody reads any more, the work and its exit code do not depend on it."""
    try:
        click.secho(text, err=err, fg=colour)
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, (sys.stderr if err else sys.stdout).fileno())
        os.close(nowhere)


def counts(tally: Tally, findings: Sequence[Finding] = (), *, with_credits: bool = True) -> str:
    """Return the counts of a campaign as lines of text; findings name rows that are left out."""
    of_reason = {one.code: one for one in findings}
    lines = [
        ngettext("{count} row in the list", "{count} rows in the list", tally.rows).format(count=tally.rows),
        *_state_lines(tally),
        *(_left_out(reason, count, of_reason.get(reason)) for reason, count in tally.excluded.items()),
    ]
    if with_credits:
        lines.append(
            _("{credits:,} credits in all ({encodings})").format(
                credits=tally.credits, encodings=_encodings(tally) or _("nothing to send")
            )
        )
    return "\n".join(lines)


def _left_out(reason: str, count: int, finding: Finding | None) -> str:
    line = _("  {count:>9,}  left out: {title}").format(count=count, title=title(reason))
    if not finding:
        return line
    told = _("{line} ({places})").format(line=line, places=listed_examples(finding))
    if finding.cause:
        return _("{told}:\n             {cause}").format(told=told, cause=finding.cause)
    whole = _("{told}; {what}").format(told=told, what=advice(reason))
    return whole if advice(reason) and len(whole) <= _WIDTH else told  # the results say it of every row


def remarks(findings: Sequence[Finding]) -> str:
    """Return what was found in a list as lines of text: how much of each gravity, and then each."""
    marks = {"error": _("error"), "warning": _("warning"), "info": _("note")}
    width = max(map(len, marks.values()))
    lines = [
        _wrapped(f"  {marks[finding.severity]:<{width}}  {said(finding)}", width + 4) for finding in findings
    ]
    return "\n".join([_("Found in the list: {kinds}").format(kinds=_gravities(findings)), *lines])


def _wrapped(line: str, indent: int) -> str:
    return textwrap.fill(
        line, _WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )


def _gravities(findings: Sequence[Finding]) -> str:
    count = Counter(finding.severity for finding in findings)
    told = {
        "error": ngettext("{count} error", "{count} errors", count["error"]),
        "warning": ngettext("{count} warning", "{count} warnings", count["warning"]),
        "info": ngettext("{count} note", "{count} notes", count["info"]),
    }
    return ", ".join(words.format(count=count[kind]) for kind, words in told.items() if count[kind])


_ORDERS_SHOWN = 50
_DUPLICATES_REFUSED = timedelta(minutes=10)


def orders(all_orders: Sequence[Mapping[str, object]], *, all_of_them: bool) -> str:
    """Return orders as lines of text; of many, those that are not simply accepted."""
    chosen = [
        order
        for order in all_orders
        if all_of_them or len(all_orders) <= _ORDERS_SHOWN or order["state"] != "accepted"
    ]
    lines = [line for order in chosen for line in _order_lines(order)]
    if len(chosen) < len(all_orders):
        lines.append(_("(--verbose shows all {count:,} orders)").format(count=len(all_orders)))
    return "\n".join(lines)


def _order_lines(order: Mapping[str, object]) -> Iterator[str]:
    shown = {key: "" if value is None else value for key, value in order.items()}
    line = _("order {order:>6}  {recipients:>6,}  {state:<9}  {order_id}  {code} {detail}")
    yield line.format(**shown).rstrip()
    for attempt in _entries(order, "attempts"):
        line = _("    posted {posted_at}, ended {ended_at}: {outcome} {code} {detail}")
        yield line.format(**attempt).rstrip()
    for move in _entries(order, "moves"):
        yield _("    {at}  {from} to {to}").format(**move)


def _entries(order: Mapping[str, object], kind: str) -> Iterator[dict[str, object]]:
    entries = order.get(kind)
    for entry in entries if isinstance(entries, list) else []:
        yield {key: "" if value is None else value for key, value in entry.items()}


def doubts(unknown: Sequence[UnknownOrder], sender: str, campaign: Path, trouble: str) -> str:
    """Return what the user must look at, and type, where outcomes are unknown."""
    recipients = sum(order.recipients for order in unknown)
    heading = ngettext(
        "{count:,} order ({recipients:,} recipients) may or may not have been taken:",
        "{count:,} orders ({recipients:,} recipients) may or may not have been taken:",
        len(unknown),
    )
    lines = [heading.format(count=len(unknown), recipients=recipients)]
    lines += [_doubt(order) for order in unknown[:_ORDERS_SHOWN]]
    if trouble:
        lines.append(_("The gateway's records could not be had: {trouble}").format(trouble=trouble))
    lines += [
        _("Look into the panel, under Reports: is there an order of the sender {sender} with as many").format(
            sender=sender
        ),
        _("recipients, submitted at that time or a little later?"),
        _("  It is there, or you cannot tell:  batchsms send {campaign}").format(campaign=typed(campaign)),
        _("      asks the gateway's records again, and sends only what they prove was not taken"),
        _("  It is surely not there:  batchsms send {campaign} --resend-unknown").format(
            campaign=typed(campaign)
        ),
        _("      sends it again; if it was taken after all, these people get it twice"),
    ]
    return "\n".join(lines)


def _doubt(order: UnknownOrder) -> str:
    line = _("  order {order}: {recipients:,} recipients, posted {time}: {detail}")
    return line.format(
        order=order.order_id,
        recipients=order.recipients,
        time=order.posted_at.astimezone(TURKEY).strftime("%d.%m.%Y %H:%M:%S"),
        detail=order.detail or _("no answer is stored"),
    )


def guards(unknown: Sequence[UnknownOrder], now: datetime) -> str:
    """Return, for each order that is to be sent again, whether the gateway would refuse a duplicate."""
    return "\n".join(_guard(order, now) for order in unknown)


def _guard(order: UnknownOrder, now: datetime) -> str:
    if has_passed(order.send_at, now):
        line = _("order {order}: its schedule, {at}, has passed, so it is not sent again; plan its rows anew")
        return line.format(order=order.order_id, at=order.send_at)
    until = order.posted_at + _DUPLICATES_REFUSED
    line = (
        _("order {order}: until {time} the gateway itself refuses it if it has it already")
        if now < until
        else _("order {order}: since {time} the gateway no longer refuses it if it has it already")
    )
    return line.format(order=order.order_id, time=until.astimezone(TURKEY).strftime("%H:%M:%S"))


_STATES: dict[str, Callable[[], str]] = {
    "accepted": lambda: _("accepted"),
    "rejected": lambda: _("rejected"),
    "unknown": lambda: _("unknown: may have been taken"),
    "planned": lambda: _("planned"),
    "cancelled": lambda: _("cancelled"),
}


def _state_lines(tally: Tally) -> Iterator[str]:
    for state, words in _STATES.items():
        if count := tally.recipients.get(state, 0):
            orders = ngettext("{count:,} order", "{count:,} orders", tally.orders[state])
            yield _("  {count:>9,}  {state}, in {orders}").format(
                count=count, state=words(), orders=orders.format(count=tally.orders[state])
            )


def _encodings(tally: Tally) -> str:
    return ", ".join(f"{encoding} {count:,}" for encoding, count in tally.encodings.items())
