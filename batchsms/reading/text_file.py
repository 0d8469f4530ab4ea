"""Text files → grids, as text only: a small file by the csv module, a large one by pandas.

A column that pandas took for numbers would lose its leading zeros and gain `.0`. Importing it takes
longer than all else that a list of a few rows needs; a test holds the two readings equal.
"""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, compress, islice
from pathlib import Path

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.reading.file_kind import empty
from batchsms.reading.findings import Findings
from batchsms.reading.grid import (
    CHUNK_ROWS,
    MOST_COLUMNS,
    PEEKED_ROWS,
    Block,
    Grid,
    Row,
    blocks_of,
    filled,
    rows_of,
    too_wide,
)
from batchsms.reading.text_delimiter import delimiter_called, delimiter_named, delimiter_of
from batchsms.reading.text_encoding import encoding_of_list

__all__ = ["grid_of_text"]

_BLOCK = 256 * 1024
_SMALL = 1_000_000  # bytes: 20,000 rows or so
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=([^\r\n])"?(?:[\r\n]|\Z)', re.IGNORECASE)
_TOO_LONG_A_CELL = "larger than field limit"  # as the csv module says it


def grid_of_text(path: Path, encoding: str, delimiter: str) -> Grid:
    """Return the grid of a text file; what is not given is found out.

    Raises `InputError` that names the place where the file cannot be read.
    """
    found = encoding_of_list(path, encoding)
    text = _Text(path, found.name, has_nuls=found.nuls > 0)
    separator = text.separator()
    delimiter = delimiter_named(delimiter) or separator or delimiter_of(path, text.sample())
    findings = Findings()
    if found.nuls:
        findings.add("nul_bytes", count=found.nuls)
    peek = list(islice(filled(text.records(delimiter, skip=bool(separator))), PEEKED_ROWS))
    if not peek:
        raise empty(path)

    def blocks(width: int) -> Iterator[Block]:
        return text.blocks(delimiter, width=width, peek=peek, skip=bool(separator))

    return Grid(
        name="",
        peek=peek,
        rows=lambda width: rows_of(blocks(width)),
        blocks=blocks,
        encoding=text.encoding,
        delimiter=delimiter_called(delimiter),
        findings=findings,
    )


class _WithoutNuls(io.TextIOBase):
    """A text without the NUL characters, at which parsers in C would stop."""

    def __init__(self, file: io.TextIOBase) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> str:
        return self._file.read(-1 if size is None else size).replace("\0", "")

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # the base says bytes or text
        return self._file.readline(size).replace("\0", "")

    def close(self) -> None:
        self._file.close()
        super().close()


