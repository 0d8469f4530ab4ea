"""Answers that could not be stored in the campaign file: printed, kept beside it, taken up later."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from batchsms.errors import BatchsmsError, Unavailable
from batchsms.i18n import _
from batchsms.journal.transitions import Answer

__all__ = ["answers_kept_aside", "keep_aside", "room_for_answers", "side_file"]

_ROOM = 65_536  # bytes: a line has some hundreds, and a run at most 32 posts under way


def side_file(campaign: Path) -> Path:
    """Return where the answers that a campaign file could not store are kept."""
    return campaign.with_name(f"{campaign.name}.unstored")


@contextmanager
def room_for_answers(campaign: Path) -> Iterator[None]:
    """Hold room on the disk for answers, so that a full disk cannot lose an order id."""
    path = side_file(campaign)
    with suppress(OSError):
        path.touch(mode=0o600)
        with path.open("wb") as file:
            file.write(b" " * _ROOM)
            os.fsync(file.fileno())
    try:
        yield
    finally:
        with suppress(OSError):
            if not path.read_bytes().strip():
                path.unlink()


def keep_aside(campaign: Path, order_id: int, answer: Answer, error: BatchsmsError) -> Unavailable:
    """Keep an answer in the side file, and return the error that says it to the user."""
    path = side_file(campaign)
    try:
        _add_line(path, json.dumps({"order": order_id, **asdict(answer)}).encode())
    except OSError as failure:
        sentence = _(
            "{trouble}. The answer to order {order} is: {state}, order id {id}. It cannot be saved in {path} "
            "either ({failure}), so write it down."
        ).format(trouble=error.message, path=path, failure=failure.strerror, **_of(order_id, answer))
    else:
        sentence = _(
            "{trouble}. The answer to order {order} is: {state}, order id {id}. It is saved in {path}."
        ).format(trouble=error.message, path=path, **_of(order_id, answer))
    return Unavailable(error.code, sentence, hint=error.hint)


def _of(order_id: int, answer: Answer) -> dict[str, object]:
    return {"order": order_id, "state": answer.state, "id": answer.gateway_id or "-"}


def _add_line(path: Path, line: bytes) -> None:
    """Write a line over the blanks that hold its room, also after one that a full disk has cut short."""
    path.touch(mode=0o600)
    with path.open("r+b") as file:
        file.seek(len(file.read().rstrip()))
        file.write(b"\n" + line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def answers_kept_aside(campaign: Path) -> list[tuple[int, str]]:
    """Return the orders of the side file that were accepted, with the gateway's ids."""
    try:
        lines = side_file(campaign).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [kept for line in lines if (kept := _accepted(line))]


def _accepted(line: str) -> tuple[int, str] | None:
    """Return order and id of one kept answer; None for no id, or a line that was not written whole."""
    try:
        answer = json.loads(line)
    except ValueError:
        return None
    return (answer["order"], answer["gateway_id"]) if answer["gateway_id"] else None
