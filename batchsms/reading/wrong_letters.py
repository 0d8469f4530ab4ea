"""Letters that only a wrong decoding leaves in Turkish texts: `Ã¼` for ü, `ÿş` for a byte order mark.

What once was read in the wrong encoding and saved again is right in every byte; only its letters tell.
"""

import re

__all__ = ["FEW_TEXTS", "LETTERS_OF_WRONG_DECODING", "has_wrong_letters"]

FEW_TEXTS = 3
"""In how many texts such letters may be somebody's own, and are remarked upon only."""

_UTF_8_AS_SINGLE_BYTES = r"Ã[¼¶§œ–‡¢®»\x9c\x96\x87]|[ÄÅ][±°Ÿž\x9e\x9f]|â€[™œ˜“”¦¢\x9d]|â\x80|â‚¬|Â\xa0"  # noqa: RUF001 - meant
_UTF_16_AS_SINGLE_BYTES = r"ÿ[şþ]|[şþ]ÿ"
_TURKISH_AS_LATIN_1 = r"[ðÐþÞ]"  # for ğ Ğ ş Ş
# What cp1254 has for ğ, Ğ, ü and ı of Mac Turkish; a capital İ within a word may be a name, as in Türkİş.
_MAC_TURKISH_AS_CP1254 = r"(?<=[a-zçöüışğ])[ÛÚŸ]|(?<=[a-zçöüışğ])İ(?!\w)"
_WRONG = (
    f"\ufffd|{_UTF_8_AS_SINGLE_BYTES}|{_UTF_16_AS_SINGLE_BYTES}|"
    f"{_TURKISH_AS_LATIN_1}|{_MAC_TURKISH_AS_CP1254}"
)
LETTERS_OF_WRONG_DECODING = "\ufffdÃÄÅÂâÿþÞðÐÛÚŸİ"
"""One of each of them; without any of these, none is there."""
_PERHAPS = re.compile(f"[{LETTERS_OF_WRONG_DECODING}]")  # many times as fast


def has_wrong_letters(text: str) -> bool:
    """Return whether a text holds letters that a wrong decoding leaves, or the mark for a lost one."""
    return _PERHAPS.search(text) is not None and re.search(_WRONG, text) is not None
