"""A column of cells has the numbers that its cells have one by one."""

from hypothesis import given
from hypothesis import strategies as st

from batchsms.numbers.msisdn import msisdn, msisdns

NUMBERS = st.from_regex(r"(\+90|0090|90|0)?5[0-9]{9}", fullmatch=True)
NEIGHBOURS = st.from_regex(r"[+0-9 ().\-\u00a0\n='/\u0665]{0,16}", fullmatch=True)
CELLS = st.one_of(NUMBERS, NEIGHBOURS, st.integers(-(10**13), 10**13), st.floats(), st.booleans(), st.none())


@given(st.lists(CELLS, max_size=6))
def test_a_column_has_the_numbers_of_its_cells(cells: list[object]) -> None:
    """Numbers, their neighbours and cells of other kinds, side by side."""
    numbers, reasons = msisdns(cells)
    assert [number or reason for number, reason in zip(numbers, reasons, strict=True)] == list(
        map(msisdn, cells)
    )
