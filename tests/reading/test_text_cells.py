import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.reading.text_cells import as_before_results, meant

CELLS = st.lists(st.text("=+\"'-@09a \n\x1f", max_size=6))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("0530", '="0530"'),
        ("", '=""'),
        ('a"b', '="a""b"'),
        ("+90530", "=+90530"),
        ("0530", ' ="0530" '),
        ("=1+1", "=1+1"),
        ("=0530", "=0530"),
        ('="a"&"b"', '="a"&"b"'),
        ('="a', '="a'),
        ("=+1+2", "=+1+2"),
        ("-5", "-5"),
    ],
)
def test_what_is_exact_is_read_and_all_else_is_text(text, cell):
    """A quoted text behind an equals sign, or a number with a plus, is meant; no formula is calculated."""
    assert [text.strip() if text != cell else cell] == [meant(["x", cell.strip()])[1]]


@given(CELLS)
def test_a_column_without_such_cells_is_not_copied(cells):
    """Columns stay as long as they are, and stay themselves where nothing begins with the mark."""
    assert len(cells) == len(meant(cells)) == len(as_before_results(cells))
    if not any("=" in cell for cell in cells):
        assert meant(cells) is cells
    if not any("'" in cell for cell in cells):
        assert as_before_results(cells) is cells


def test_only_the_apostrophe_before_a_formula_goes():
    """What results put before `=`, `+`, `-` and `@` goes; an apostrophe of the owner's stays."""
    assert ["=1", "+a", "-b", "@c", "'n", "''=1", "x"] == as_before_results(
        ["'=1", "'+a", "'-b", "'@c", "'n", "''=1", "x"]
    )
