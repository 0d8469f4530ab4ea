"""One record of a log → one line of text, or one JSON object on a line, fit to be seen by anybody."""

import json
import logging
import re
from collections.abc import Callable
from typing import Any

from batchsms.clock import Clock, stamp
from batchsms.numbers.masking import with_masked_numbers

__all__ = ["JsonLines", "TextLines", "without_secrets"]

_LARGEST_NUMBER = 1_000_000_000
"""A larger one could be somebody's: as text it can be masked, and the line still be JSON."""
_PLAIN = re.compile(r"[^\s\"'=]+")


def without_secrets(line: str, secrets: frozenset[str]) -> str:
    """Return a line with `***` for each whole word that is a secret."""
    longest_first = sorted((secret for secret in secrets if secret.strip()), key=len, reverse=True)
    if not longest_first:
        return line
    return re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", "***", line)


class _Lines(logging.Formatter):
    """What every line has. `run` and `command` are the same in all of a process.

    `secrets` gives what must not be seen, as far as it is known by then.
    """

    def __init__(self, run: str, command: str, clock: Clock, secrets: Callable[[], frozenset[str]]) -> None:
        super().__init__()
        self._run, self._command, self._clock, self._secrets = run, command, clock, secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, masked once more as a whole."""
        own: dict[str, Any] = {
            "time": stamp(self._clock()),
            "level": record.levelname.lower(),
            "run": self._run,
            "command": self._command,
            "event": getattr(record, "event", record.name),
            "message": self._fit(" ".join(record.getMessage().split())),
        }
        fields: dict[str, object] = getattr(record, "fields", {})
        return self._fit(self.line(own, {name: self._value(value) for name, value in fields.items()}))

    def line(self, own: dict[str, Any], fields: dict[str, object]) -> str:
        """Return what every line has, and the fields of this one, as a line."""
        raise NotImplementedError

    def _fit(self, words: str) -> str:
        return with_masked_numbers(without_secrets(words, self._secrets()))

    def _value(self, value: object) -> object:
        if value is None or isinstance(value, bool | float):
            return value
        if isinstance(value, int):
            return int(value) if abs(value) < _LARGEST_NUMBER else self._fit(str(value))
        return self._fit(str(value))


class JsonLines(_Lines):
    """Each record as a JSON object, the fields beside what every line has."""

    def line(self, own: dict[str, Any], fields: dict[str, object]) -> str:
        """Return one JSON object."""
        return json.dumps({**own, **fields}, ensure_ascii=False)


class TextLines(_Lines):
    """Each record as a sentence, with the fields behind it as `name=value`."""

    def line(self, own: dict[str, Any], fields: dict[str, object]) -> str:
        """Return one line of text."""
        begin = "{time} {level} {run} {command} {event}: {message}".format(**own)
        told = (f"{name}={_as_text(value)}" for name, value in fields.items() if value not in {None, ""})
        printable = " ".join((begin, *told))
        return "".join(mark if mark.isprintable() else " " for mark in printable)


def _as_text(value: object) -> str:
    words = str(value).lower() if isinstance(value, bool) else str(value)
    return words if _PLAIN.fullmatch(words) else json.dumps(words, ensure_ascii=False)
