"""What is wrong with a command, noted as it is found; and an option that notes what it cannot have."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from batchsms.errors import InputError
from batchsms.i18n import _

if TYPE_CHECKING:
    from batchsms.setup.settings_file import Setting

__all__ = ["NotedOption", "Problems", "begin_problems", "problems_of"]


class Problems:
    """What is wrong with a command, as it is found, one `InputError` after the other."""

    def __init__(self) -> None:
        self._errors: list[InputError] = []
        self.options: set[str] = set()
        """The names of options that no value could be made of; nothing more is to be said of them."""
        self.settings: Mapping[str, Setting] = {}
        """What a settings file sets, by the names of the options."""

    @contextmanager
    def noted(self, option: str = "") -> Iterator[None]:
        """Note the error that ends what is done in this block, if one does.

        `option` is the one whose value is looked at: the error names its place in a settings file.
        """
        try:
            yield
        except InputError as error:
            self.note(error, option)

    def note(self, error: InputError, option: str = "") -> None:
        """Note an error, with the place in a settings file that the option's value has come from."""
        if setting := self._origin(option):
            message = _("{place}: {error}").format(place=setting.place, error=error.message)
            error = InputError(error.code, message, hint=error.hint)
        self._errors.append(error)

    def _origin(self, option: str) -> "Setting | None":
        source = click.get_current_context().get_parameter_source(option)
        return self.settings.get(option) if source is ParameterSource.DEFAULT_MAP else None

    def usage(self, message: str) -> None:
        """Note a wrong use of options."""
        self._errors.append(InputError("usage", message))

    def raise_all(self) -> None:
        """Raise the first of the errors, which carries the others, if there are any."""
        if self._errors:
            first, *others = self._errors
            first.others = tuple(others)
            raise first


class NotedOption(click.Option):
    """An option of a `CheckedCommand`: a value that it cannot have is noted, and hides no other trouble.

    `is_setting` says whether a settings file may set it, and `is_frozen` whether a campaign file keeps it.
    """

    is_frozen = False

    def __init__(self, *arguments: Any, is_setting: bool = True, **details: Any) -> None:
        super().__init__(*arguments, **details)
        self.is_setting = is_setting

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        """Return the option's value; its default where it was noted, since the command will not begin."""
        try:
            return super().handle_parse_result(ctx, opts, args)
        except click.BadParameter as error:
            problems, name = problems_of(ctx), str(self.name)
            if ctx.get_parameter_source(name) is ParameterSource.DEFAULT_MAP:
                setting = problems.settings[name]
                message = _("{place}: {key}: {error}").format(
                    place=setting.place, key=setting.key, error=error.message
                )
                problems.note(InputError("bad_setting", message))
                ctx.default_map = {
                    key: value for key, value in (ctx.default_map or {}).items() if key != name
                }
            else:
                problems.usage(error.format_message())
            problems.options.add(name)
            ctx.params[str(self.name)] = self.get_default(ctx)
            return None, args


def begin_problems(ctx: click.Context) -> None:
    """Begin to note what is wrong anew: contexts within each other note it together."""
    ctx.meta[__name__] = Problems()


def problems_of(ctx: click.Context) -> Problems:
    """Return what is wrong with the command of a context, as far as it was found."""
    problems: Problems = ctx.meta.setdefault(__name__, Problems())
    return problems
