"""Turkish letters: `i` is the small form of `İ`, and `ı` of `I`."""

import re
import unicodedata

__all__ = ["capitalize", "lower", "name", "plain", "title", "upper"]

_TO_UPPER = str.maketrans({"i": "İ"})
_TO_LOWER = str.maketrans({"İ": "i", "I": "ı"})
_MARKS = "ıİğĞşŞçÇöÖüÜâÂîÎûÛ"
_TO_PLAIN = str.maketrans(_MARKS, "iIgGsScCoOuUaAiIuU")
_WORD = re.compile(r"[^-\s({\[</]+")
_PARTS_OF_A_NAME = re.compile(r"[^-\s({\[</.]+")
_ONE_LETTER_AND_APOSTROPHE = re.compile("(?:D|O)['’](?=.{3})")
_SMALL_WORDS = frozenset({"ve", "ile"})


def upper(text: str) -> str:
    """Return a text in capitals: `iğne` → `İĞNE`."""
    return _compose(text).translate(_TO_UPPER).upper()


def lower(text: str) -> str:
    """Return a text in small letters: `ILIK` → `ılık`."""
    return _compose(text).translate(_TO_LOWER).lower()


def capitalize(text: str) -> str:
    """Return a text with one capital, at its beginning."""
    return upper(text[:1]) + lower(text[1:])


def title(text: str) -> str:
    """Return a text with a capital at the beginning of each word."""
    return _WORD.sub(lambda word: capitalize(word[0]), _compose(text))


def name(text: str) -> str:
    """Return a name as people write it: `AYŞE NUR ÖZ` → `Ayşe Nur Öz`.

    Words in which capitals and small letters are mixed stay as they are.
    """
    return _PARTS_OF_A_NAME.sub(lambda word: _part(word[0]), _compose(text))


def plain(text: str) -> str:
    """Return a text with its Turkish letters without their marks: `şeker` → `seker`."""
    return _compose(text).translate(_TO_PLAIN)


def _part(word: str) -> str:
    small = lower(word)
    if word not in {small, upper(word), word.upper()}:
        return word
    if small in _SMALL_WORDS:
        return small
    if _ONE_LETTER_AND_APOSTROPHE.match(upper(word)):
        return upper(word[0]) + word[1] + capitalize(word[2:])
    return capitalize(word)


def _compose(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
