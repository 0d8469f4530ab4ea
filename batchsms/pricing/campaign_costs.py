"""Messages and who gets them → what a campaign costs, and which single change would save most.

A million different texts have a few thousand kinds: so many characters, segments and credits, with and
without a change. Each text is put to its kind when it is made, and the rest is counted by kinds.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from batchsms.pricing.costs import Character, Costs, Folded, Saving, Share
from batchsms.pricing.folds import FOLDS, segments_if_folded
from batchsms.pricing.segments import ENCODINGS, TURKISH_LETTERS, UCS2, Weight, length, weight_of
from batchsms.pricing.tariff import Tariff

__all__ = ["Measures", "costs_of"]

_NAMES = tuple(encoding.name for encoding in ENCODINGS)
_JOINERS = frozenset("\ufe0f\u200d")  # parts of an emoji, which go with it
_ROWS_NAMED = 5
_MOST_CHARACTERS = 50
_MOST_SHORTENED = 20
"""Characters; to take more off a text is to write another."""
_MOST_OF_IT = 0.8
_MANY = 10_000  # texts


class _Kind(NamedTuple):
    """What texts of one kind take, and might take."""

    encoding: str
    segments: int
    """What a text costs: nothing, if nothing but blanks is in it."""
    characters: int
    excess: int
    """Characters too many for a segment less; 0: none, or more than anybody would take off."""
    if_folded: tuple[int, ...]
    """Segments with each of `FOLDS`, in its order."""
    expensive: frozenset[str]
    """The characters for which a text leaves the default alphabet or, if it is Unicode, the Turkish one."""
    if_removed: int
    """Segments without the one character, if it is one, for which a text is Unicode."""


class Measures:
    """What each message takes and might take; a message is its position."""

    def __init__(self, tariff: Tariff) -> None:
        self.kind_of_message = array("i")
        self._tariff = tariff
        self._kinds: dict[tuple[object, ...], int] = {}
        """The kinds as plain tuples, which are made faster, each with its number."""
        self._kind_of_class: dict[int, int] = {}

    def add_all(self, texts: Sequence[str]) -> list[tuple[str, int]]:
        """Note messages; return the encoding of each, and its segments."""
        before = len(self.kind_of_message)
        if before + len(texts) < _MANY:
            self.kind_of_message.extend(map(self._kind, texts))
        else:
            self._add_many(texts)
        told = [(kind.encoding, kind.segments) for kind in self.kinds()]
        return [told[kind] for kind in self.kind_of_message[before:]]

    def _add_many(self, texts: Sequence[str]) -> None:
        """Note messages, of which those that surely cost the same are weighed once."""
        from batchsms.pricing.many_texts import UNTOLD, price_classes  # noqa: PLC0415 - numpy

        classes, known = price_classes(texts, self._tariff), self._kind_of_class
        for one, text in dict(zip(classes, texts, strict=True)).items():
            if one not in known and one != UNTOLD:
                known[one] = self._kind(text)
        self.kind_of_message.extend(
            [
                self._kind(text) if one == UNTOLD else known[one]
                for one, text in zip(classes, texts, strict=True)
            ]
        )

    def _kind(self, text: str) -> int:
        weight = weight_of(text, self._tariff)
        return self._number(text, weight, weight.segments if text.strip() else 0)

    def add(self, text: str, weight: Weight, segments: int) -> None:
        """Note a message. `segments` are what it costs: none, if nothing but blanks is in it."""
        self.kind_of_message.append(self._number(text, weight, segments))

    def _number(self, text: str, weight: Weight, segments: int) -> int:
        """Return the number of a text's kind."""
        expensive = weight.expensive - TURKISH_LETTERS if weight.encoding is UCS2 else weight.expensive
        if segments <= 1:
            excess, if_folded, if_removed = 0, (segments,) * len(FOLDS), segments
        else:
            excess = weight.excess if weight.excess <= _MOST_SHORTENED else 0
            if_folded = tuple([segments_if_folded(text, weight, fold, self._tariff) for fold in FOLDS])
            if_removed = self._if_removed(text, weight, expensive)
        kind = (weight.encoding.name, segments, len(text), excess, if_folded, expensive, if_removed)
        return self._kinds.setdefault(kind, len(self._kinds))

    def kinds(self) -> list[_Kind]:
        """Return the kinds of texts, each at its number."""
        return [_Kind._make(kind) for kind in self._kinds]

    def segments(self) -> "array[int]":
        """Return the segments of each message."""
        of_kind = [kind.segments for kind in self.kinds()]
        return array("H", map(of_kind.__getitem__, self.kind_of_message))

    def _if_removed(self, text: str, weight: Weight, expensive: frozenset[str]) -> int:
        if weight.encoding is not UCS2 or len(expensive - _JOINERS) != 1:
            return weight.segments
        without = text.translate(dict.fromkeys(map(ord, expensive)))
        return min(weight.segments, length(without, self._tariff).segments)


