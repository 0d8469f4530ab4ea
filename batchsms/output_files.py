"""Which files may be written: none that is read, and of those that exist only earlier ones of their kind.

Whatever writes a file asks here: when it is planned, and again when it is written.
"""

import os
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from io import RawIOBase
from pathlib import Path
from typing import NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.paths import typed

__all__ = [
    "OutputKind",
    "check_output",
    "free_names",
    "is_one_of",
    "may_be_written",
    "other_place",
    "overwrite",
    "overwrite_open",
    "sync_folder",
    "write_error",
]

_NAMES_TRIED = 100
_WRITTEN_AT_ONCE = 1 << 20


class OutputKind(NamedTuple):
    """A kind of file that the program writes.

    `code` is that of its errors and `option` what names its place on the command line. `endings` are
    those that a name can have, in lower case, and `wrong_ending` is the sentence
    for any other; no endings: any name will do. `is_earlier` tells an earlier file of the kind, which may
    be replaced or added to, and `foreign` is the sentence for any other file.
    """

    code: str
    option: str
    endings: tuple[str, ...]
    wrong_ending: Callable[[], str]
    is_earlier: Callable[[Path], bool]
    foreign: Callable[[], str]


def check_output(path: Path, kind: OutputKind, inputs: Collection[Path], *, usual: Path) -> None:
    """Raise `InputError` where a file must not be written, or cannot be.

    `inputs` are the files that the run or its plan reads; `usual` is where the program puts such a file
    by itself. The hint names a place that can be typed.
    """
    if found := _refusal(path, kind, inputs):
        code, sentence = found
        raise InputError(code, sentence.format(path=path), hint=_hint(path, kind, inputs, usual))
    if error := write_error(path.parent):
        raise InputError(
            kind.code,
            _("{path} cannot be written: {error}").format(path=path, error=error),
            hint=_hint(path, kind, inputs, usual),
        )


def may_be_written(path: Path, kind: OutputKind, inputs: Collection[Path]) -> bool:
    """Return whether a path is none of the inputs, and is free or has an earlier file of the kind."""
    return _refusal(path, kind, inputs) is None


def is_one_of(path: Path, files: Iterable[Path]) -> bool:
    """Return whether a path leads to one of some files, whatever its spelling.

    Links and hard links are followed. Names that differ in nothing but case are one name, as they are
    on the file systems of Windows and macOS: a list that is copied there must not meet its results.
    """
    spelling = _spelling(path)
    return any(spelling == _spelling(one) or _is_same_file(path, one) for one in files)


def is_folder(path: Path) -> bool:
    """Return whether a path leads to a folder; a name that is too long leads nowhere."""
    try:
        return path.is_dir()
    except OSError:
        return False


def free_names(path: Path) -> Iterator[Path]:
    """Yield a path, and then the names to try in its place: `liste.results-2.xlsx` and so on."""
    yield path
    for number in range(2, _NAMES_TRIED):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def write_error(folder: Path) -> str:
    """Return why no file can be written to a folder, `""` where one can."""
    trial = folder / f".batchsms-{os.urandom(8).hex()}"
    try:
        os.close(os.open(trial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        trial.unlink()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def overwrite(path: Path) -> None:
    """Write zeros over all bytes of a file, as far down as its file system lets. Raises `OSError`."""
    with path.open("r+b", buffering=0) as file:
        overwrite_open(file)


def overwrite_open(file: RawIOBase) -> None:
    """Do the same with a file that is open, which may have lost its name."""
    left = file.seek(0, os.SEEK_END)
    file.seek(0)
    while left > 0:
        left -= file.write(bytes(min(left, _WRITTEN_AT_ONCE))) or 0
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names of a folder to the disk."""
    if os.name != "posix":  # Windows syncs names with the file
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refusal(path: Path, kind: OutputKind, inputs: Collection[Path]) -> tuple[str, str] | None:
    """Return the code and the sentence of what speaks against a path, None where nothing does."""
    try:
        path.lstat()
        is_there = True
    except FileNotFoundError:
        is_there = False
    except OSError as error:  # a name that is too long, a file in the place of a folder
        return kind.code, _("{path} cannot be written: {error}").replace("{error}", error.strerror or "")
    if is_folder(path):
        return kind.code, _("{path} is a folder, not a file")
    if kind.endings and path.suffix.lower() not in kind.endings:
        return kind.code, kind.wrong_ending()
    if is_one_of(path, inputs):
        return "output_is_input", _("{path} is a file that this campaign reads. It is not written over.")
    if is_there and not (path.is_file() and kind.is_earlier(path)):
        return "output_exists", kind.foreign()
    return None


def _hint(path: Path, kind: OutputKind, inputs: Collection[Path], usual: Path) -> str:
    place = other_place(path, kind, inputs, usual)
    if place is None:
        return _("Name a file in a folder that you can write to, with {option}").format(option=kind.option)
    return _("Name another file: {option} {path}").format(option=kind.option, path=typed(place))


def other_place(path: Path, kind: OutputKind, inputs: Collection[Path], usual: Path) -> Path | None:
    """Return a free name in the folder that was meant, or else in the nearest that can be written to."""
    meant = path / usual.name if is_folder(path) else path
    if meant.suffix.lower() not in (kind.endings or (usual.suffix,)):
        meant = meant.with_suffix(usual.suffix)
    for name in (meant, usual, Path(usual.name), Path.home() / usual.name):
        if not write_error(name.parent):
            for free in free_names(name):
                if _is_free(free) and not is_one_of(free, inputs):
                    return free
    return None


def _is_free(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except OSError:  # a name that is too long
        return False
    return False


def _spelling(path: Path) -> str:
    return unicodedata.normalize("NFC", os.path.realpath(path)).casefold()


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
