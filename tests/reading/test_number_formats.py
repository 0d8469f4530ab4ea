from decimal import Decimal

import pytest

from batchsms.reading.workbooks.number_formats import format_of


@pytest.mark.parametrize(
    ("seen", "code", "number"),
    [
        ("007", "000", "7"),
        ("", "000", "1234"),
        ("", "000", "100"),
        ("099", "000", "99"),
        ("", "0", "0"),
        ("", "#,##0", "999"),
        ("%25", "%0", "0.25"),
        ("12,5%", "0.0%", "0.125"),
        ("1.234", "#,##0", "1234"),
        ("1.234.567,50", "#,##0.00", "1234567.5"),
        ("5,00", "0.00", "5"),
        ("0,50", "0.00", "0.5"),
        ("3", "0", "2.5"),
        ("1.234,00 TL", '#,##0.00\\ "TL"', "1234"),
        ("₺1.234,00", "[$₺-41F]#,##0.00", "1234"),
        ("1.234,00 ₺", '_-* #,##0.00\\ "₺"_-;\\-* #,##0.00\\ "₺"_-;_-* "-"??\\ "₺"_-;_-@_-', "1234"),
        ("1.234,00", "#,##0.00_);[Red](#,##0.00)", "1234"),
        ("No: 07", '"No: "00', "7"),
        ("", "#,##0.00", "-5"),
        ("", '0.00;-0.00;"-"', "0"),
        ("", "0.00", "1e30"),
        ("%99999999999999900,0000000000", "%0.0000000000", "999999999999999"),
        ("0,0", "0.0", "1e-99"),
    ],
)
def test_a_number_is_shown_as_in_excel(seen, code, number):
    """Zeros, groups, decimals, percent and currencies are told as on a Turkish screen, where they differ."""
    look = format_of(code)
    assert seen == (look.of(Decimal(number)) if look.differs(float(number)) else "")


@pytest.mark.parametrize(
    "code",
    [
        *("General", "@", "", ";;;", "dd.mm.yyyy", "[h]:mm", "[$-41F]d mmmm yyyy", "0.00E+00", "# ?/?"),
        *(
            "(000) 000 00 00",
            "[<=9999999]000-0000;0000000000",
            "#,##0,",
            "0.0#",
            '"',
            "0%%",
            "0.00000000000",
            "0" * 3 + '"',
        ),
    ],
)
def test_other_formats_are_passed_over(code):
    """What is a date, a text or a rare format is no number that can be told."""
    assert format_of(code) is None