class _Group(NamedTuple):
    """The recipients whose texts are of one kind: how many, and the first of them, in the list's order."""

    kind: _Kind
    recipients: int
    first: list[int]


def costs_of(
    measures: Measures,
    messages: Sequence[int],
    positions: Sequence[int],
    sheet_rows: Sequence[int],
    folded: Folded | None,
) -> Costs:
    """Return what the recipients cost together.

    `messages` has the message of each recipient, and `positions` the recipient's row of the list, in
    its order; `sheet_rows` says how the sheet numbers it.
    """
    if not len(messages):
        return Costs()
    groups = _groups(measures, messages)
    return Costs(
        credits=sum(group.recipients * group.kind.segments for group in groups),
        shares=list(_shares(groups)),
        characters=list(_characters(groups, [positions, sheet_rows])),
        savings=_savings(groups),
        texts={kind: positions[at] for kind, at in _shown_texts(groups).items()},
        folded=folded,
    )


def _groups(measures: Measures, messages: Sequence[int]) -> list[_Group]:
    kinds = array("i", map(measures.kind_of_message.__getitem__, messages))
    first: defaultdict[int, list[int]] = defaultdict(list)
    for at, kind in enumerate(kinds):
        if len(known := first[kind]) < _ROWS_NAMED:
            known.append(at)
    all_kinds = measures.kinds()
    return [_Group(all_kinds[kind], count, first[kind]) for kind, count in sorted(Counter(kinds).items())]


def _shares(groups: Sequence[_Group]) -> Iterator[Share]:
    for encoding in _NAMES:
        counts: Counter[int] = Counter()
        for group in groups:
            if group.kind.encoding == encoding:
                counts[group.kind.segments] += group.recipients
        if counts:
            credits_ = sum(segments * count for segments, count in counts.items())
            yield Share(encoding, counts.total(), credits_, dict(sorted(counts.items())))


def _characters(groups: Sequence[_Group], rows: Sequence[Sequence[int]]) -> Iterator[Character]:
    """Yield the expensive characters: of the most expensive encoding first, and in it the most frequent."""
    positions, sheet_rows = rows
    for encoding in reversed(_NAMES):
        counts: Counter[str] = Counter()
        first: defaultdict[str, list[int]] = defaultdict(list)
        for group in groups:
            if group.kind.encoding == encoding:
                for character in group.kind.expensive:
                    counts[character] += group.recipients
                    first[character] += group.first
        most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_MOST_CHARACTERS]
        for character, count in most:
            named = sorted(first[character])[:_ROWS_NAMED]
            yield Character(character, encoding, count, [sheet_rows[positions[at]] for at in named])


def _savings(groups: Sequence[_Group]) -> list[Saving]:
    """Return the changes that save something; of equal ones first what changes a text least."""
    folds = {
        fold: sum((kind.segments - kind.if_folded[at]) * count for kind, count, _first in groups)
        for at, fold in enumerate(FOLDS)
    }
    savings = [
        Saving("fold", "typographic", folds["typographic"]),
        *_removals(groups),
        *_shortening(groups),
        Saving("fold", "turkish", folds["turkish"]),
    ]
    return sorted((saving for saving in savings if saving.credits), key=lambda saving: -saving.credits)


def _removals(groups: Sequence[_Group]) -> list[Saving]:
    credits_by_character: Counter[str] = Counter()
    for kind, count, _first in groups:
        if saved := (kind.segments - kind.if_removed) * count:
            credits_by_character["".join(kind.expensive - _JOINERS)] += saved
    return [Saving("remove", *one) for one in credits_by_character.most_common(_MOST_CHARACTERS)]


def _shortening(groups: Sequence[_Group]) -> list[Saving]:
    """Return the fewest characters off each text that save most of what can be saved in this way."""
    by_excess: Counter[int] = Counter()
    for kind, count, _first in groups:
        if kind.excess:
            by_excess[kind.excess] += count
    saved = 0
    for excess, count in sorted(by_excess.items()):
        saved += count
        if saved >= _MOST_OF_IT * by_excess.total():
            return [Saving("shorten", str(excess), saved)]
    return []


def _shown_texts(groups: Sequence[_Group]) -> dict[str, int]:
    """Return where the texts are that are to be seen; of equal ones the first."""
    return {
        "first": 0,
        "longest": min(groups, key=lambda group: (-group.kind.characters, group.first)).first[0],
        "dearest": min(
            groups, key=lambda group: (-group.kind.segments, -group.kind.characters, group.first)
        ).first[0],
        "shortest": min(groups, key=lambda group: (group.kind.characters, group.first)).first[0],
    }
