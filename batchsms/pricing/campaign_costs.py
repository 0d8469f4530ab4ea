"""Messages and who gets them → what a campaign costs, and which single change would save most.

All of it is counted by columns: one value for each message, noted when its text is made.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from batchsms.pricing.costs import Character, Costs, Folded, Saving, Share
from batchsms.pricing.folds import FOLDS, segments_if_folded
from batchsms.pricing.segments import ENCODINGS, TURKISH_LETTERS, UCS2, Tariff, Weight, length

__all__ = ["Measures", "costs_of"]

Column = npt.NDArray[np.int64]
"""One value for each recipient, or for each message."""

_NAMES = tuple(encoding.name for encoding in ENCODINGS)
_RANKS = {name: rank for rank, name in enumerate(_NAMES)}
_JOINERS = frozenset("\ufe0f\u200d")  # parts of an emoji, which go with it
_ROWS_NAMED = 5
_MOST_CHARACTERS = 50
_MOST_SHORTENED = 20
"""Characters; to take more off a text is to write another."""
_MOST_OF_IT = 0.8


class Measures:
    """What each message takes and might take, column by column; a message is its position."""

    def __init__(self, tariff: Tariff) -> None:
        self.tariff = tariff
        self.encodings = array("B")
        self.segments = array("H")
        self.characters = array("H")
        self.excesses = array("B")
        """Characters too many for a segment less; 0: none, or more than anybody would take off."""
        self.if_folded = {fold: array("H") for fold in FOLDS}
        self.set_of_message = array("i")
        """Which of `character_sets` holds the expensive characters of a text."""
        self.if_removed = array("H")
        """Segments without the one character, if it is one, for which a text is Unicode."""
        self.character_sets: dict[frozenset[str], int] = {frozenset(): 0}
        """The sets of expensive characters that texts have, each with its number: for which a text leaves
        the default alphabet or, if it is Unicode, the Turkish one."""

    def add(self, text: str, weight: Weight, segments: int) -> None:
        """Note a message. `segments` are what it costs: none, if nothing but blanks is in it."""
        expensive = weight.expensive - TURKISH_LETTERS if weight.encoding is UCS2 else weight.expensive
        self.encodings.append(_RANKS[weight.encoding.name])
        self.segments.append(segments)
        self.characters.append(len(text))
        over = weight.excess
        self.excesses.append(over if over <= _MOST_SHORTENED else 0)
        for fold, column in self.if_folded.items():
            column.append(segments_if_folded(text, weight, fold, self.tariff) if segments > 1 else segments)
        self.set_of_message.append(self.character_sets.setdefault(expensive, len(self.character_sets)))
        self.if_removed.append(self._if_removed(text, weight, expensive) if segments > 1 else segments)

    def _if_removed(self, text: str, weight: Weight, expensive: frozenset[str]) -> int:
        if weight.encoding is not UCS2 or len(expensive - _JOINERS) != 1:
            return weight.segments
        without = text.translate(dict.fromkeys(map(ord, expensive)))
        return min(weight.segments, length(without, self.tariff).segments)


def costs_of(
    measures: Measures, messages: Column, positions: Column, sheet_rows: Column, folded: Folded | None
) -> Costs:
    """Return what the recipients cost together.

    `messages` has the message of each recipient, and `positions` the recipient's row of the list, in
    its order; `sheet_rows` says how the sheet numbers it.
    """
    if not len(messages):
        return Costs()
    recipients = np.bincount(messages, minlength=len(measures.segments))
    segments = np.asarray(measures.segments, dtype=np.int64)
    return Costs(
        credits=int(recipients @ segments),
        shares=list(_shares(np.asarray(measures.encodings), segments, recipients)),
        characters=list(_characters(measures, messages, recipients, [positions, sheet_rows])),
        savings=_savings(measures, segments, recipients),
        texts=_shown_texts(measures, segments, messages, positions),
        folded=folded,
    )


def _shares(encodings: Column, segments: Column, recipients: Column) -> Iterator[Share]:
    for number, name in enumerate(_NAMES):
        of = (encodings == number) & (recipients > 0)
        by_segments = np.bincount(segments[of], weights=recipients[of]).astype(np.int64)
        if of.any():
            counts = {int(count): int(by_segments[count]) for count in np.flatnonzero(by_segments)}
            yield Share(name, int(recipients[of].sum()), int(recipients[of] @ segments[of]), counts)


def _characters(
    measures: Measures, messages: Column, recipients: Column, rows: Sequence[Column]
) -> Iterator[Character]:
    """Yield the expensive characters: of the most expensive encoding first, and in it the most frequent."""
    set_of_message = np.asarray(measures.set_of_message)
    encodings = np.asarray(measures.encodings)
    positions, sheet_rows = rows
    for number, encoding in reversed(list(enumerate(_NAMES))):
        counts = _recipients_by_character(measures, np.where(encodings == number, recipients, 0))
        most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_MOST_CHARACTERS]
        for character, count in most:
            holds_it = np.array([character in characters for characters in measures.character_sets])
            has_it = (holds_it[set_of_message] & (encodings == number))[messages]
            first = np.flatnonzero(has_it)[:_ROWS_NAMED]
            yield Character(character, encoding, count, sheet_rows[positions[first]].tolist())


def _recipients_by_character(measures: Measures, recipients: Column) -> Counter[str]:
    counts: Counter[str] = Counter()
    for characters, count in _by_character_set(measures, recipients):
        for character in characters:
            counts[character] += count
    return counts


def _by_character_set(measures: Measures, values: Column) -> Iterator[tuple[frozenset[str], int]]:
    """Yield each set of expensive characters with the sum of the values of its messages, if there is one."""
    sums = np.bincount(
        np.asarray(measures.set_of_message), weights=values, minlength=len(measures.character_sets)
    )
    for characters, total in zip(measures.character_sets, sums.astype(np.int64).tolist(), strict=True):
        if total:
            yield characters, total


def _savings(measures: Measures, segments: Column, recipients: Column) -> list[Saving]:
    """Return the changes that save something; of equal ones first what changes a text least."""
    folds = {
        fold: int((segments - np.asarray(column, dtype=np.int64)) @ recipients)
        for fold, column in measures.if_folded.items()
    }
    savings = [
        Saving("fold", "typographic", folds["typographic"]),
        *_removals(measures, segments, recipients),
        *_shortening(measures, recipients),
        Saving("fold", "turkish", folds["turkish"]),
    ]
    return sorted((saving for saving in savings if saving.credits), key=lambda saving: -saving.credits)


def _removals(measures: Measures, segments: Column, recipients: Column) -> list[Saving]:
    saved = (segments - np.asarray(measures.if_removed, dtype=np.int64)) * recipients
    credits_by_character: Counter[str] = Counter()
    for characters, count in _by_character_set(measures, saved):
        credits_by_character["".join(characters - _JOINERS)] += count
    return [Saving("remove", *one) for one in credits_by_character.most_common(_MOST_CHARACTERS)]


def _shortening(measures: Measures, recipients: Column) -> list[Saving]:
    """Return the fewest characters off each text that save most of what can be saved in this way."""
    by_excess = np.bincount(np.asarray(measures.excesses), weights=recipients)[1:].astype(np.int64)
    saved = np.cumsum(by_excess)
    if not saved.any():
        return []
    enough = int(np.flatnonzero(saved >= _MOST_OF_IT * saved[-1])[0])
    return [Saving("shorten", str(enough + 1), int(saved[enough]))]


def _shown_texts(measures: Measures, segments: Column, messages: Column, positions: Column) -> dict[str, int]:
    """Return the rows of the texts that are to be seen; of equal ones the first."""
    characters = np.asarray(measures.characters, dtype=np.int64)[messages]
    most_expensive = segments[messages] * (characters.max() + 1) + characters
    found = {
        "first": 0,
        "longest": characters.argmax(),
        "dearest": most_expensive.argmax(),
        "shortest": characters.argmin(),
    }
    return {kind: int(positions[at]) for kind, at in found.items()}
