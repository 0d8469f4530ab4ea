"""The options of all commands → a line for each: its value, and where that comes from."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from batchsms.commands.options.output import console_of
from batchsms.commands.options.problems import NotedOption, problems_of
from batchsms.commands.options.settings import options_of_all
from batchsms.errors import InputError
from batchsms.exit_codes import ExitCode
from batchsms.gateway.credentials import MASKED
from batchsms.i18n import _
from batchsms.setup.credentials import found_credentials

__all__ = ["show_settings"]

_SOURCES = {
    ParameterSource.COMMANDLINE: "flag",
    ParameterSource.ENVIRONMENT: "environment",
    ParameterSource.DEFAULT_MAP: "file",
}


@dataclass(frozen=True)
class EffectiveSetting:
    """An option, the value that a run would take, and where that comes from."""

    name: str
    value: object
    source: str
    place: str

    def line(self) -> str:
        """Return it as a line that a settings file could hold."""
        value = json.dumps(self.value, ensure_ascii=False)
        if self.value is None:
            return _("# {name} is not set").format(name=self.name)
        return _("{name} = {value}  # {place}").format(name=self.name, value=value, place=self.place)

    def as_json(self) -> dict[str, object]:
        """Return it for the JSON object."""
        return {"name": self.name, "value": self.value, "source": self.source, "place": self.place}


def show_settings(context: click.Context, options: Mapping[str, Any]) -> ExitCode:
    """Show every setting, and the credentials, masked."""
    console = console_of("config", options)
    settings = [
        _effective(context, option)
        for option in options_of_all(context).values()
        if option.envvar and option.name not in {"config", "profile", "json", "quiet", "verbose"}
    ]
    credentials, line = _credentials(options["account"])
    for text in (*(one.line() for one in settings), line):
        console.path(text)
    console.object(
        exit_code=ExitCode.DONE,
        settings=[one.as_json() for one in settings],
        credentials=credentials,
        profile=options["profile"],
    )
    return ExitCode.DONE


def _effective(context: click.Context, option: NotedOption) -> EffectiveSetting:
    name = str(option.name)
    if name in context.params:
        value, source = context.params[name], context.get_parameter_source(name)
    else:  # an option of another command
        raw, source = option.consume_value(context, {})
        value = option.process_value(context, raw)
    source = source or ParameterSource.DEFAULT
    if source is ParameterSource.DEFAULT_MAP:
        place = problems_of(context).settings[name].place
    elif source is ParameterSource.ENVIRONMENT:
        place = _("{variable} in the environment").format(variable=option.envvar)
    else:
        place = _("typed") if source is ParameterSource.COMMANDLINE else _("default")
    if name == "ping" and isinstance(
        value, str
    ):  # whoever has the address can tell the service what they like
        value = MASKED.key
    return EffectiveSetting(name.replace("_", "-"), _shown(value), _SOURCES.get(source, "default"), place)


def _shown(value: Any) -> object:
    """Return a value as JSON has it; None where nothing is set."""
    if isinstance(value, tuple | list):
        return [_shown(one) for one in value] or None
    if isinstance(value, Path):
        return str(value)
    return value if isinstance(value, bool | int | float | str) and value != "" else None


def _credentials(account: str) -> tuple[dict[str, str] | None, str]:
    """Return the credentials masked, for JSON and as a line."""
    try:
        found = found_credentials(os.environ, account)
    except InputError as error:
        return None, _("# no credentials: {reason}").format(reason=error.message)
    shown = {"key": MASKED.key, "hash": MASKED.hash, "source": found.kind, "place": found.place}
    return shown, _("# credentials: key {key}, hash {hash}, from {place}").format(**shown)
