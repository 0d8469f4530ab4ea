"""Microsoft's old container of files (OLE2) → its streams, within the bounds of the file ([MS-CFB]).

A size that the file cannot have is an error and not a wish: the reader of workbooks makes room for
whatever size is announced.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["DamagedContainerError", "check_room", "stream_names", "stream_of"]

_END_OF_CHAIN = 0xFFFFFFFA  # and above: no sector
_ENTRY = 128
_LONGEST_NAME = 64
_SMALL_SECTOR = 64
_LARGEST_SECTOR = 12  # as a power of two


class DamagedContainerError(Exception):
    """The container's tables lead nowhere, in a circle, or beyond the file."""


@dataclass(frozen=True)
class _Stream:
    first_sector: int
    size: int


def stream_names(content: bytes) -> set[str]:
    """Return the names of the streams. Raises `DamagedContainerError`."""
    return set(_Container(content).streams)


def stream_of(content: bytes, *names: str) -> bytes:
    """Return the first stream there is of these names, or `b""`. Raises `DamagedContainerError`."""
    container = _Container(content)
    found = next((container.streams[name] for name in names if name in container.streams), None)
    return container.read(found) if found else b""


def check_room(wanted: int, there: int) -> None:
    """Raise `DamagedContainerError` for a size that the file cannot have."""
    if wanted > there:
        raise DamagedContainerError


class _Container:
    def __init__(self, content: bytes) -> None:
        for at in (44, 64, 72):  # how many sectors each table takes
            check_room(_number(content, at), len(content))
        self._content = content
        self._size = 1 << min(_number(content, 30, 2), _LARGEST_SECTOR)
        self._links = self._all_links()
        self.streams = dict(_entries(self._chain(_number(content, 48))))
        for stream in self.streams.values():
            check_room(stream.size, len(content))

    def read(self, stream: _Stream) -> bytes:
        if stream.size >= _number(self._content, 56):
            return self._chain(stream.first_sector)[: stream.size]
        root = self.streams.get("Root Entry", _Stream(_END_OF_CHAIN, 0))
        small = self._chain(root.first_sector)
        links = _words(self._chain(_number(self._content, 60)))
        sectors = _sectors(links, stream.first_sector)
        parts = (small[at * _SMALL_SECTOR : (at + 1) * _SMALL_SECTOR] for at in sectors)
        return b"".join(parts)[: stream.size]

    def _sector(self, at: int) -> bytes:
        return self._content[(at + 1) * self._size : (at + 2) * self._size]

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._sector, _sectors(self._links, first)))

    def _all_links(self) -> list[int]:
        """Return for each sector the one that follows it in its stream."""
        tables = _words(self._content[76:512])
        more, seen = _number(self._content, 68), set[int]()
        while more < _END_OF_CHAIN and more not in seen:
            seen.add(more)
            *further, more = _words(self._sector(more)) or [_END_OF_CHAIN]
            tables += further
        if more < _END_OF_CHAIN:
            raise DamagedContainerError
        used = [at for at in tables if at < _END_OF_CHAIN]
        check_room(len(used) * self._size, len(self._content))
        return _words(b"".join(map(self._sector, used)))


def _entries(folder: bytes) -> Iterator[tuple[str, _Stream]]:
    for at in range(0, len(folder), _ENTRY):
        if not _number(folder, at + 66, 1):
            continue  # an entry that is not used
        name = folder[at : at + max(0, min(_number(folder, at + 64, 2), _LONGEST_NAME) - 2)]
        place = _Stream(_number(folder, at + 116), _number(folder, at + 120))
        yield name.decode("utf-16-le", "replace"), place


def _sectors(links: list[int], first: int) -> Iterator[int]:
    for _step in range(len(links) + 1):
        if first >= len(links):
            return
        yield first
        first = links[first]
    raise DamagedContainerError


def _words(content: bytes) -> list[int]:
    return [word for (word,) in struct.iter_unpack("<I", content[: len(content) // 4 * 4])]


def _number(content: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(content[at : at + size], "little")
