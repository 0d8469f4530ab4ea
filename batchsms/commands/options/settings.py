"""What a settings file says → the values that a command's options take where nothing is typed or set.

The file is the one that --config names, else `batchsms.toml` beside RECIPIENTS, else in the working folder. A
campaign of a night has two: `campaign.toml` beside its list, and `batchsms.toml` above it for what all share.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from batchsms.commands.options.problems import NotedOption, Problems
from batchsms.errors import InputError
from batchsms.i18n import _

if TYPE_CHECKING:
    from batchsms.setup.settings_file import Setting

__all__ = ["CAMPAIGN_FILE", "GivenSettings", "campaign_settings", "fill_from_settings", "options_of_all"]

_FILE_NAME = "batchsms.toml"
CAMPAIGN_FILE = "campaign.toml"
"""The settings of a campaign of a night, in a folder of its own."""
_PLANNED = frozenset({"at", "results"})
"""Options that a campaign file keeps too, though they can be set again with it."""
_EITHER = {"template": "text", "text": "template", "again": "not_accepted", "not_accepted": "again"}
"""Options of which one can be used: a profile that sets one takes the other one's place."""
_NUMBERS = (click.types.IntParamType, click.types.FloatParamType)
_CREDENTIALS = frozenset({"key", "hash", "secret", "api_key", "api_hash", "password"})


class GivenSettings(NamedTuple):
    """Tables of settings, which are not looked for; those of a later table go before those of an earlier.

    `named` is the file that the user has named, if any. As `obj` of a context they are all that it has.
    """

    tables: "tuple[tuple[Setting, ...], ...]"
    named: Path | None = None


def fill_from_settings(context: click.Context, typed: Mapping[str, Any], problems: Problems) -> None:
    """Give a command's options the values of a settings file, where there is one; note what is wrong in it.

    `typed` is what stands on the command line, by option. Raises `InputError` where the file cannot be read.
    """
    recipients = _argument(context, typed)
    given = context.obj if isinstance(context.obj, GivenSettings) else _read(context, typed, recipients)
    if given is None:
        return
    settings = _merged(given.tables, problems)
    options = _options(context, settings)
    is_planned = recipients is not None and _is_planned(recipients)
    values = {}
    for name, setting in settings.items():
        try:
            option = _option(setting, options, is_named=setting.path == given.named)
            if not (is_planned and (option.is_frozen or name in _PLANNED)):
                values[name] = _fitting(option, setting)
        except InputError as error:
            problems.note(error)
            problems.options.add(name)
    # A flag of the same name is another thing: `preview --preflight` is no `send --preflight strict`.
    own = {parameter.name for parameter in context.command.params if isinstance(parameter, NotedOption)}
    context.default_map = {name: value for name, value in values.items() if name in own}
    problems.settings = {name: settings[name] for name in values}


def _read(context: click.Context, typed: Mapping[str, Any], recipients: Path | None) -> GivenSettings | None:
    """Return what the settings file says that is named or found, None where there is none."""
    named = _value(context, typed, "config")
    profile = _value(context, typed, "profile")
    if not named and recipients is not None and os.path.isfile(recipients.parent / CAMPAIGN_FILE):  # noqa: PTH113 - see below
        return campaign_settings(recipients.parent.parent, recipients.parent, None, profile)
    path = Path(named) if named else _found(recipients)
    if path is None:
        # In the environment it is meant for the folders that have a settings file.
        if profile and "profile" in typed:
            raise _no_settings(profile)
        return None
    from batchsms.setup.settings_file import read_settings

    return GivenSettings(read_settings(path).of_profile(profile), path if named else None)


