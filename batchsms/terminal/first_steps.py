"""What to type next, for who has never used the program: at its very start, and after a first error."""

from collections.abc import Sequence

from batchsms.errors import BatchsmsError
from batchsms.i18n import _

__all__ = ["first_steps", "next_step"]

_FOLDER = "kampanyalar"
_MISSING = {
    "no_template": '--text "Merhaba"',
    "no_sender": "--sender APITEST",
    "no_iys": "--iys none",
    "no_credentials": "--sandbox",
}
"""What a first command may lack, and what to try it with; with --sandbox nothing goes out."""
_OF_A_CAMPAIGN = frozenset({"preview", "plan", "send"})
_NOT_SHOWN = ("--text", "--test-to")
"""Options whose values are people's: a message, a number."""


def first_steps() -> str:
    """Return in ten lines how to begin."""
    campaign = f"{_FOLDER}/hosgeldin/liste.csv"
    return "\n".join(
        [
            _("Send an SMS campaign from a spreadsheet: nobody twice, nobody forgotten."),
            "",
            _("To begin, type one after the other. Nothing goes out before the last one."),
            f"  batchsms init {_FOLDER}",
            f"  batchsms preview {campaign}",
            f"  batchsms send {campaign} --sandbox",
            "  batchsms login",
            f"  batchsms send {campaign}",
            "",
            _("For all commands: batchsms --help"),
        ]
    )


def next_step(error: BatchsmsError, arguments: Sequence[str]) -> str:
    """Return a sentence with the command to type next, where nothing is wrong but what a first command lacks.

    `arguments` are those that were typed. `""` where the errors' own hints are what helps.
    """
    lacking = {one.code for one in (error, *error.others)}
    if not lacking or not lacking <= _MISSING.keys() or not arguments:
        return ""
    if lacking == {"no_credentials"}:
        return _("Type next: {command}").format(command="batchsms login")
    if arguments[0] not in _OF_A_CAMPAIGN:
        return ""
    if lacking == {"no_sender"} and arguments[0] == "send":
        return _("Type next: {command}").format(command="batchsms senders")
    more = " ".join(words for code, words in _MISSING.items() if code in lacking)
    if any(argument.startswith(_NOT_SHOWN) for argument in arguments):
        return _("To try it, type the same again with this at its end: {options}").format(options=more)
    import shlex  # noqa: PLC0415 - for errors alone

    return _("To try it, type: {command}").format(command=f"batchsms {shlex.join(arguments)} {more}")