class _Text:
    """A text file whose encoding is known."""

    def __init__(self, path: Path, encoding: str, *, has_nuls: bool) -> None:
        self.path = path
        self.encoding = encoding
        self._has_nuls = has_nuls

    def separator(self) -> str:
        """Return the delimiter that a first line `sep=;` names, or `""`. Excel hides such a line."""
        named = _SEPARATOR_LINE.match(self.sample())
        return named[1] if named else ""

    def records(self, delimiter: str, *, skip: bool) -> Iterator[Row]:
        """Yield the records as they are, whatever their width. Raises `InputError` that names the row."""
        number = begin = 0
        try:
            with self._open() as file:
                records = csv.reader(file, delimiter=delimiter)
                for number, record in enumerate(records, start=1 - skip):
                    if len(record) > MOST_COLUMNS:
                        raise too_wide(self.path, len(record))
                    if number:
                        yield number, record
                    begin, before = records.line_num, begin
            if number and self._is_open(before, delimiter):
                raise self._open_quote(number)
        except UnicodeDecodeError as error:
            raise self._undecodable(error) from error
        except csv.Error as error:
            if _TOO_LONG_A_CELL in str(error):
                raise self._too_long(number + 1) from error
            raise self._malformed(delimiter) from error

    def _is_open(self, begin: int, delimiter: str) -> bool:
        """Return whether the last record, which begins below so many lines, ends within quotation marks."""
        with self._open() as file:
            lines = chain(islice(file, begin, None), ["one more line"])
            return sum(1 for _record in csv.reader(lines, delimiter=delimiter)) == 1

    def blocks(self, delimiter: str, *, width: int, peek: list[Row], skip: bool) -> Iterator[Block]:
        """Yield the filled records, each with its number, which is the row that a spreadsheet shows it in.

        A record with values beyond `width` columns is refused: its values may have moved. One above
        the row of names may be wider, as titles are. What pandas cannot read, the csv module reads or names.
        """
        first = next((number for number, row in peek if len(row) == width), 1)
        done = 0
        if self.path.stat().st_size > _SMALL:
            import pandas as pd  # noqa: PLC0415 - for large files alone

            widest = max(width, *(len(row) for _number, row in peek))
            with suppress(pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError):
                for block in self._blocks_by_pandas(delimiter, widest, skip=skip):
                    yield self._fitted(block, width, first)
                    done = block.numbers[-1]
                return
        rest = (record for record in self.records(delimiter, skip=skip) if record[0] > done)
        yield from blocks_of(filled(self._fitted_rows(rest, width, first)))

    def _fitted_rows(self, rows: Iterator[Row], width: int, first: int) -> Iterator[Row]:
        for number, row in rows:
            if any(row[width:]) and number >= first:
                raise self._too_wide(number, width)
            yield number, row[:width] if len(row) >= width else [*row, *[""] * (width - len(row))]

    def _fitted(self, block: Block, width: int, first: int) -> Block:
        """Return the filled rows of a block, which has a column or more too many."""
        beyond = block.columns[width:]
        if any(map(any, beyond)):
            for number, *values in zip(block.numbers, *beyond, strict=True):
                if any(values) and number >= first:
                    raise self._too_wide(number, width)
        columns = block.columns[:width]
        if any(all(map(str.strip, column)) for column in columns):
            return Block(block.numbers, columns)
        is_filled = [any(map(str.strip, row)) for row in zip(*columns, strict=True)]
        return Block(
            list(compress(block.numbers, is_filled)), [list(compress(one, is_filled)) for one in columns]
        )

    def _blocks_by_pandas(self, delimiter: str, widest: int, *, skip: bool) -> Iterator[Block]:
        import pandas as pd  # noqa: PLC0415 - for large files alone

        with (
            self._open() as file,
            pd.read_csv(
                file,
                sep=delimiter,
                header=None,
                # One name more than there are columns: pandas then reports a line that is too wide.
                names=range(widest + 1),
                index_col=False,
                dtype=object,
                keep_default_na=False,
                na_filter=False,
                skip_blank_lines=False,
                skiprows=int(skip),
                chunksize=CHUNK_ROWS,
            ) as frames,
        ):
            number = 1
            for frame in frames:
                yield Block(range(number, number + len(frame)), [frame[column].tolist() for column in frame])
                number += len(frame)

    def _open(self) -> io.TextIOBase:
        file = self.path.open(encoding=self.encoding, newline="")
        return _WithoutNuls(file) if self._has_nuls else file

    def sample(self) -> str:
        """Return the beginning of the text, a thousand records or so."""
        try:
            with self._open() as file:
                return file.read(_BLOCK)
        except UnicodeDecodeError as error:
            raise self._undecodable(error) from error

    # --- errors

    def _too_wide(self, row: int, width: int) -> InputError:
        return InputError(
            "ragged_row",
            _("{path}, row {row}: there are more values than the {count} columns").format(
                path=self.path, row=row, count=width
            ),
            hint=_("A value that holds the delimiter must be in quotation marks"),
        )

    def _too_long(self, row: int) -> InputError:
        return InputError(
            "malformed_text",
            _("{path}, row {row}: a cell has more than {most:,} characters").format(
                path=self.path, row=row, most=csv.field_size_limit()
            ),
            hint=_(
                "A quotation mark may be left open in the row, so that all that follows counts as one cell. "
                "Close it or delete it, or save the list as .xlsx."
            ),
        )

    def _open_quote(self, row: int) -> InputError:
        return InputError(
            "malformed_text",
            _("{path}, row {row}: a quotation mark is opened and never closed").format(
                path=self.path, row=row
            ),
            hint=_("Close it or delete it, or save the list as .xlsx"),
        )

    def _malformed(self, delimiter: str) -> InputError:
        return InputError(
            "malformed_text",
            _("{path} cannot be divided into rows and columns at the delimiter {delimiter}").format(
                path=self.path, delimiter=delimiter_called(delimiter)
            ),
            hint=_("Save the list as .xlsx, or name the delimiter with --delimiter"),
        )

    def _undecodable(self, error: UnicodeDecodeError) -> InputError:
        return InputError(
            "undecodable_text",
            _("{path} is not in {encoding}: byte {position} does not fit").format(
                path=self.path, encoding=self.encoding, position=error.start
            ),
            hint=_("Name its encoding with --encoding, or save it as .xlsx"),
        )
