"""What must not be seen: credentials, people's full numbers, and messages, in all that commands say and log.

While a test runs, whatever the command line has said is kept here, however the test has begun it; when it has
ended, `conftest` holds it against these rules, with the logs and pages in the test's folder. No test can
forget that.
"""

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forked import ForkServer

from batchsms.sandbox.account import Account
from batchsms.sandbox.requests import Credentials

__all__ = [
    "CREDENTIALS",
    "HASH",
    "KEY",
    "Said",
    "SecretAccount",
    "heard",
    "leaks_of",
    "leaks_of_files",
    "listen",
]

KEY, HASH = "anahtar-7c41f0d2", "ozet-93b2d8ae"
CREDENTIALS = {"BATCHSMS_KEY": KEY, "BATCHSMS_HASH": HASH}
"""Those of the user whom the tests play: unlike `demo`, they stand nowhere by accident."""

_SECRETS = re.compile(rf"{KEY}|{HASH}")
_NUMBER = re.compile(
    r"(?!0530 000 00 00\b)"  # the example that hints give
    r"(?<![0-9])(?:\+?90[ -]?|0[ -]?)?5[0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}(?![0-9])"
)
_MESSAGE = re.compile(r"Merhaba (?!\{)\w+|Kişi [0-9]+")
"""Texts of the lists that tests make, filled in: a template may be quoted to who has written it."""
_SHOW_NUMBERS = ({"blacklist"}, {"--xml", "-"})
"""Commands that print numbers because that is what they are for."""
_SHOW_MESSAGES = frozenset({"preview", "plan", "send", "nightly"})
"""Commands that show texts on the standard output before they are sent."""

heard: list["Said"] = []


@dataclass
class SecretAccount(Account):
    """A sandbox's account that knows the tests' user, and whoever says `demo`."""

    def knows(self, credentials: Credentials) -> bool:
        """Tell whether the credentials are one of the two."""
        return credentials == Credentials(KEY, HASH) or super().knows(credentials)


@dataclass(frozen=True)
class Said:
    """What one command has said."""

    arguments: tuple[str, ...]
    out: str
    err: str


def leaks_of(said: Said) -> list[str]:
    """Return what a command has said and must not."""
    words = set(said.arguments)
    shows_numbers = any(shown <= words for shown in _SHOW_NUMBERS)
    return [
        *_SECRETS.findall(said.out + said.err),
        *_NUMBER.findall(said.err),
        *_MESSAGE.findall(said.err),
        *([] if shows_numbers else _NUMBER.findall(said.out)),
        *([] if words & _SHOW_MESSAGES else _MESSAGE.findall(said.out)),
    ]


def leaks_of_files(folder: Path) -> list[str]:
    """Return what logs and pages in a folder hold and must not."""
    return list(_leaks_of_files(folder))


def _leaks_of_files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.suffix not in {".log", ".html"} or not path.is_file():
            continue
        kept = path.read_text(encoding="utf-8", errors="replace")
        yield from (*_SECRETS.findall(kept), *_NUMBER.findall(kept))
        if path.suffix == ".log":
            yield from _MESSAGE.findall(kept)


def listen() -> None:
    """Hear from now on what processes of the command line say, whoever begins them in this process."""
    communicate = subprocess.Popen.communicate

    def heeded(process: subprocess.Popen, *arguments: object, **more: object) -> tuple:
        out, err = communicate(process, *arguments, **more)
        words = [str(word) for word in process.args] if isinstance(process.args, Sequence) else []
        if any("batchsms" in word or "moved_clock" in word for word in words):
            heard.append(Said(tuple(words), _text(out), _text(err)))
        return out, err

    run = ForkServer.run

    def heeded_in_fork(server: ForkServer, arguments: Sequence[str], **more: Any) -> Any:
        ended = run(server, arguments, **more)
        heard.append(Said(tuple(arguments), ended.stdout, ended.stderr))
        return ended

    subprocess.Popen.communicate = heeded
    ForkServer.run = heeded_in_fork


def _text(said: str | bytes | None) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said or ""
