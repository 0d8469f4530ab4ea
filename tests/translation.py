"""The Turkish catalogue and the code: `make messages` takes in what is new, and says what is lacking.

It is kept without dates and line numbers, so that a change of it shows what was changed.
"""

import string
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "batchsms"
CATALOGUE = PACKAGE / "locale" / "tr" / "LC_MESSAGES" / "batchsms.po"
METHODS = [("**.py", "python"), ("pages/**.html", "jinja2")]
KEYWORDS = {"_": None, "ngettext": (1, 2)}
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)

Sentence = str | tuple[str, ...]


def sentences() -> set[Sentence]:
    """Return all sentences of the code and the pages, those of a count with both of their forms."""
    return set(_in_order())


def _in_order() -> dict[Sentence, None]:
    found = sorted(extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS), key=lambda one: (one[0], one[1]))
    return dict.fromkeys(_key(one[2]) for one in found)


def catalogue() -> Catalog:
    """Return the Turkish catalogue."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="tr")


def untranslated() -> Iterator[str]:
    """Yield what is wrong with each sentence: missing, empty, doubtful, other placeholders, or of no use."""
    known = {_key(one.id): one for one in catalogue() if one.id}
    wanted = sentences()
    yield from (f"not in the catalogue: {one}" for one in sorted(map(str, wanted - known.keys())))
    yield from (f"no more in the code: {one}" for one in sorted(map(str, known.keys() - wanted)))
    for key, one in known.items():
        forms = one.string if isinstance(one.string, tuple) else (one.string,)
        if not all(forms) or one.fuzzy:
            yield f"not translated: {key}"
        originals = key if isinstance(key, tuple) else (key,)
        if any(_blanks(form) not in map(_blanks, originals) for form in forms):
            yield f"other placeholders: {key}"


def _key(sentence: str | list[str] | tuple[str, ...]) -> Sentence:
    return sentence if isinstance(sentence, str) else tuple(sentence)


def _blanks(sentence: str) -> tuple[list[str], int]:
    """Return the placeholders of a sentence, and how far it is indented."""
    names = sorted(
        f"{name}!{how}:{form}" for _text, name, form, how in string.Formatter().parse(sentence) if name
    )
    return names, len(sentence) - len(sentence.lstrip(" "))


def refreshed() -> Catalog:
    """Return the catalogue with the sentences of the code and no others; new ones have no words yet."""
    known = {_key(one.id): one.string for one in catalogue() if one.id}
    new = Catalog("tr", domain="batchsms", project="batchsms", creation_date=NO_DATE, revision_date=NO_DATE)
    for sentence in _in_order():
        new.add(sentence, known.get(sentence) or (("", "") if isinstance(sentence, tuple) else ""))
    return new


def refresh() -> None:
    """Write the catalogue anew, for people and for the program."""
    new = refreshed()
    with CATALOGUE.open("wb") as file:
        write_po(file, new, width=110, omit_header=True)
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, new)


if __name__ == "__main__":
    refresh()
    for trouble in untranslated():
        print(trouble)  # noqa: T201 - for who translates
