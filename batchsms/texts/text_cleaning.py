"""A text as it was rendered → one fit to send: NFC, one kind of line end, nothing that XML cannot carry."""

import re
import unicodedata
from collections.abc import Sequence

__all__ = ["clean", "clean_all"]

_TO_BE_CLEANED = re.compile("[^\n -~\xa1-\u02ff]")  # all other characters need no second look
_EXCEL_ESCAPED_RETURN = "_x000D_"
_LINE_ENDS = re.compile("\r\n?")
# What XML 1.0 cannot carry, and what no phone shows: controls, surrogates, non-characters; not `\t\n\r`.
_UNSENDABLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)


def clean(text: str) -> str:
    r"""Return a text that XML can carry: NFC, `\n` as the only line end, tabs as blanks, no controls.

    Blanks and line ends at its end go, since they would be paid for and seen by nobody.
    """
    if not _TO_BE_CLEANED.search(text) and _EXCEL_ESCAPED_RETURN not in text:
        return text.rstrip()
    text = re.sub(_UNSENDABLE, "", text).replace(_EXCEL_ESCAPED_RETURN, "\r")
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", text).rstrip()


# Printable ASCII, newlines and the letters U+00C0 to U+017F, in UTF-8: what Turkish texts are made of.
_USUAL = b"\n" + bytes(range(0x20, 0x7F)) + b"\xc3\xc4\xc5" + bytes(range(0x80, 0xC0))


def clean_all(texts: Sequence[str]) -> Sequence[str]:
    """Return texts, each cleaned. Nearly always all are clean but for their ends, as one look tells."""
    texts = list(map(str.rstrip, texts))
    joined = " ".join(texts)
    if _EXCEL_ESCAPED_RETURN not in joined and (_is_usual(joined) or _is_shown(joined)):
        return texts
    return list(map(clean, texts))


def _is_usual(text: str) -> bool:
    return not text.encode(errors="surrogatepass").translate(None, _USUAL)


def _is_shown(text: str) -> bool:
    return text.replace("\n", " ").isprintable() and unicodedata.is_normalized("NFC", text)
