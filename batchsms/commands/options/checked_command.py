"""A command that says all that is wrong with what was typed at once, before it begins."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

from batchsms.errors import InputError

__all__ = ["Check", "CheckedCommand", "NotedOption", "Problems"]


class Problems:
    """What is wrong with a command, as it is found, one `InputError` after the other."""

    def __init__(self) -> None:
        self._errors: list[InputError] = []
        self.options: set[str] = set()
        """The names of options that no value could be made of; nothing more is to be said of them."""

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the error that ends what is done in this block, if one does."""
        try:
            yield
        except InputError as error:
            self._errors.append(error)

    def usage(self, message: str) -> None:
        """Note a wrong use of options."""
        self._errors.append(InputError("usage", message))

    def raise_all(self) -> None:
        """Raise the first of the errors, which carries the others, if there are any."""
        if self._errors:
            first, *others = self._errors
            first.others = tuple(others)
            raise first


Check = Callable[[Mapping[str, Any], Problems], None]
"""Looks at the values of a command's arguments and options, and notes what is wrong with them."""


class NotedOption(click.Option):
    """An option of a `CheckedCommand`: a value that it cannot have is noted, and hides no other trouble."""

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        """Return the option's value; its default where it was noted, since the command will not begin."""
        try:
            return super().handle_parse_result(ctx, opts, args)
        except click.BadParameter as error:
            if not isinstance(ctx.command, CheckedCommand):
                raise
            problems = _problems(ctx)
            problems.usage(error.format_message())
            problems.options.add(str(self.name))
            ctx.params[str(self.name)] = self.get_default(ctx)
            return None, args


class CheckedCommand(click.Command):
    """A command that begins when all of its checks have found nothing."""

    def __init__(self, *arguments: Any, checks: Sequence[Check] = (), **details: Any) -> None:
        super().__init__(*arguments, **details)
        self._checks = checks

    def invoke(self, ctx: click.Context) -> Any:
        """Run the checks, and the command. Raises `InputError` with all that is wrong."""
        problems = _problems(ctx)
        for check in self._checks:
            check(ctx.params, problems)
        problems.raise_all()
        return super().invoke(ctx)


def _problems(ctx: click.Context) -> Problems:
    problems: Problems = ctx.meta.setdefault(__name__, Problems())
    return problems
