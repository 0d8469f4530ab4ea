"""A workbook of the rarer kinds, read once in a process of its own before it is read here.

Its reader is written in Rust. For a damaged binary file it may ask for more memory than there is,
and that ends the whole process, which nothing in Python can prevent. Some such files are known
and refused by what their marks say; this is for those that are not. A process is the only wall
that holds. It costs the reading twice, and .xls, .xlsb and .ods are small and rare; .xlsx, which is
neither, is bounded by its own XML.
"""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.reading.workbooks.workbook import damaged, grids_of_workbook

__all__ = ["check_by_reading"]

_SECONDS = 600
_MOST_MEMORY = 4 * 1024**3
_BROKE = 70
# What Python says where it cannot begin, as within a program that was frozen: no word on the file.
_NOT_TRIED = frozenset({1, 2})


def check_by_reading(path: Path, kind: str, sheet: str) -> None:
    """Raise `InputError` where reading a workbook ends the process, or does not end."""
    if not sys.executable:
        return
    try:
        ended = subprocess.run(  # noqa: S603 - this very program
            _command(path, kind, sheet),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise damaged(path, _("Reading it does not end.")) from error
    except OSError:  # no process to be had; the guards that are there must do
        return
    if ended.returncode and ended.returncode not in _NOT_TRIED:
        raise damaged(path, _("It is damaged."))


def _command(path: Path, kind: str, sheet: str) -> list[str]:
    # -P: modules that lie beside the list are not to be imported.
    return [
        sys.executable,
        "-P",
        "-m",
        "batchsms.reading.workbooks.trial_reading",
        os.fspath(path),
        kind,
        sheet,
    ]


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has none

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def main() -> int:
    """Read the workbook that the command line names; what it holds is of no matter."""
    path, kind, sheet = sys.argv[1:]
    _limit_memory()
    try:
        for grid in grids_of_workbook(Path(path), kind, sheet):
            for _row in grid.rows(0):
                pass
    except InputError:  # to be found and said again, by the one who asked
        return 0
    except BaseException:  # noqa: BLE001 - the reader's panics are no `Exception`
        return _BROKE
    return 0


if __name__ == "__main__":
    sys.exit(main())
