"""A command that says all that is wrong with what was typed at once, before it begins."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from batchsms.commands.options.problems import Problems, problems_of
from batchsms.commands.options.settings import fill_from_settings
from batchsms.i18n import set_language

__all__ = ["Check", "CheckedCommand", "Problems"]

Check = Callable[[Mapping[str, Any], Problems], None]
"""Looks at the values of a command's arguments and options, and notes what is wrong with them."""


class CheckedCommand(click.Command):
    """A command that begins when all of its checks have found nothing."""

    def __init__(self, *arguments: Any, checks: Sequence[Check] = (), **details: Any) -> None:
        super().__init__(*arguments, **details)
        self._checks = checks

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the settings file that what is typed leads to, and then all of the options."""
        typed, *_rest = self.make_parser(ctx).parse_args(args=list(args))
        if not (ctx.resilient_parsing or "help" in typed):
            fill_from_settings(ctx, typed, problems_of(ctx))
        rest = super().parse_args(ctx, args)
        if name := ctx.params.get("lang"):
            set_language(name)
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the checks, and the command. Raises `InputError` with all that is wrong."""
        if ctx.params.get("log") or ctx.params.get("ping"):
            from batchsms.commands.options.observation import observe

            observe(ctx, problems_of(ctx))
        self.check(ctx)
        return super().invoke(ctx)

    def check(self, ctx: click.Context) -> None:
        """Run the checks. Raises `InputError` with all that is wrong."""
        problems = problems_of(ctx)
        for check in self._checks:
            check(ctx.params, problems)
        problems.raise_all()
