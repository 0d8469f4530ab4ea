"""The settings of a folder and of one of its campaigns → the options of a night, and those of a send."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.core import ParameterSource

from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.problems import begin_problems, problems_of
from batchsms.commands.options.settings import CAMPAIGN_FILE, GivenSettings, campaign_settings
from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.setup.settings_file import Setting

__all__ = ["NightOptions", "check_night"]

_ITS_OWN = frozenset({"campaign", "results"})
"""Settings for which a night has values of its own."""


def check_night(options: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with what was typed for a whole night."""
    source = click.get_current_context().get_parameter_source("list")
    if source is ParameterSource.COMMANDLINE:
        problems.usage(_("Each campaign names its list in its campaign.toml. Remove --list here."))
    if not (options["yes"] or sys.stdin.isatty()):
        problems.note(
            InputError(
                "not_confirmed",
                _("There is no terminal to ask the question on. Nothing was sent."),
                hint=_("Add --yes to send without a question"),
            )
        )


class NightOptions(NamedTuple):
    """What was typed for a night, and where the settings are. `context` is the night's."""

    context: click.Context
    folder: Path

    def given(self, campaign: Path | None) -> GivenSettings:
        """Return the settings of a campaign's folder, None for one that is not there any more.

        Its own go before what all share, and those of a profile before both. Raises `InputError`.
        """
        params = self.context.params
        given = campaign_settings(self.folder, campaign, params["config"], params["profile"])
        for setting in (setting for table in given.tables for setting in table):
            if setting.name in _ITS_OWN and setting.path.name == CAMPAIGN_FILE:
                raise _not_for_nights(setting)
        return given

    def of_night(self, given: GivenSettings) -> Mapping[str, Any]:
        """Return the night's options for one campaign. Raises `InputError` with all that is wrong in them."""
        command = self.context.command
        with self._options(command, self.folder, given) as options:
            problems_of(self.context).raise_all()
            return options

    @contextmanager
    def of_send(self, given: GivenSettings, recipients: Path, **fixed: Any) -> Iterator[Mapping[str, Any]]:
        """Give the options of a send, as long as this lasts, checked as if they were typed.

        `fixed` are values that a night gives. Raises `InputError` with all that is wrong.
        """
        group = self.context.find_root().command
        send = group.get_command(self.context, "send") if isinstance(group, click.Group) else None
        if not isinstance(send, CheckedCommand):
            raise TypeError(send)
        with self._options(send, recipients, given, results=None, at=None, limit=None, **fixed) as options:
            send.check(click.get_current_context())
            yield options

    @contextmanager
    def _options(
        self, command: click.Command, about: Path, given: GivenSettings, **fixed: Any
    ) -> Iterator[dict[str, Any]]:
        """Give a command's options: what is typed for the night, else the environment, else its settings."""
        begin_problems(self.context)
        context = command.make_context(
            self.context.info_name, ["--", str(about)], parent=self.context, obj=given
        )
        with context:
            for name in self._typed() & context.params.keys():
                context.params[name] = self.context.params[name]
                context.set_parameter_source(name, ParameterSource.COMMANDLINE)
            context.params.update(fixed)
            yield context.params

    def _typed(self) -> set[str]:
        return {
            name
            for name in self.context.params
            if self.context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        }


def _not_for_nights(setting: Setting) -> InputError:
    return InputError(
        "not_a_setting",
        _("{place}: {key} is not for campaigns of a night").format(place=setting.place, key=setting.key),
        hint=_("Remove it: campaign file and results are in the folder runs, by night"),
    )
