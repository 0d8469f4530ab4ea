"""A text → what is to be remarked upon in it: what reads badly, or what the law asks more of.

The law is no. 6563 with its regulation: a commercial message says who sends it, a company by its
MERSİS number (sixteen digits), and how to refuse further ones. What is looked for is what such messages
in Turkey have. The operator code that the gateway adds, as `B186`, is neither.
"""

import re
from collections.abc import Callable
from enum import IntFlag, auto
from typing import NamedTuple

from batchsms.pricing.folds import INVISIBLE
from batchsms.reading.wrong_letters import has_wrong_letters

__all__ = [
    "BLANK_LINES",
    "CHECKS",
    "ENDS_OF_A_GREETING",
    "GREETINGS",
    "INVISIBLE_CHARACTERS",
    "REFUSALS",
    "VALUES",
    "Check",
    "TextWarning",
    "in_small_letters",
    "warnings_of",
]

INVISIBLE_CHARACTERS = re.compile(f"[{INVISIBLE}]")
BLANK_LINES = r"\n\s*\n\s*\n"
VALUES = ("nan", "NaN", "NaT", "None", "null", "NULL", "undefined")
_VALUE = rf"(?<!\w)(?:{'|'.join(VALUES)})(?!\w)"
ENDS_OF_A_GREETING = ("", ",", "!", ":", ";")
GREETINGS = ("Sayın", "SAYIN", "Sayin", "Sevgili", "Değerli", "Degerli", "Sn.")
_SIGN_FOR_A_NAME = re.compile(
    r"\s*(?:[-\u2013\u2014_.*?/0]+|#?n/a|#?yok|bilinmiyor|isimsiz)\s*(?:[,!:;\n]|$|(?:bey|han[ıi]m)\b)",
    re.IGNORECASE,
)
_LINK_BEGINS = ("://", "www.")
_ENDS = ("com", "net", "org", "gov", "edu", "tr", "ly", "gl", "io", "app", "link")
_LINK_ENDS = re.compile(rf"\.(?:{'|'.join(_ENDS)})(?!\w)")
REFUSALS = ("iptal", "almamak", "istemem", "istemiyor", "çıkmak", "cikmak", "abonelik", "stop")
_RET = r"re[td]\w*"
_DIGITS = "[0-9]{16,}"
_MERSIS_DIGITS = 16


def _has(words: tuple[str, ...], pattern: str, text: str) -> bool:
    """Return whether a pattern is in a text; without any of its words, it is not."""
    for word in words:  # the pattern alone, at each character, takes ten times as long
        if word in text:
            return re.search(pattern, text) is not None
    return False


def _greets_nobody(text: str, _small: str) -> bool:
    for word in filter(text.__contains__, GREETINGS):
        if any(rest.lstrip()[:1] in ENDS_OF_A_GREETING for rest in text.split(word)[1:]):
            return True
    return False


def _greets_a_sign(text: str, _small: str) -> bool:
    """Return whether what stands behind a greeting is what lists hold in place of a name, as `-` or `yok`."""
    for word in filter(text.__contains__, GREETINGS):
        for rest in text.split(word)[1:]:
            if _SIGN_FOR_A_NAME.match(rest):
                return True
    return False


def _has_blank_lines(text: str, _small: str) -> bool:
    return "\n" in text and re.search(BLANK_LINES, text) is not None


def _has_link(_text: str, small: str) -> bool:
    return any(map(small.__contains__, _LINK_BEGINS)) or _LINK_ENDS.search(small) is not None


def _has_no_mersis(_text: str, small: str) -> bool:
    return "mersis" not in small and all(
        len(digits) > _MERSIS_DIGITS for digits in re.findall(_DIGITS, small)
    )


def _has_no_refusal(text: str, small: str) -> bool:
    return not (any(map(small.__contains__, REFUSALS)) or _has_ret(small) or _has_link(text, small))


def _has_ret(small: str) -> bool:
    """Return whether there is the word `ret`, `red` or a form of `reddet`; within `ücret` is none."""
    for found in re.finditer(_RET, small):
        is_word = found[0] in {"ret", "red"} or found[0].startswith("reddet")
        if is_word and not small[found.start() - 1 : found.start()].isalnum():
            return True
    return False


class TextWarning(IntFlag):
    """What is remarked upon in a text; the code of the finding is the name in small letters."""

    LEFTOVER_BRACES = auto()
    LEFTOVER_VALUE = auto()
    DOUBLED_BLANKS = auto()
    EMPTY_GREETING = auto()
    BLANK_BEFORE_COMMA = auto()
    LINK = auto()
    NO_REFUSAL = auto()
    NO_MERSIS = auto()
    WRONG_LETTERS = auto()
    GREETING_WITHOUT_NAME = auto()
    INVISIBLE_CHARACTERS = auto()
    BLANK_LINES = auto()

    @property
    def code(self) -> str:
        """The code of the finding."""
        return str(self.name).lower()


class Check(NamedTuple):
    """How a text is checked for one thing: the text, and the same in small letters, → whether it has it.

    `severity` is that of the finding; with `is_commercial` only commercial texts are checked.
    """

    warning: TextWarning
    has_it: Callable[[str, str], bool]
    severity: str = "warning"
    is_commercial: bool = False


CHECKS = (
    Check(TextWarning.WRONG_LETTERS, lambda text, _small: has_wrong_letters(text), "error"),
    Check(TextWarning.GREETING_WITHOUT_NAME, _greets_a_sign, "error"),
    Check(TextWarning.LEFTOVER_BRACES, lambda text, _small: "{" in text or "}" in text),
    Check(TextWarning.LEFTOVER_VALUE, lambda text, _small: _has(VALUES, _VALUE, text)),
    Check(
        TextWarning.INVISIBLE_CHARACTERS, lambda text, _small: INVISIBLE_CHARACTERS.search(text) is not None
    ),
    Check(TextWarning.DOUBLED_BLANKS, lambda text, _small: "  " in text.strip(), "info"),
    Check(TextWarning.BLANK_LINES, _has_blank_lines, "info"),
    Check(TextWarning.EMPTY_GREETING, _greets_nobody),
    Check(TextWarning.BLANK_BEFORE_COMMA, lambda text, _small: " ," in text),
    Check(TextWarning.LINK, _has_link, "info"),
    Check(TextWarning.NO_REFUSAL, _has_no_refusal, is_commercial=True),
    Check(TextWarning.NO_MERSIS, _has_no_mersis, is_commercial=True),
)
"""What a text is checked for, in the order in which it is said."""

_ALWAYS = tuple((int(check.warning), check.has_it) for check in CHECKS if not check.is_commercial)
_IF_COMMERCIAL = tuple((int(check.warning), check.has_it) for check in CHECKS)


def warnings_of(text: str, *, is_commercial: bool) -> int:
    """Return what is to be remarked upon in a text: flags of `TextWarning`, as a plain number.

    Flags themselves would cost each text more than its checks do.
    """
    small = in_small_letters(text)
    found = 0
    for warning, has_it in _IF_COMMERCIAL if is_commercial else _ALWAYS:
        if has_it(text, small):
            found |= warning
    return found


def in_small_letters(text: str) -> str:
    """Return a text in small letters, with one `i` for the two of Turkish."""
    return text.replace("I", "i").replace("İ", "i").lower()
