"""Names with the suffix that Turkish grammar gives them: `Ayşe'ye`, `Murat'a`, `2026'da`.

The last vowel that is heard decides: after a, ı, o, u the suffix has a or ı/u, after e, i, ö, ü it
has e or i/ü; after f, s, t, k, ç, ş, h, p `de` and `den` become `te` and `ten`. What is heard is
not always what is written: thin vowels (Kemal'e), foreign names, digits and abbreviations.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from batchsms.texts.turkish.letters import lower

__all__ = ["CASES", "Case", "with_suffix"]


class Case(NamedTuple):
    """A suffix with A, I and D still open, and the letter before it that parts two vowels."""

    buffer: str
    suffix: str


CASES = {
    "e": Case("y", "A"),
    "i": Case("y", "I"),
    "in": Case("n", "In"),
    "de": Case("", "DA"),
    "den": Case("", "DAn"),
    "le": Case("y", "lA"),
}
"""What a name can be declined with: dative, accusative, genitive, locative, ablative, instrumental."""

_FRONT, _BACK = "eiöüî", "aıouâû"
_ROUND = "oöuüû"
_VOWELS = _FRONT + _BACK
_VOICELESS = "fstkçşhp"

# Arabic and French words whose last vowel is written thick and heard thin.
_THIN = (
    *("kemal", "cemal", "celal", "hilal", "bilal", "nihal", "zuhal", "ikbal", "iclal", "meral", "visal"),
    *("hayal", "şevval", "emsal", "helal", "melal", "resul", "rasul", "gökalp", "melahat", "nezahat"),
    *("sabahat", "sebahat", "şefkat", "saat", "harf", "kalp", "gol", "rol", "alkol", "petrol", "kontrol"),
    *("meşgul", "kabul", "ihtimal", "festival", "terminal", "normal", "sinyal", "portal", "ideal"),
    *("final", "moral", "dikkat", "seyahat", "ziraat", "cemaat", "kabahat", "hakikat", "istikbal"),
)
_THIN_WORDS = frozenset({"alp", "hal"})

# How foreign names are heard, in Turkish letters.
_AS_HEARD = """
george corc, charles çarls, mike mayk, steve stiv, kate keyt, james ceyms, john con, jane ceyn,
joe co, jack cek, michael maykıl, claire kler, louis lui, rousseau ruso,
shakespeare şekspir, alice elis, luke luk, jose hoze, grace greys, marie mari, dave deyv,
google gugıl, apple epıl, facebook feysbuk, youtube yutub, iphone ayfon, renault reno,
peugeot pöjo, bordeaux bordo, skype skayp, nike nayk, carrefour karfur, chrome krom,
cambridge kembriç, iphones ayfons, sms esemes, gsm ciesem, abd abede, akp akape, avm aveme,
atm ateme, ab abe, ibb ibebe, aş aşe, vip viaypi, usb yuesbi, ios ayoes
"""
_HEARD = dict(pair.split() for pair in _AS_HEARD.split(","))
_LETTERS = {"h": "he", "k": "ke", "q": "ku", "w": "dabılyu", "x": "iks", "ğ": "ge"}

_DIGITS = ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
_TENS = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")
_POWERS = ((9, "milyar"), (6, "milyon"), (3, "bin"), (2, "yüz"))

_TIME = re.compile("([0-9]{1,2})[:.]00$")
_DECIMALS = re.compile("[0-9],([0-9]*[1-9][0-9]*)$")
_NUMBER = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,0+)?$")
_LAST_WORD = re.compile(r"[^\W_]+$")


@lru_cache(maxsize=4096)
def with_suffix(name: str, case: str) -> str:
    """Return a name, an apostrophe and the suffix of a case, one of `CASES`."""
    if not name:
        return name
    buffer, suffix = CASES[case]
    heard = _heard(name)
    vowel = next((letter for letter in reversed(heard) if letter in _VOWELS), "e")
    front = vowel in _FRONT or _is_thin(heard)
    joint = buffer if heard[-1:] in _VOWELS else ""
    return f"{name}'{joint}{_resolve_suffix(suffix, vowel, heard[-1:], front=front)}"


def _resolve_suffix(suffix: str, vowel: str, last: str, *, front: bool) -> str:
    narrow = ("ü" if front else "u") if vowel in _ROUND else ("i" if front else "ı")
    hard = "t" if last in _VOICELESS else "d"
    return suffix.replace("A", "e" if front else "a").replace("I", narrow).replace("D", hard)


def _is_thin(heard: str) -> bool:
    return heard in _THIN_WORDS or heard.endswith(_THIN)


def _heard(name: str) -> str:
    """Return the last word as it is spoken, in small Turkish letters."""
    shown = name.rstrip(" .,;:!?)\"'’")
    if shown[-1:].isdecimal():
        return _spoken(shown)
    found = _LAST_WORD.search(shown)
    word = found[0] if found else ""
    initials = shown.replace(".", "").rpartition(" ")[2] if "." in shown else word
    small = lower(word)
    if known := _HEARD.get(small.replace("ı", "i")) or _HEARD.get(small):
        return known
    if word == word.upper() and _has_no_vowel(small):
        return _spelt(lower(initials) if "." in shown else small)
    return _pronounced(small)


def _has_no_vowel(word: str) -> bool:
    return not any(letter in _VOWELS for letter in word)


def _spelt(word: str) -> str:
    last = word[-1:]
    return _LETTERS.get(last, f"{last}e")


def _pronounced(word: str) -> str:
    """Return a word with the letters that Turkish lacks as they are heard in it."""
    if word[-1:] == "y" and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}i"
    return f"{word[:-1]}ks" if word[-1:] == "x" else word.replace("q", "k")


def _spoken(text: str) -> str:
    """Return the last word of a number, a time of the day or a year."""
    if hour := _TIME.search(text):
        return _last_word_of(hour[1])
    if decimals := _DECIMALS.search(text):
        return _last_word_of(decimals[1])
    found = _NUMBER.search(text)
    return _last_word_of(found[1].replace(".", "") if found else text[-1])


def _last_word_of(digits: str) -> str:
    bare = digits.rstrip("0")
    zeros = len(digits) - len(bare)
    if not bare:
        return _DIGITS[0]
    if not zeros:
        return _DIGITS[int(bare[-1])]
    if zeros == 1:
        return _TENS[int(bare[-1])]
    return next(word for power, word in _POWERS if zeros >= power)
