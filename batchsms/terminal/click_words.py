"""What the library of the command line says by itself: listed here, so that our catalogue has it too."""

from collections.abc import Callable

from batchsms.i18n import _, ngettext

__all__ = ["CLICK_WORDS"]

CLICK_WORDS: tuple[Callable[[], str], ...] = (
    lambda: _("%(prog)s, version %(version)s"),
    lambda: _("Usage:"),
    lambda: _("Options"),
    lambda: _("Commands"),
    lambda: _("Positional arguments"),
    lambda: _("Show the version and exit."),
    lambda: _("Show this message and exit."),
    lambda: _("Try '{command} {option}' for help."),
    lambda: _("default: {default}"),
    lambda: _("(dynamic)"),
    lambda: _("required"),
    lambda: _("Aborted!"),
    lambda: _("Error: {message}"),
    lambda: _("Invalid value: {message}"),
    lambda: _("Invalid value for {param_hint}: {message}"),
    lambda: _("Missing argument"),
    lambda: _("Missing option"),
    lambda: _("Missing command."),
    lambda: _("No such command {name!r}."),
    lambda: _("No such option {name!r}."),
    lambda: _("Option {name!r} does not take a value."),
    lambda: _("{value!r} is not a valid {number_type}."),
    lambda: _("{value} is not in the range {range}."),
    lambda: ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 2),
    lambda: ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 2),
    lambda: ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 2),
    lambda: ngettext(
        "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 2
    ),
)
