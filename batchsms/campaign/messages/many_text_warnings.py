"""Many texts → what is to be remarked upon in each: what a look at all of them together can rule out, first.

The checks of `text_warnings` stay the definition; a test holds the two equal. The texts are looked at as one,
with a character between them that no text has and that is neither a letter nor a blank.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from batchsms.reading.wrong_letters import LETTERS_OF_WRONG_DECODING
from batchsms.texts.text_warnings import (
    BLANK_LINES,
    CHECKS,
    ENDS_OF_A_GREETING,
    GREETINGS,
    INVISIBLE_CHARACTERS,
    REFUSALS,
    VALUES,
    TextWarning,
    in_small_letters,
)

__all__ = ["warnings_of_all"]

_BETWEEN = "\0"
_BEGINS_AS_A_SIGN = re.compile(r"[-\u2013\u2014_.*?/0#]|n/a|yok|bilinmiyor|isimsiz", re.IGNORECASE)
_MAY_BEGIN_A_SIGN = frozenset("-\u2013\u2014_.*?/0#nNyYbBiIİı")
_LONGEST_SIGN = 11
_DOT, _A, _Z, _SMALL, _ASCII = ord("."), ord("a"), ord("z"), 0x20, 0x7F
_ONLY_WITHIN_A_WORD = "İ"


class _Together:
    """Texts as one, and what is made of them once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = _BETWEEN.join(texts)

    @cached_property
    def small(self) -> list[str]:
        """Each text in small letters."""
        return in_small_letters(self.text).split(_BETWEEN)

    @cached_property
    def greeted(self) -> list[str]:
        """What begins behind each greeting and the blanks that follow it."""
        words = [word for word in GREETINGS if word in self.text]
        return [rest.lstrip()[:_LONGEST_SIGN] for word in words for rest in self.text.split(word)[1:]]

    @cached_property
    def codes(self) -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
        """The code of each character."""
        return np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _may_have_wrong_letters(them: _Together) -> bool:
    if any(letter in them.text for letter in LETTERS_OF_WRONG_DECODING if letter != _ONLY_WITHIN_A_WORD):
        return True
    return any(before[-1:].islower() for before in them.text.split(_ONLY_WITHIN_A_WORD)[:-1])


def _may_greet_a_sign(them: _Together) -> bool:
    perhaps = [rest for rest in them.greeted if rest[:1] in _MAY_BEGIN_A_SIGN]
    return any(map(_BEGINS_AS_A_SIGN.match, perhaps))


def _may_greet_nobody(them: _Together) -> bool:
    return not {rest[:1] for rest in them.greeted}.isdisjoint((*ENDS_OF_A_GREETING, _BETWEEN))


def _may_have_a_value(them: _Together) -> bool:
    for value in VALUES:
        parts = them.text.split(value)
        for before, behind in pairwise(parts):
            if not (_is_of_a_word(before[-1:]) or _is_of_a_word(behind[:1])):
                return True
    return False


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _may_have_a_link(them: _Together) -> bool:
    if any(begin in them.text for begin in ("://", "w.", "W.")):
        return True
    behind_dots = them.codes[1:][them.codes[:-1] == _DOT]
    return bool(
        (((behind_dots | _SMALL) >= _A) & ((behind_dots | _SMALL) <= _Z) | (behind_dots > _ASCII)).any()
    )


def _may_have_no_refusal(them: _Together) -> bool:
    word = next((word for word in REFUSALS if word in them.small[0]), None)
    return word is None or not all(word in text for text in them.small)


_MAY: dict[TextWarning, Callable[[_Together], bool]] = {
    TextWarning.WRONG_LETTERS: _may_have_wrong_letters,
    TextWarning.GREETING_WITHOUT_NAME: _may_greet_a_sign,
    TextWarning.LEFTOVER_BRACES: lambda them: "{" in them.text or "}" in them.text,
    TextWarning.LEFTOVER_VALUE: _may_have_a_value,
    TextWarning.INVISIBLE_CHARACTERS: lambda them: INVISIBLE_CHARACTERS.search(them.text) is not None,
    TextWarning.DOUBLED_BLANKS: lambda them: "  " in them.text,
    TextWarning.BLANK_LINES: lambda them: re.search(BLANK_LINES, them.text) is not None,
    TextWarning.EMPTY_GREETING: _may_greet_nobody,
    TextWarning.BLANK_BEFORE_COMMA: lambda them: " ," in them.text,
    TextWarning.LINK: _may_have_a_link,
    TextWarning.NO_REFUSAL: _may_have_no_refusal,
    TextWarning.NO_MERSIS: lambda them: not all("mersis" in text for text in them.small),
}
"""Whether any of the texts may have what a check looks for: where that is False, none has."""


def warnings_of_all(texts: Sequence[str], *, is_commercial: bool) -> list[int]:
    """Return for each text what `warnings_of` would. No text has control characters other than newlines."""
    found = [0] * len(texts)
    if not texts:
        return found
    them = _Together(texts)
    for check in CHECKS:
        if (is_commercial or not check.is_commercial) and _MAY[check.warning](them):
            flag = int(check.warning)
            for at, (text, small) in enumerate(zip(texts, them.small, strict=True)):
                if check.has_it(text, small):
                    found[at] |= flag
    return found
