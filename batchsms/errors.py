"""What can end a run, grouped by what the operator can do about it.

    BatchsmsError
    ├── InputError      fix the input and run again; nothing was posted        exit 2
    ├── Unavailable     nothing is wrong with the input; try again later       exit 4
    ├── Halted          the gateway would give every order the same answer     exit 4
    └── OutcomeUnknown  an order may or may not have been taken                exit 5

A row that cannot be sent is no exception: it is an exclusion with a reason. An order that the
gateway refused is no exception either: it is a state.
"""

from typing import ClassVar

from batchsms.exit_codes import ExitCode
from batchsms.i18n import _

__all__ = ["BatchsmsError", "Halted", "InputError", "OutcomeUnknown", "Unavailable", "as_defect"]


class BatchsmsError(Exception):
    """Something that ends the run with one sentence for the user.

    `code` is a stable word for scripts (`error.code` in the JSON object); `message` says where,
    what and why; `hint` says what to do next and may be pasted. None of them holds a credential,
    a full number or a message text.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.DEFECT

    def __init__(self, code: str, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.others: tuple[BatchsmsError, ...] = ()
        """What else is wrong, which the user is told together with this."""


class InputError(BatchsmsError):
    """The list, the template, the settings or a file is not fit to send; nothing was posted."""

    exit_code = ExitCode.REFUSED


class Unavailable(BatchsmsError):
    """The gateway or a file could not be reached for now; what is planned stays planned."""

    exit_code = ExitCode.STOPPED


class Halted(BatchsmsError):
    """The gateway gave an answer that every other order would get too."""

    exit_code = ExitCode.STOPPED


class OutcomeUnknown(BatchsmsError):
    """Posts whose outcome is not known ended the run; they are recorded as unknown."""

    exit_code = ExitCode.UNKNOWN


def as_defect(error: Exception) -> BatchsmsError:
    """Say where a defect struck, without values: they may be numbers, texts or credentials.

    That is the innermost place in this program, from where a library may have been called.
    """
    from traceback import walk_tb  # noqa: PLC0415 - for defects alone

    places = [
        (frame.f_globals["__name__"], frame.f_code, line) for frame, line in walk_tb(error.__traceback__)
    ]
    own = [place for place in places if place[0].partition(".")[0] == "batchsms"]
    module, code, line = (own or places)[-1]
    return BatchsmsError(
        "defect",
        _("This is a defect of batchsms: {kind} in {module}, {function}, line {line}").format(
            kind=type(error).__name__, module=module, function=code.co_name, line=line
        ),
        hint=_("Nothing that was recorded is lost. Please report the defect with this line."),
    )
