"""How many SMS a text takes: a count of the sandbox's own, to refuse what is too long and charge the rest.

Limits are those of the vendor's price list: 160/153 characters in the GSM-7 alphabet, 155/149 where one of
the seven Turkish letters outside it occurs, 70/67 UTF-16 units for all else. Its operator code, five
characters that it adds to every SMS, is counted once. A Turkish letter counts as one: the vendor does not say
whether it does there.
"""

import re

SEGMENTS_AT_MOST = 7
OPERATOR_CODE = 5

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "^{}\\[~]|€\f"
_TURKISH = "çĞğİıŞş"

_gsm = re.compile(f"[{re.escape(_BASIC + _EXTENDED)}]*")
_gsm_turkish = re.compile(f"[{re.escape(_BASIC + _EXTENDED + _TURKISH)}]*")
_extended = re.compile(f"[{re.escape(_EXTENDED)}]")


def segments(text: str) -> int:
    """Count the SMS that a text takes, the operator code included."""
    units, single, several = _measure(text)
    units += OPERATOR_CODE
    return 1 if units <= single else -(-units // several)


def _measure(text: str) -> tuple[int, int, int]:
    """Give a text's length in its alphabet's units, the units of one SMS, and those of each of several."""
    if _gsm.fullmatch(text):
        return len(text) + len(_extended.findall(text)), 160, 153
    if _gsm_turkish.fullmatch(text):
        return len(text) + len(_extended.findall(text)), 155, 149
    return len(text.encode("utf-16-le")) // 2, 70, 67