def campaign_settings(
    folder: Path, campaign: Path | None, named: Path | None, profile: str | None
) -> GivenSettings:
    """Return the settings of a campaign of a night.

    Its own go before what all share, and a profile's before both. What all share is in the file that is
    `named`, else in the `folder`. Of a campaign whose own folder is gone there is nothing else. Raises
    `InputError` where a file cannot be read.
    """
    from batchsms.setup.settings_file import read_settings

    shared = named or folder / _FILE_NAME
    own = read_settings(campaign / CAMPAIGN_FILE) if campaign else None
    has_profile = bool(own and profile in own.profiles)
    tables: list[tuple[Setting, ...]] = []
    if named or shared.is_file():
        file = read_settings(shared)
        is_there = not has_profile or profile in file.profiles
        tables += file.of_profile(profile if is_there else None)
    elif profile and not has_profile:
        raise _no_settings(profile)
    if own:
        tables.insert(1 if tables else 0, own.shared)
        tables.append(own.profiles.get(profile or "", ()))
    return GivenSettings(tuple(tables), named)


def options_of_all(context: click.Context) -> dict[str, NotedOption]:
    """Return the options of all commands, by name."""
    return _options(context, None)


def _options(context: click.Context, wanted: Collection[str] | None) -> dict[str, NotedOption]:
    """Return the options of this command, and then of others, until those that are wanted are among them.

    To look at a command imports it, and a status must not wait for what asks the account.
    """
    found: dict[str, NotedOption] = {}
    for command in _commands(context):
        for option in command.params:
            if isinstance(option, NotedOption):
                found.setdefault(str(option.name), option)
        if wanted is not None and found.keys() >= set(wanted):
            break
    return found


def _commands(context: click.Context) -> Iterator[click.Command]:
    """Yield this command, and then the others in the order of `--help`."""
    yield context.command
    group = context.find_root().command
    if isinstance(group, click.Group):
        for name in group.list_commands(context):
            if command := group.get_command(context, name):
                yield command


def _argument(context: click.Context, typed: Mapping[str, Any]) -> Path | None:
    """Return the file or folder that the command is about."""
    for parameter in context.command.params:
        if isinstance(parameter, click.Argument) and isinstance(value := typed.get(str(parameter.name)), str):
            return Path(value)
    return None


def _value(context: click.Context, typed: Mapping[str, Any], name: str) -> str | None:
    """Return what is typed or set in the environment for an option."""
    for parameter in context.command.params:
        if parameter.name == name:
            value, source = parameter.consume_value(context, typed)
            return str(value) if source is not click.core.ParameterSource.DEFAULT and value else None
    return None


def _found(recipients: Path | None) -> Path | None:
    """Return the settings file that nobody named: beside the list, or in a folder, or where one works."""
    places = [Path()]
    if recipients is not None:
        places.insert(0, recipients if os.path.isdir(recipients) else recipients.parent)  # noqa: PTH112 - see below
    # `os.path` takes a name that is too long for one that is not there
    return next((place / _FILE_NAME for place in places if os.path.isfile(place / _FILE_NAME)), None)  # noqa: PTH113


def _is_planned(recipients: Path) -> bool:
    from batchsms.journal.file_marks import is_campaign_file

    return is_campaign_file(recipients)


def _merged(tables: Iterable[Iterable["Setting"]], problems: Problems) -> dict[str, "Setting"]:
    """Return the settings by option; those of a later table, a profile's, go before those of an earlier."""
    merged: dict[str, Setting] = {}
    for table in tables:
        own: dict[str, Setting] = {}
        for setting in table:
            if setting.name in own:
                problems.note(_set_twice(setting, own[setting.name]))
            own[setting.name] = setting
        for name in own:
            merged.pop(_EITHER.get(name, ""), None)
        merged |= own
    return merged


def _option(setting: "Setting", options: Mapping[str, NotedOption], *, is_named: bool) -> NotedOption:
    """Return the option that a setting is of. Raises `InputError` where it may not stand in the file."""
    option = options.get(setting.name)
    if setting.name.lower().removeprefix("batchsms_") in _CREDENTIALS:
        raise _credential(setting)
    if option is None:
        raise _unknown(setting, options)
    if not option.is_setting:
        raise InputError(
            "not_a_setting",
            _("{place}: {key} cannot be set in a file").format(place=setting.place, key=setting.key),
            hint=_("Type --{option} where it is meant, and remove it here").format(
                option=_hyphened(setting.name)
            ),
        )
    if setting.name == "ping" and not is_named:
        raise InputError(
            "unsafe_ping",
            _("{place}: a file that nobody named would tell its address of each run").format(
                place=setting.place
            ),
            hint=_("Remove ping here, or name the file with --config if you trust it"),
        )
    if setting.name == "gateway_url" and not is_named:
        raise InputError(
            "unsafe_gateway",
            _("{place}: the credentials would go to an address from a file that nobody named").format(
                place=setting.place
            ),
            hint=_("Remove gateway-url here, or name the file with --config if you trust it"),
        )
    return option


