"""How an option is declared: its names, its variable in the environment, and whether a plan freezes it.

Each option is also read from the environment, and from a settings file. The names of the variables are
spelled out from the options' own: click's automatic prefix would make `BATCHSMS_SEND_SENDER` of `--sender`.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from batchsms.commands.options.problems import NotedOption, Problems
from batchsms.i18n import _
from batchsms.turkish_folding import fold

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["PATH", "PATH_OR_DASH", "FoldedChoice", "FrozenOption", "all_of", "check_frozen", "option"]

Command = Callable[..., Any]


_LONGEST_NAME = 255  # bytes, on nearly every file system


class _Name(click.Path):
    """The name of a file or a folder, which has at least one character."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail(_("The name is empty."), param, ctx)
        if any(len(os.fsencode(part)) > _LONGEST_NAME for part in Path(value).parts):
            self.fail(_("The name is too long."), param, ctx)
        return super().convert(value, param, ctx)


PATH = _Name(path_type=Path)
PATH_OR_DASH = _Name(path_type=Path, allow_dash=True)


class FoldedChoice(click.Choice[str]):
    """A choice that is taken in any case, Turkish letters included: `bireysel`, `BİREYSEL`."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's
        """Return a choice for comparison."""
        return fold(str(choice))

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's
        """Return the choices as they are documented."""
        return f"[{'|'.join(self.choices)}]"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        param: click.Parameter,  # noqa: ARG002 - click's
        incomplete: str,
    ) -> "list[CompletionItem]":
        """Return the choices that begin with what is typed, as they are documented."""
        from click.shell_completion import CompletionItem

        begun = fold(incomplete)
        return [CompletionItem(choice) for choice in self.choices if fold(choice).startswith(begun)]


class FrozenOption(NotedOption):
    """An option whose value a campaign file keeps: it cannot be set again where the file is sent."""

    is_frozen = True


def option(
    *names: str, environment: bool = True, setting: bool | None = None, frozen: bool = False, **details: Any
) -> Callable[[Command], Command]:
    """Return a click option that is read from `BATCHSMS_<OPTION>` too, and from a settings file.

    One that has no variable is no setting either, unless `setting` says so. `frozen` says that a campaign
    file keeps its value.
    """
    name = next(name for name in names if name.startswith("--")).removeprefix("--")
    variable = f"BATCHSMS_{name.replace('-', '_').upper()}" if environment else None
    return click.option(
        *names,
        cls=FrozenOption if frozen else NotedOption,
        is_setting=environment if setting is None else setting,
        envvar=variable,
        **details,
    )


def all_of(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return one decorator of several, which `--help` lists in their order."""

    def decorate(command: Command) -> Command:
        for one in reversed(options):
            command = one(command)
        return command

    return decorate


def check_frozen(problems: Problems) -> None:
    """Note each option that a campaign file keeps, where it was typed with one.

    A value in the environment is meant for lists, and is passed over; one in a settings file was not read.
    """
    context = click.get_current_context()
    for parameter in context.command.params:
        is_typed = context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
        if isinstance(parameter, FrozenOption) and is_typed:
            problems.usage(
                _(
                    "{option} cannot be changed any more: the campaign file keeps what was planned. "
                    "To change it, plan the list again under another name with --campaign."
                ).format(option=max(parameter.opts, key=len))
            )
