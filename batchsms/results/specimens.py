"""A plan → the messages that a person looks at before it goes: first, longest, most expensive, folded."""

from typing import NamedTuple

from batchsms.journal.database import Database
from batchsms.journal.rows import result_rows
from batchsms.pricing.costs import Costs

__all__ = ["Specimen", "folded_specimen", "specimens"]


class Specimen(NamedTuple):
    """One recipient's message, as the preview shows it.

    `kinds` say what it stands for: `first`, `longest`, `dearest`, `shortest`. `unfolded` is its text
    before the folds, where it is shown what they do.
    """

    kinds: tuple[str, ...]
    sheet_row: int
    msisdn: int
    text: str
    segments: int
    unfolded: str = ""


def specimens(database: Database, costs: Costs) -> list[Specimen]:
    """Return the messages that are to be seen, each once; the first of them is the first that goes."""
    kinds: dict[str, list[str]] = {}
    found: dict[str, Specimen] = {}
    for kind, position in costs.texts.items():
        one = _specimen(database, position)
        kinds.setdefault(one.text, []).append(kind)
        found.setdefault(one.text, one)
    return [one._replace(kinds=tuple(kinds[text])) for text, one in found.items()]


def folded_specimen(database: Database, costs: Costs) -> Specimen | None:
    """Return a message that the folds have made plainer, if there is one."""
    if costs.folded is None or costs.folded.position is None:
        return None
    return _specimen(database, costs.folded.position)._replace(unfolded=costs.folded.before)


def _specimen(database: Database, position: int) -> Specimen:
    (row,) = result_rows(database, position, 1)
    return Specimen((), row.sheet_row, row.msisdn or 0, row.text or "", row.segments or 0)
