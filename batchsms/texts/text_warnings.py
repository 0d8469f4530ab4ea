"""Texts that read badly, or that the law asks more of: remarks on them, never refusals.

The law is no. 6563 with its regulation: a commercial message says who sends it, a company by its
MERSİS number (sixteen digits), and how to refuse further ones. What is looked for is what such messages
in Turkey have. The operator code that the gateway adds, as `B186`, is neither.
"""

import re
from collections.abc import Callable

__all__ = ["ODDITIES", "oddities"]

_VALUES = ("nan", "NaN", "NaT", "None", "null", "NULL", "undefined")
_VALUE = re.compile(rf"(?<!\w)(?:{'|'.join(_VALUES)})(?!\w)")
_ENDS_OF_A_GREETING = ("", ",", "!", ":", ";")
_GREETINGS = ("Sayın", "SAYIN", "Sayin", "Sevgili", "Değerli", "Degerli", "Sn.")
_LINK_BEGINS = ("://", "www.")
_ENDS = ("com", "net", "org", "gov", "edu", "tr", "ly", "gl", "io", "app", "link")
_LINK_ENDS = re.compile(rf"\.(?:{'|'.join(_ENDS)})(?!\w)")
_REFUSALS = ("iptal", "almamak", "istemem", "istemiyor", "çıkmak", "cikmak", "abonelik", "stop")
_RET = re.compile(r"re[td]\w*")
_DIGITS = re.compile("[0-9]{16,}")
_MERSIS_DIGITS = 16


def _has(words: tuple[str, ...], pattern: re.Pattern[str], text: str) -> bool:
    """Return whether a pattern is in a text; without any of its words, it is not."""
    for word in words:  # the pattern alone, at each character, takes ten times as long
        if word in text:
            return pattern.search(text) is not None
    return False


def _greets_nobody(text: str, _small: str) -> bool:
    for word in _GREETINGS:
        if word in text and any(rest.lstrip()[:1] in _ENDS_OF_A_GREETING for rest in text.split(word)[1:]):
            return True
    return False


def _has_link(_text: str, small: str) -> bool:
    return any(map(small.__contains__, _LINK_BEGINS)) or _LINK_ENDS.search(small) is not None


def _has_no_mersis(_text: str, small: str) -> bool:
    return "mersis" not in small and all(len(digits) > _MERSIS_DIGITS for digits in _DIGITS.findall(small))


def _has_no_refusal(text: str, small: str) -> bool:
    return not (any(map(small.__contains__, _REFUSALS)) or _has_ret(small) or _has_link(text, small))


def _has_ret(small: str) -> bool:
    """Return whether there is the word `ret`, `red` or a form of `reddet`; within `ücret` is none."""
    for found in _RET.finditer(small):
        is_word = found[0] in {"ret", "red"} or found[0].startswith("reddet")
        if is_word and not small[found.start() - 1 : found.start()].isalnum():
            return True
    return False


# A new one goes to the end: the numbers are those of bits.
ODDITIES: dict[str, tuple[str, Callable[[str, str], bool], bool]] = {
    "leftover_braces": ("warning", lambda text, _small: "{" in text or "}" in text, False),
    "leftover_value": ("warning", lambda text, _small: _has(_VALUES, _VALUE, text), False),
    "doubled_blanks": ("info", lambda text, _small: "  " in text.strip(), False),
    "empty_greeting": ("warning", _greets_nobody, False),
    "blank_before_comma": ("warning", lambda text, _small: " ," in text, False),
    "link": ("info", _has_link, False),
    "no_refusal": ("warning", _has_no_refusal, True),
    "no_mersis": ("warning", _has_no_mersis, True),
}
"""What is odd about a text, by its code: how grave, how it is told, whether in commercial ones alone."""

_CHECKS = tuple(
    (1 << bit, check, is_of_commerce)
    for bit, (_severity, check, is_of_commerce) in enumerate(ODDITIES.values())
)


def oddities(text: str, *, is_commercial: bool) -> int:
    """Return what is odd about a text, as a sum of bits: the first of `ODDITIES` is 1, the next 2."""
    small = text.replace("I", "i").replace("İ", "i").lower()
    found = 0
    for bit, check, is_of_commerce in _CHECKS:
        if (is_commercial or not is_of_commerce) and check(text, small):
            found |= bit
    return found
