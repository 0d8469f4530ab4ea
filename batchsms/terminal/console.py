"""The only place that prints: results to stdout, talk to stderr, one JSON object where asked."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

from batchsms.errors import BatchsmsError
from batchsms.event_log.events import count, log_event
from batchsms.event_log.heartbeat import Heartbeat
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _
from batchsms.terminal.lasting_output import output_trouble
from batchsms.terminal.wrapping import WIDEST, width_of, wrapped
from batchsms.turkish_folding import fold

if TYPE_CHECKING:
    from batchsms.journal.tally import Tally
    from batchsms.terminal.sending_facts import Facts

__all__ = ["Console"]

_SCHEMA = 1
_WIDE = 90
"""Columns of a terminal in which there is room for more than a bar."""
_BAR, _SHORT_BAR = 36, 12
_YES = frozenset({"y", "yes", "e", "evet"})
_NO = frozenset({"", "n", "no", "h", "hayir"})
"""Answers, folded: those of an English and of a Turkish keyboard."""
_MAY_QUOTE = frozenset({"usage", "template_error", "foreign_placeholder", "undecodable_text"})
"""Codes of errors that quote what was typed or a template: who sees them has written it, a log has not."""


class Console(NamedTuple):
    """How one command speaks. `json` and `quiet` silence the text; errors are always said.

    Where there is somebody who is `told`, they get the JSON object, which is not printed then.
    """

    command: str
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    told: Callable[[dict[str, object]], None] | None = None

    # --- talk, to stderr

    def note(self, sentence: str) -> None:
        """Say something on the way; nothing where there is nothing to say."""
        if sentence:
            log_event("note", sentence)
        self.suggest(sentence)

    def suggest(self, sentence: str) -> None:
        """Say what the log has not: what to type next may repeat what was typed."""
        if sentence and not (self.quiet or self.json):
            _say(sentence, err=True)

    def detail(self, sentence: str) -> None:
        """Say something that only --verbose asks for."""
        if self.verbose:
            _say(sentence, err=True)

    def error(self, error: BatchsmsError) -> None:
        """Say what ended the run, all of it, and what to do about it."""
        for one in (error, *error.others):
            told = _("This may quote a text, and is not logged") if one.code in _MAY_QUOTE else one.message
            log_event("error", told, "error", code=one.code)
            _say(_("error: {message}").format(message=one.message), err=True, colour="red")
            if one.hint:
                _say(_("hint: {hint}").format(hint=one.hint), err=True)

    def warning(self, text: str) -> None:
        """Say what must not go unseen, quiet or not."""
        log_event("warning", text, "warning")
        _say(text, err=True, colour="yellow")

    def text_with_question(self, text: str) -> None:
        """Say what a question is about, where --quiet or --json has kept it from being shown."""
        if text and (self.quiet or self.json):
            _say(text, err=True)

    def ask(self, question: str) -> bool:
        """Ask a question on the terminal, in English or Turkish; return whether the answer was yes."""
        while (answer := self._answer(_("{question} [y/N]").format(question=question))) is not None:
            if fold(answer) in _YES | _NO:
                return fold(answer) in _YES
            _say(_("Please answer y (yes) or n (no)"), err=True)
        return False

    def ask_for_number(self, question: str, number: int) -> bool:
        """Ask for a number to be typed, as 1234, 1,234, 1.234 or 1 234; return whether it was."""
        answer = self._answer(question) or ""
        return answer.strip() in {str(number), *(f"{number:,}".replace(",", mark) for mark in ",. ")}

    def ask_for_secret(self, question: str) -> str:
        """Ask for something that is not shown while it is typed; `""` where nothing can be typed any more."""
        try:
            answer: str = click.prompt(question, default="", show_default=False, hide_input=True, err=True)
        except click.Abort:
            return ""
        return answer

    def ask_for_text(self, question: str) -> str:
        """Ask for a line of text; `""` where nothing can be typed any more."""
        return self._answer(question) or ""

    def _answer(self, question: str) -> str | None:
        """Return what is typed, None where nothing can be any more."""
        *lines, last = _fitting(question, sys.stderr).split("\n")
        for line in lines:
            _say(line, err=True)
        try:
            answer: str = click.prompt(last, default="", show_default=False, err=True)
        except click.Abort:
            _say("", err=True)
            return None
        return answer

    @contextmanager
    def progress(
        self, label: str, length: int | None, facts: "Callable[[], Facts] | None" = None
    ) -> Iterator[Callable[[int], None]]:
        """Show how far it is; the function given is told the count so far.

        Where there is no bar, a sentence every half minute says it; in a log, that is so in any case. `facts`
        are asked for when something is shown.
        """
        has_bar = not (self.quiet or self.json or _is_plain()) and sys.stderr.isatty()
        began = time.monotonic()

        def tell(sentence: str, done: int) -> None:
            if facts and length:
                sentence = _with_facts(sentence, facts(), done, length, time.monotonic() - began)
            log_event("heartbeat", sentence, done=done, of=length)
            if not has_bar:
                self.suggest(sentence)

        beat = Heartbeat(label, length, clock=time.monotonic, tell=tell)
        if not has_bar:
            if sys.stderr.isatty():
                self.note(_("{task} …").format(task=label))
            yield beat
            return
        with _bar(label, length, facts, began) as show:

            def show_and_log(done: int) -> None:
                show(done)
                beat(done)

            yield show_and_log

    # --- results, to stdout

    @property
    def width(self) -> int:
        """How many columns a line of a result may have."""
        return width_of(sys.stdout) or WIDEST

    def text(self, text: str) -> None:
        """Print a result as text."""
        if not (self.quiet or self.json):
            _say(wrapped(text, self.width))

    def path(self, sentence: str) -> None:
        """Print a sentence that ends in a path, which stays whole."""
        if not (self.quiet or self.json):
            click.echo(sentence)

    def data(self, data: bytes) -> bool:
        """Write bytes and a line end; return whether anybody still reads."""
        click.echo(data)
        return output_trouble() is None

    def object(
        self,
        *,
        exit_code: ExitCode,
        tally: "Tally | None" = None,
        campaign: Path | None = None,
        results: Path | None = None,
        error: BatchsmsError | None = None,
        **more: object,
    ) -> None:
        """Print the JSON object, where --json asks for it; the log has its counts in any case."""
        if tally:
            _log_result(tally, campaign, exit_code)
        if not (self.json or self.told):
            return
        shown: dict[str, object] = {
            "schema": _SCHEMA,
            "command": self.command,
            "campaign": None if campaign is None else str(campaign),
            "results": None if results is None else str(results),
            **(tally.as_json() if tally else {}),
            **more,
            "exit_code": exit_code,
        }
        if error:
            shown["error"] = _as_json(error)
            shown["errors"] = [_as_json(one) for one in (error, *error.others)]
        if self.told:
            self.told(shown)
            return
        import json  # noqa: PLC0415 - where JSON is asked for

        is_unicode = (sys.stdout.encoding or "").casefold().startswith("utf")
        click.echo(json.dumps(shown, ensure_ascii=not is_unicode))


def _log_result(tally: "Tally", campaign: Path | None, exit_code: ExitCode) -> None:
    """Tell the log how a campaign stands, and count its recipients among those of the run."""
    count(tally.recipients)
    log_event(
        "result",
        _("The campaign stands at exit code {code}").format(code=int(exit_code)),
        campaign=campaign,
        exit_code=exit_code,
        rows=tally.rows,
        excluded=sum(tally.excluded.values()),
        credits=tally.credits,
        **tally.recipients,
    )


@contextmanager
def _bar(
    label: str, length: int | None, facts: "Callable[[], Facts] | None", began: float
) -> Iterator[Callable[[int], None]]:
    """Show a bar; beside it, where there is room, how fast it goes and what has become of the recipients."""
    is_told = facts is not None and (width_of(sys.stderr) or 0) >= _WIDE
    with click.progressbar(
        length=length or 0,
        label=label,
        file=sys.stderr,
        show_pos=True,
        show_eta=length is not None,
        width=_SHORT_BAR if is_told else _BAR,
        item_show_func=(lambda words: words) if is_told else None,
    ) as bar:

        def show(done: int) -> None:
            words = None
            if is_told and facts:
                from batchsms.terminal.sending_facts import sending_facts  # noqa: PLC0415 - on terminals

                words = sending_facts(facts(), done, time.monotonic() - began)
            bar.update(done - bar.pos, words)

        yield show


def _with_facts(sentence: str, facts: "Facts", done: int, length: int, seconds: float) -> str:
    from batchsms.terminal.sending_facts import sending_facts, time_left  # noqa: PLC0415 - for long steps

    words = ", ".join(filter(None, (sending_facts(facts, done, seconds), time_left(done, length, seconds))))
    return _("{sentence} ({facts})").format(sentence=sentence, facts=words)


def _as_json(error: BatchsmsError) -> dict[str, str]:
    return {"code": error.code, "message": error.message, "hint": error.hint}


def _say(text: str, *, err: bool = False, colour: str | None = None) -> None:
    stream = sys.stderr if err else sys.stdout
    click.secho(_fitting(text, stream), err=err, fg=colour, color=False if _is_plain() else None)


def _fitting(text: str, stream: TextIO) -> str:
    """Return text as a terminal has room for it, and unchanged where there is none."""
    width = width_of(stream)
    return wrapped(text, width) if width else text


def _is_plain() -> bool:
    """Return whether the user wants no colours (https://no-color.org), or the terminal has no codes."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
