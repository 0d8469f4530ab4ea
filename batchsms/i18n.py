"""The one way from a sentence in the code to a sentence on the screen, in English or Turkish.

Every text that a user sees passes through `_` or `ngettext`. The code is English; the Turkish stands in
`locale/tr/LC_MESSAGES/batchsms.po`, and is read in where Turkish is wanted alone.

The language is that of `--lang`, of `BATCHSMS_LANG`, or of the user's locale. It must be known before the
commands are imported, since what their help says is made then: so the command line is looked through here.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

__all__ = ["LANGUAGES", "_", "language", "ngettext", "set_language"]

LANGUAGES = ("tr", "en")
_DOMAIN = "batchsms"
# pathlib would take longer to read in than all that --help prints
_FOLDER = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120


def _wanted(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language that is typed, set, or that of the locale; English for any that we have not."""
    for at, argument in enumerate(arguments):
        if argument == "--lang":
            return _known(arguments[at + 1]) if at + 1 < len(arguments) else "en"
        if argument.startswith("--lang="):
            return _known(argument.removeprefix("--lang="))
    names = ("BATCHSMS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    return _known(next((environment[name] for name in names if environment.get(name)), ""))


def _known(name: str) -> str:
    return "tr" if name.casefold() == "tr" or name.casefold().startswith("tr_") else "en"


def set_language(name: str) -> None:
    """Say everything from now on in a language of `LANGUAGES`; what click itself says as well."""
    if name == _current.name:
        return
    _current.name = name
    if name == "en":
        _current.catalogue = None
        os.environ.pop("LANGUAGE", None)
        return
    import gettext  # noqa: PLC0415 - English needs none

    _current.catalogue = gettext.translation(_DOMAIN, _FOLDER, [name])
    # click asks for its own words by the process's domain and language.
    os.environ["LANGUAGE"] = name
    gettext.bindtextdomain(_DOMAIN, _FOLDER)
    gettext.textdomain(_DOMAIN)


def language() -> str:
    """Return the language in which everything is said."""
    return _current.name


def _(sentence: str) -> str:
    """Return a sentence in the user's language."""
    catalogue = _current.catalogue
    return sentence if catalogue is None else _Turkish(catalogue.gettext(sentence))


def ngettext(one: str, many: str, count: int) -> str:
    """Return the sentence for a count in the user's language."""
    catalogue = _current.catalogue
    if catalogue is None:
        return one if count == 1 else many
    return _Turkish(catalogue.ngettext(one, many, count))


class _Turkish(str):
    """A sentence whose numbers are written as in Turkish where they are filled in: 1.234,50."""

    __slots__ = ()

    def format(self, *arguments: object, **values: object) -> str:
        """Fill the sentence in."""
        from batchsms.turkish_numbers import TurkishNumbers  # noqa: PLC0415 - English needs none

        return TurkishNumbers().vformat(self, arguments, values)


class _Current:
    """The language, and its catalogue; None for English, which needs none."""

    name = "en"
    catalogue: "NullTranslations | None" = None


_current = _Current()
set_language(_wanted(sys.argv[1:], os.environ))
