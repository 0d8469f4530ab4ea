"""Columns → who can be sent to: which column holds the numbers, and what each cell of it is."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.numbers.masking import without_numbers
from batchsms.numbers.msisdn import msisdns
from batchsms.turkish_folding import fold

__all__ = ["is_a_name_of_phones", "is_named_for_phones", "is_note", "is_total", "phone_column"]

_STEMS = ("telefon", "gsm", "phone", "cellphone", "mobil", "msisdn")
_WORDS = frozenset({"tel", "cep"})
_NAMES = frozenset(
    {"telefon", "telefonu", "tel", "gsm", "cep", "phone", "cellphone", "mobile", "mobil", "msisdn"}
)
_VAGUE_NAMES = frozenset({"numara", "numarasi", "number"})
_VAGUE_STEMS = ("numara", "number")
_VAGUE_WORDS = frozenset({"no", "nr"})
_MOSTLY = 0.5


class _Candidate(NamedTuple):
    position: int
    named: bool
    vaguely_named: bool
    share: float
    """Of the filled cells of the sample, the share that are mobile numbers."""


def phone_column(headers: Sequence[str], sample: Sequence[Sequence[object]], wanted: str) -> int:
    """Return the position of the phone column: the one named, or the only one that fits.

    A column fits by its header (telefon, gsm, cep, phone …) or, where none does, by its content:
    at least half of its filled cells are mobile numbers. `sample` holds the first rows, column by column.
    """
    if wanted:
        return _named(headers, wanted)
    candidates = [_candidate(at, header, sample[at]) for at, header in enumerate(headers)]
    for fitting in (
        [one for one in candidates if one.named and one.share >= _MOSTLY],
        [one for one in candidates if one.named and one.share],
        [one for one in candidates if one.vaguely_named and one.share >= _MOSTLY],
        [one for one in candidates if one.share >= _MOSTLY],
        [one for one in candidates if one.named],
    ):
        if len(fitting) == 1:
            return fitting[0].position
        if fitting:
            raise InputError(
                "several_phone_columns",
                _("More than one column may hold the phone numbers: {columns}").format(
                    columns=_listed([headers[one.position] for one in fitting])
                ),
                hint=_hint_of_one([headers[one.position] for one in fitting]),
            )
    raise InputError(
        "no_phone_column",
        _("No column holds phone numbers. The columns are: {columns}.").format(columns=_listed(headers)),
        hint=_("Name it with --phone-column, or call it Telefon in the list"),
    )


def _hint_of_one(names: Sequence[str]) -> str:
    if len(set(map(fold, names))) < len(names):
        return _("Give each of them a name of its own, and name the one to use with --phone-column")
    return _('Name the one to use, as in --phone-column "{column}"').format(column=without_numbers(names[0]))


def _named(headers: Sequence[str], wanted: str) -> int:
    exact = [at for at, header in enumerate(headers) if header == wanted.strip()]
    alike = exact or [at for at, header in enumerate(headers) if fold(header) == fold(wanted)]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise InputError(
            "several_phone_columns",
            _("The list has more than one column {column}").format(column=wanted),
            hint=_("Rename one of them"),
        )
    raise InputError(
        "no_phone_column",
        _("The list has no column {column}. Its columns are: {columns}.").format(
            column=wanted, columns=_listed(headers)
        ),
        hint=_("Check --phone-column"),
    )


def _candidate(position: int, header: str, cells: Sequence[object]) -> _Candidate:
    words = _words(header)
    filled = [cell for cell in cells if cell is not None and str(cell).strip()]
    valid = sum(map(bool, msisdns(filled)[0]))
    return _Candidate(
        position,
        named=is_named_for_phones(header),
        vaguely_named=any(word.startswith(_VAGUE_STEMS) or word in _VAGUE_WORDS for word in words),
        share=valid / len(filled) if filled else 0.0,
    )


def is_named_for_phones(header: str) -> bool:
    """Return whether a header names a column for phones, as telefon, gsm, cep or phone do."""
    return any(word.startswith(_STEMS) or word in _WORDS for word in _words(header))


def is_a_name_of_phones(cell: object) -> bool:
    """Return whether a cell holds nothing but a name for phones, unlike that of a recipient without one."""
    words = set(_words(cell)) if isinstance(cell, str) else set()
    return bool(words & _NAMES) and words <= _NAMES | _VAGUE_WORDS | _VAGUE_NAMES


def _words(header: str) -> list[str]:
    return fold(header).replace(".", " ").replace("_", " ").replace("-", " ").split()


_TOTALS = (
    r"(?:genel |ara |alt |adet |grand )?(?:toplam|toplami|total|sum)\b"
    r"|(?:kayit|kisi|musteri) (?:sayisi|adedi)\b"
)


def is_total(cells: Iterable[object]) -> bool:
    """Return whether a row looks like a total: its first filled cell begins with a word for that.

    A recipient's row may hold such a word further on, and a name may begin like one.
    """
    first = next((cell for cell in cells if cell is not None and str(cell).strip()), None)
    return isinstance(first, str) and bool(re.match(_TOTALS, fold(first)))


_NOTES = (
    r"(?:(?:dip ?)?not(?:lar|u)?|aciklama(?:lar|si)?|onemli(?: not)?|uyari|bilgi|kaynak|hazirlayan|duzenleyen"
    r"|notes?|source)\s*:"
)


def is_note(cells: Iterable[object]) -> bool:
    """Return whether a row looks like a note: one text, which begins with a word such as `Not:`.

    Nobody's name begins so; that a row has but one cell tells little, since it may lack the others.
    """
    filled = [cell for cell in cells if cell is not None and str(cell).strip()]
    return len(filled) == 1 and isinstance(filled[0], str) and bool(re.match(_NOTES, fold(filled[0])))


def _listed(headers: Sequence[str]) -> str:
    return ", ".join(without_numbers(header) for header in headers if header) or _("(all unnamed)")
