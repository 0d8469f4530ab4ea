"""Answers that could not be stored in the campaign file: printed, kept beside it, taken up later."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from batchsms.errors import BatchsmsError, Unavailable
from batchsms.journal.moves import Answer
from batchsms.words import _

__all__ = ["keep_aside", "kept_aside", "side_file"]


def side_file(campaign: Path) -> Path:
    """Return where the answers that a campaign file could not store are kept."""
    return campaign.with_name(f"{campaign.name}.unstored")


def keep_aside(campaign: Path, order_id: int, answer: Answer, error: BatchsmsError) -> Unavailable:
    """Keep an answer in the side file, and return the error that says it to the user."""
    said = _("order {order} was answered: {state}, order id {id}").format(
        order=order_id, state=answer.state, id=answer.gateway_id or "-"
    )
    path = side_file(campaign)
    try:
        with path.open("a", encoding="utf-8") as file:
            # On a line of its own, also after one that a full disk has cut short.
            file.write(f"\n{json.dumps({'order': order_id, **asdict(answer)})}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as failure:
        place = _("it could not be kept in {path} either ({error}), so note it").format(
            path=path, error=failure.strerror
        )
    else:
        place = _("it is kept in {path}").format(path=path)
    return Unavailable(error.code, f"{error.message}; {said}; {place}", hint=error.hint)


def kept_aside(campaign: Path) -> list[tuple[int, str]]:
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
