"""A results file has the lines that the csv module writes, whichever way they are written."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from batchsms.results.table_file import csv_lines

CELLS = st.text("ab;\"\r\n ,'", max_size=3)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)
    )
)
def test_lines_are_those_of_the_csv_module(rows):
    """Cells with delimiters, quotation marks and line ends among them."""
    expected = io.StringIO(newline="")
    csv.writer(expected, delimiter=";").writerows(rows)
    assert expected.getvalue() == csv_lines(list(zip(*rows, strict=True)))
