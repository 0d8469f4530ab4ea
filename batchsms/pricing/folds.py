"""Characters that make a text expensive → plain ones that read almost the same.

A fold is applied to a text only where the text gets cheaper: `…` becomes three full stops, which
can also make a text longer.
"""

from collections.abc import Collection
from itertools import combinations

from batchsms.pricing.segments import UCS2, Weight, length, weight_of
from batchsms.pricing.tariff import FOLD_NAMES, Tariff

__all__ = ["FOLDS", "INVISIBLE", "apply_folds", "segments_if_folded"]

INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
"""Characters that nobody sees: soft hyphens, marks of direction, blanks of no width."""
_OF_EMOJIS = "\u200d\ufe0f"
_TYPOGRAPHIC = {
    "\u00a0\u2007\u202f\u2002\u2003\u2009\u200a": " ",
    INVISIBLE + _OF_EMOJIS: "",
    "\u2018\u2019\u201a\u201b\u2032\u00b4\u02bc\u0060": "'",
    "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb": '"',
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212": "-",
    "\u2026": "...",
    "\u2022\u00b7\u25aa\u25cf": "-",
    "\u20ba": "TL",
    "\u2122": "(TM)",
    "\u00a9": "(c)",
    "\u00ae": "(R)",
    "\u00d7": "x",
    "\u00e2": "a",
    "\u00ee": "i",
    "\u00fb": "u",
    "\u00c2": "A",
    "\u00ce": "I",
    "\u00db": "U",
}
# The seven letters that GSM 03.38 lacks; the other Turkish letters are in it.
_TURKISH = {"ş": "s", "Ş": "S", "ğ": "g", "Ğ": "G", "ı": "i", "İ": "I", "ç": "c"}

_TABLES = (
    str.maketrans({mark: plain for marks, plain in _TYPOGRAPHIC.items() for mark in marks}),
    str.maketrans(_TURKISH),
)
FOLDS = dict(zip(FOLD_NAMES, _TABLES, strict=True))
"""What `--fold` knows, as tables of `str.translate`."""

_FOLDABLE = {name: frozenset(map(chr, table)) for name, table in FOLDS.items()}


def apply_folds(text: str, folds: Collection[str], tariff: Tariff) -> str:
    """Return the text with those of the folds that make it cheapest, and as few of them as do."""
    weight = weight_of(text, tariff)
    best, cost = text, weight.segments
    if cost == 1:
        return text
    able = [name for name in FOLDS if name in folds and not _FOLDABLE[name].isdisjoint(weight.expensive)]
    for count in range(1, len(able) + 1):
        for names in combinations(able, count):
            plain = text
            for name in names:
                plain = _fold(plain, name)
            if (segments := length(plain, tariff).segments) < cost:
                best, cost = plain, segments
    return best


def segments_if_folded(text: str, weight: Weight, fold: str, tariff: Tariff) -> int:
    """Return the segments of a text of that weight, were this fold applied to it too."""
    if weight.segments == 1 or _FOLDABLE[fold].isdisjoint(weight.expensive):
        return weight.segments
    if fold == "turkish" and weight.encoding is UCS2:  # it stays so, and as long
        return weight.segments
    if fold == "turkish" and weight.is_even:
        return weight.without_turkish
    return min(weight.segments, length(_fold(text, fold), tariff).segments)


def _fold(text: str, name: str) -> str:
    """Return the text folded; a blank that comes to its end, behind invisible characters, goes with them."""
    folded = text.translate(FOLDS[name])
    return folded if text[-1:].isspace() else folded.rstrip()