def _fitting(option: NotedOption, setting: "Setting") -> Any:
    """Return a setting's value as the option takes it. Raises `InputError` for one of another type."""
    if not option.multiple:
        return _one(option, setting, setting.value)
    if not isinstance(setting.value, list):
        raise _wrong(setting, _('an array, as in {key} = ["…"]'))
    return [_one(option, setting, value) for value in setting.value]


def _one(option: NotedOption, setting: "Setting", value: Any) -> Any:
    kind = option.type
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if option.is_flag:
        fits, expected = isinstance(value, bool), _("true or false, without quotes")
    elif isinstance(kind, click.types.IntParamType):
        fits, expected = is_number and isinstance(value, int), _("a whole number, without quotes")
    elif isinstance(kind, click.types.FloatParamType):
        fits, expected = is_number, _("a number, without quotes")
    else:
        fits = (isinstance(value, str | datetime) or is_number) and "\0" not in str(value)
        expected = _("text in quotes")
    if not fits:
        raise _wrong(setting, expected)
    if isinstance(kind, click.Path):
        return value if value in {"", "-"} else str(setting.path.parent / str(value))
    return value if option.is_flag or isinstance(kind, _NUMBERS) else _text(value)


def _text(value: Any) -> str:
    """Return a value as it would be typed: a time without the seconds that TOML must have."""
    if isinstance(value, datetime) and value.tzinfo is None and not value.second:
        return value.strftime("%Y-%m-%d %H:%M")
    return str(value)


def _hyphened(name: str) -> str:
    return name.replace("_", "-")


def _wrong(setting: "Setting", expected: str) -> InputError:
    return InputError(
        "bad_setting",
        _("{place}: {key} has a value of the wrong type").format(place=setting.place, key=setting.key),
        hint=_("It takes {expected}").format(expected=expected.format(key=setting.key)),
    )


def _set_twice(setting: "Setting", other: "Setting") -> InputError:
    return InputError(
        "bad_setting",
        _("{place}: {key} is set twice, on line {line} as {other}").format(
            place=setting.place, key=setting.key, line=other.line, other=other.key
        ),
        hint=_("Remove one of the two"),
    )


def _credential(setting: "Setting") -> InputError:
    return InputError(
        "credentials_in_settings",
        _("{place}: {key} looks like a credential, and a settings file is no place for it").format(
            place=setting.place, key=setting.key
        ),
        hint=_(
            "Remove it here and store it with batchsms login, or set BATCHSMS_KEY and BATCHSMS_HASH "
            "in the environment. If others have seen the file, have a new key made in the panel."
        ),
    )


def _unknown(setting: "Setting", options: Mapping[str, NotedOption]) -> InputError:
    from difflib import get_close_matches

    known = [_hyphened(name) for name, option in options.items() if option.is_setting]
    near = get_close_matches(_hyphened(setting.name).lower(), [*known, "profile"], n=1, cutoff=0)
    return InputError(
        "unknown_setting",
        _("{place}: there is no setting {key}").format(place=setting.place, key=setting.key),
        hint=_("The nearest one is {near}. batchsms config shows all of them.").format(near="".join(near)),
    )


def _no_settings(profile: str) -> InputError:
    return InputError(
        "unknown_profile",
        _("There is no settings file, and so no profile “{profile}”").format(profile=profile),
        hint=_("A profile stands in batchsms.toml beside the list, or in the file that --config names"),
    )
