"""The exit codes of the command line: what a script can tell without reading a word."""

from enum import IntEnum

__all__ = ["ExitCode"]


class ExitCode(IntEnum):
    """How a command ended. Of 3, 4 and 5 the highest that applies is taken."""

    DONE = 0
    """Every planned recipient was accepted, or there was nothing to do."""
    DEFECT = 1
    """The program itself is wrong."""
    REFUSED = 2
    """Usage, settings, input, or "no" at the question: nothing was posted by this run."""
    REJECTED = 3
    """Finished; some recipients were rejected."""
    STOPPED = 4
    """Stopped early; orders stay planned."""
    UNKNOWN = 5
    """Outcomes are not known: look before sending again."""
