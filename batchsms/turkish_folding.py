"""Words as people compare them: Turkish letters folded, so that `İYS`, `iys` and `IYS` are one.

Python's own `lower` turns `İ` into two characters and `I` into `i`; neither helps a reader of
Turkish, for whom `I`/`ı` and `İ`/`i` are two letters. For comparing headers all four are one.
"""

import re
import unicodedata

__all__ = ["fold", "slug"]

_TO_ASCII = str.maketrans("ıİIşŞğĞüÜöÖçÇâÂîÎûÛ", "iiissgguuooccaaiiuu")
_LOWERED_BY_PYTHON = "i\u0307"  # what `"İ".lower()` gives
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Return the text for comparison: compatibility forms, blanks, case and Turkish letters folded."""
    composed = unicodedata.normalize("NFKC", text).translate(_TO_ASCII).casefold()
    return " ".join(composed.replace(_LOWERED_BY_PYTHON, "i").split())


def slug(header: str) -> str:
    """Return the Jinja name of a column header (`Müşteri Adı` → `musteri_adi`), or `""`."""
    decomposed = unicodedata.normalize("NFKD", fold(header))
    ascii_only = decomposed.encode("ascii", "ignore").decode()
    name = _NOT_IN_A_NAME.sub("_", ascii_only).strip("_")
    return f"_{name}" if name[:1].isdigit() else name
