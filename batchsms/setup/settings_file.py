"""A settings file, `batchsms.toml` → what it sets, each with the line that it stands on.

`tomllib` keeps no lines. A statement of TOML ends where a line ends, and no beginning of one can be
read alone, so the text is read again statement by statement, and the library itself tells where each ends.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batchsms.errors import InputError
from batchsms.i18n import _

__all__ = ["LARGEST", "PROFILE", "Setting", "SettingsFile", "located", "read_settings", "toml_of"]

PROFILE = "profile"
"""The table that holds the profiles, `[profile.NAME]`."""
LARGEST = 64 * 1024
"""Bytes of a file that is read."""
_PLACE = re.compile(r" \(at line (\d+), column \d+\)\Z")


@dataclass(frozen=True)
class Setting:
    """One key of a settings file, as it is written, and its value, as TOML has it. Lines count from 1."""

    key: str
    value: Any
    path: Path
    line: int

    @property
    def name(self) -> str:
        """The name of the option: hyphen and underscore are alike."""
        return self.key.replace("-", "_")

    @property
    def place(self) -> str:
        """Where it stands, as errors name it."""
        return located(self.path, self.line)


@dataclass(frozen=True)
class SettingsFile:
    """What a settings file sets for all, and what each of its profiles sets instead."""

    path: Path
    shared: tuple[Setting, ...]
    profiles: Mapping[str, tuple[Setting, ...]]

    def of_profile(self, profile: str | None) -> tuple[tuple[Setting, ...], ...]:
        """Return the tables that hold for a profile, the shared one first. Raises `InputError`."""
        if not profile:
            return (self.shared,)
        if profile not in self.profiles:
            raise InputError(
                "unknown_profile",
                _("{path} has no profile “{profile}”").format(path=self.path, profile=profile),
                hint=_("Its profiles are: {profiles}").format(profiles=", ".join(self.profiles))
                if self.profiles
                else _("It has no profiles. One begins with a line [profile.NAME]."),
            )
        return self.shared, self.profiles[profile]


def read_settings(path: Path) -> SettingsFile:
    """Return what a settings file says. Raises `InputError` where it is no TOML."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise OSError(_("it is not a file"))  # noqa: TRY301 - told like any other
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            "unreadable_settings",
            _("The settings file {path} cannot be read: {error}").format(path=path, error=reason),
            hint=_("Check the name and the folder"),
        ) from error
    data, lines = toml_of(path, content)
    profiles = data.pop(PROFILE, {})
    if not isinstance(profiles, dict) or not all(isinstance(one, dict) for one in profiles.values()):
        raise InputError(
            "bad_settings",
            _("{place}: a profile is a table of its own, [profile.NAME]").format(
                place=located(path, lines[PROFILE,])
            ),
            hint=_("To choose a profile, use --profile NAME or BATCHSMS_PROFILE"),
        )
    return SettingsFile(
        path,
        tuple(Setting(key, value, path, lines[key,]) for key, value in data.items()),
        {
            name: tuple(Setting(key, value, path, lines[PROFILE, name, key]) for key, value in table.items())
            for name, table in profiles.items()
        },
    )


def toml_of(path: Path, content: bytes) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
    """Return what a TOML file holds, and the line of each of its keys, by its names from the top."""
    text = _text(path, content)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = _PLACE.search(said)
        line = int(place[1]) if place else text.count("\n") + 1
        raise InputError(
            "bad_settings",
            _("{place}: this is not TOML: {reason}").format(
                place=located(path, line), reason=_PLACE.sub("", said)
            ),
            hint=_('Write each line as name = "value". Texts stand in quotes, numbers do not.'),
        ) from None
    except RecursionError:
        raise InputError("bad_settings", _("{path} is nested too deeply").format(path=path)) from None
    return data, _lines(text)


def located(path: Path, line: int) -> str:
    """Return a place in a file, as errors name it."""
    return _("{path}, line {line}").format(path=path, line=line)


def _text(path: Path, content: bytes) -> str:
    if len(content) > LARGEST:
        raise InputError(
            "bad_settings",
            _("{path} is too large to be a settings file").format(path=path),
            hint=_("A settings file has at most 64 KB. A list goes to RECIPIENTS, a text to --template."),
        )
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            "bad_settings",
            _("{place}: the file is not UTF-8").format(place=located(path, line)),
            hint=_("Save it as UTF-8 in the editor"),
        ) from None


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the line of each key in a text that is TOML, by the names of the key from the top."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    statement: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        statement.append(line)
        try:
            data = tomllib.loads("\n".join(statement))
        except tomllib.TOMLDecodeError:
            continue
        begins = number - len(statement) + 1
        is_header = statement[0].lstrip(" \t").startswith("[")
        statement = []
        for names in _names(data):
            place = names if is_header else (*table, *names)
            found.setdefault(place, begins)
            if is_header:
                table = names
    return found


def _names(data: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the names of each key in nested tables, those of a table before those in it."""
    for name, value in data.items():
        yield (name,)
        inner = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else value
        if isinstance(inner, dict):
            yield from ((name, *rest) for rest in _names(inner))
