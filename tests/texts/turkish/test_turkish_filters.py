import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.pricing.segments import length
from batchsms.texts.row_rendering import Rendered
from batchsms.texts.template import compile_template
from batchsms.texts.turkish.filters import FILTERS
from batchsms.texts.turkish.text_to_value import number_of


def rendered(source, cell=None):
    """Render a template for one row with one column, `x`."""
    return compile_template(source, "metin.txt", ("x",)).texts([[cell]], 1)[0]


def text(source, cell=None):
    """Give the text of a row, or the reason why it has none."""
    found = rendered(source, cell)
    return found.text or found.reason


@pytest.mark.parametrize(
    ("printed", "cell"),
    [
        ("1.234,50 TL", 1234.5),
        ("1.234,50 TL", "1.234,50"),
        ("1.234,50 TL", "1234.50"),
        ("1.234,50 TL", "1234,5"),
        ("1.234,50 TL", "1,234.50"),
        ("1.234,50 TL", " 1.234,50 TL "),
        ("1.234,50 TL", "₺1.234,50"),
        ("1.234.567,00 TL", "1.234.567"),
        ("1.234.567,00 TL", "1 234 567"),
        ("1.234,57 TL", "1234.567"),
        ("5,00 TL", 5),
        ("5,00 TL", "5"),
        ("0,13 TL", "0,125"),
        ("2,68 TL", 2.675),
        ("2,67 TL", 2.665),
        ("0,30 TL", 0.1 + 0.2),
        ("-3,50 TL", -3.5),
        ("-3,50 TL", "-3,50"),
        ("-3,50 TL", "\N{MINUS SIGN}3,50"),
        ("0,00 TL", -0.001),
        ("12,50 TL", Decimal("12.5")),
    ],
)
def test_money_is_written_as_in_a_turkish_shop(printed, cell):
    """`tl` writes lira from numbers and from texts: points between thousands, a comma, two decimals."""
    assert printed == FILTERS["tl"](cell)


@pytest.mark.parametrize(
    "cell",
    [
        "1.234",
        "1,234",
        "12.345",
        "yok",
        "1.2.3",
        "1,2,3",
        "5 elma",
        "1e5",
        "12/5",
        "١٢",
        True,
        date(2026, 1, 20),
    ],
)
@pytest.mark.parametrize("name", ["tl", "sayi", "yuzde"])
def test_what_is_no_number_or_may_be_two_fails_the_row(name, cell):
    """`1.234` is a thousand to one reader and a little over one to another, so nobody is sent it."""
    found = rendered(f"{{{{ x|{name} }}}}", cell)
    assert ("template_error", True) == (found.reason, bool(found.about))


def test_an_ambiguous_number_is_explained():
    """The reason says what is unclear, and what to write."""
    assert (
        "metin.txt, line 1: 1.234 may be a whole number or have three decimals; write it with its decimals"
        == rendered("{{ x|tl }}", "1.234").about
    )


@pytest.mark.parametrize("name", [*FILTERS])
def test_every_filter_of_an_empty_cell_leaves_the_row_out(name):
    """No filter makes something of nothing."""
    arguments = "('e')" if name == "ekle" else ""
    assert Rendered("", "missing_value", "x") == rendered(f"{{{{ x|{name}{arguments} }}}}")


@pytest.mark.parametrize("name", [*FILTERS])
def test_a_default_goes_before_any_filter(name):
    """`default` gives a filter something to work on."""
    arguments = "('e')" if name == "ekle" else ""
    source = f"{{{{ x|default(y)|{name}{arguments} }}}}"
    given_value = {"yuzde": 0.5, "saat": datetime(2026, 1, 20, 9)}.get(
        name, "20.01.2026" if name in {"tarih", "gun"} else "5"
    )
    template = compile_template(source, "metin.txt", ("x", "y"))
    assert "" == template.texts([[None], [given_value]], 1)[0].reason


@pytest.mark.parametrize(
    ("printed", "source", "cell"),
    [
        ("1.234.567,891", "{{ x|sayi }}", 1234567.891),
        ("5", "{{ x|sayi }}", 5.0),
        ("5,00", "{{ x|sayi(2) }}", 5),
        ("1.235", "{{ x|sayi(0) }}", "1234,50"),
        ("0,5", "{{ x|sayi }}", "0.5"),
        ("0", "{{ x|sayi(0) }}", -0.4),
        ("100.000.000.000.000", "{{ x|sayi }}", 10**14),
        ("%25", "{{ x|yuzde }}", 0.25),
        ("%18,5", "{{ x|yuzde }}", 0.185),
        ("%7,0", "{{ x|yuzde(1) }}", 0.07),
        ("%100", "{{ x|yuzde }}", 1),
        ("%0", "{{ x|yuzde }}", 0),
        ("%25", "{{ x|yuzde }}", "25%"),
        ("%12,5", "{{ x|yuzde }}", "%12,5"),
        ("%25", "{{ x|yuzde }}", "0,25"),
    ],
)
def test_numbers_and_shares_have_a_comma(printed, source, cell):
    """`sayi` keeps the decimals that there are or makes as many as asked; `yuzde` takes a share of one."""
    assert printed == text(source, cell)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 25|yuzde }}",
        "{{ 1.5|yuzde }}",
        "{{ 5|tl(99) }}",
        "{{ 5|tl('x') }}",
        "{{ 5|sayi(-1) }}",
        "{{ 10**15|tl }}",
        "{{ 1.5e300|sayi }}",
    ],
)
def test_amounts_beyond_reason_fail_the_row(source):
    """25 is no share of one, and nobody owes a number of sixteen digits."""
    assert "template_error" == rendered(source).reason


@pytest.mark.parametrize(
    ("printed", "source", "cell"),
    [
        ("20.01.2026", "{{ x|tarih }}", date(2026, 1, 20)),
        ("20.01.2026", "{{ x|tarih }}", datetime(2026, 1, 20, 9, 30)),
        ("20.01.2026", "{{ x|tarih }}", "20.01.2026"),
        ("20.01.2026", "{{ x|tarih }}", "2026-01-20"),
        ("20.01.2026", "{{ x|tarih }}", "2026-01-20T09:30:00"),
        ("20.01.2026", "{{ x|tarih }}", "20.1.2026 09:30"),
        ("20.01.2026", "{{ x|tarih }}", "20/01/2026"),
        ("20.01.2026", "{{ x|tarih }}", "01/20/2026"),
        ("05.05.2026", "{{ x|tarih }}", "5/5/2026"),
        ("20.01.2026", "{{ x|tarih }}", "20 Ocak 2026"),
        ("02.02.2026", "{{ x|tarih }}", "2 ŞUBAT 2026"),
        ("20 Ocak 2026", "{{ x|tarih('uzun') }}", date(2026, 1, 20)),
        ("20 Ocak 2026 Salı", "{{ x|tarih('tam') }}", date(2026, 1, 20)),
        ("20 Ocak", "{{ x|tarih('gün') }}", date(2026, 1, 20)),
        ("20 Ocak", "{{ x|tarih('gun') }}", date(2026, 1, 20)),
        ("Salı", "{{ x|gun }}", "20.01.2026"),
        ("Çarşamba", "{{ x|gun }}", date(2026, 1, 21)),
        ("09:30", "{{ x|saat }}", datetime(2026, 1, 20, 9, 30)),
        ("09:30", "{{ x|saat }}", time(9, 30)),
        ("09:30", "{{ x|saat }}", "20.01.2026 9:30"),
        ("20 Ocak 2026 Salı", "{{ x.strftime('%d %B %Y %A') }}", date(2026, 1, 20)),
        ("%A 20 Oca Sal", "{{ x.strftime('%%A %d %b %a') }}", datetime(2026, 1, 20)),
        ("2026", "{{ x.year }}", date(2026, 1, 20)),
    ],
)
def test_dates_are_turkish(printed, source, cell):
    """`tarih`, `gun` and `saat` understand the dates of workbooks and clear ones of text files."""
    assert printed == text(source, cell)


@pytest.mark.parametrize(
    "cell",
    [
        "03/04/2026",
        "20.01.26",
        "31.02.2026",
        "2026",
        "20 Janvier 2026",
        "yarın",
        "20.01.2026 25:00",
        46042,
        1.5,
        True,
        time(9),
        timedelta(1),
    ],
)
@pytest.mark.parametrize("name", ["tarih", "gun"])
def test_what_is_no_date_or_may_be_two_fails_the_row(name, cell):
    """The third of April is the fourth of March elsewhere; such a text is not guessed at."""
    found = rendered(f"{{{{ x|{name} }}}}", cell)
    assert ("template_error", True) == (found.reason, bool(found.about))


def test_a_form_that_dates_lack_is_named():
    """A mistyped form of a date comes with those that there are."""
    assert (
        "metin.txt, line 1: kisacik is not a form of a date; the forms are kısa, uzun, tam, gün"
        == rendered("{{ x|tarih('kisacik') }}", date(2026, 1, 1)).about
    )


@pytest.mark.parametrize(
    ("printed", "source", "cell"),
    [
        ("İĞNE ILIK", "{{ x|upper }}", "iğne ılık"),
        ("İĞNE ILIK", "{{ x.upper() }}", "iğne ılık"),
        ("iğne ılık", "{{ x|lower }}", "İĞNE ILIK"),
        ("iğne ılık", "{{ x.lower() }}", "İĞNE ILIK"),
        ("İğne Ilık", "{{ x|title }}", "iĞNE ILIK"),
        ("İğne Ilık", "{{ x.title() }}", "iĞNE ILIK"),
        ("Ayşe'nin Evi", "{{ x|title }}", "AYŞE'NİN EVİ"),
        ("İğne ılık", "{{ x|capitalize }}", "iğne ILIK"),
        ("İğne ılık", "{{ x.capitalize() }}", "iğne ILIK"),
        ("i", "{{ x|lower }}", "I\u0307"),
        ("STRASSE5,5", "{{ (x ~ 5.5)|upper }}", "straße"),
        ("Ayşe Nur Öz", "{{ x|isim }}", "AYŞE NUR ÖZ"),
        ("İsmail Işık", "{{ x|isim }}", "ismail ışık"),
        ("Ayşe McDonald Van Gogh", "{{ x|isim }}", "AYŞE McDonald van Gogh"),
        ("M. Ali Öz-Kaya", "{{ x|isim }}", "M. ALİ ÖZ-KAYA"),
        ("D'Artagnan ve O'Neal", "{{ x|isim }}", "D'ARTAGNAN VE O'NEAL"),
        ("Işıl (Kaya)", "{{ x|isim }}", "IŞIL (KAYA)"),
        ("sogus ICIN iIgGsScCoOuUaiu é", "{{ x|sade }}", "söğüş İÇİN ıIğĞşŞçÇöÖüÜâîû é"),
        ("Ayşe'ye", "{{ x|yonelme }}", "Ayşe"),
        ("Ayşe'nin", "{{ x|tamlayan }}", "Ayşe"),
        ("Ayşe'de", "{{ x|bulunma }}", "Ayşe"),
        ("Ayşe'den", "{{ x|ayrilma }}", "Ayşe"),
        ("Ayşe'yi", "{{ x|belirtme }}", "Ayşe"),
        ("Ayşe'yle", "{{ x|birliktelik }}", "Ayşe"),
        ("Ayşe'ye", "{{ x|ekle('e') }}", "Ayşe"),
        ("Ayşe Nur'un", "{{ x|isim|ekle('in') }}", "AYŞE NUR"),
        ("2026'da", "{{ x|ekle('de') }}", 2026),
        ("template_error", "{{ x|ekle('ler') }}", "Ayşe"),
    ],
)
def test_letters_and_names_are_turkish(printed, source, cell):
    """Of i and İ, ı and I each is a pair, as filters and as methods; names get capitals and suffixes."""
    assert printed == text(source, cell)


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ("kısa", "{{ 'kısa'|kisalt }}"),
        ("template_error", "{{ x|kisalt(0) }}"),
        ("template_error", "{{ x|kisalt(8) }}"),
        ("template_error", "{{ x|kisalt('x') }}"),
    ],
)
def test_a_text_is_shortened_to_segments_that_exist(printed, source):
    """What is short enough stays; a text has one segment at least and seven at most."""
    assert printed == text(source, "a")


@given(st.text(st.sampled_from("ab ışé€😀\n"), max_size=900), st.integers(1, 3))
def test_a_shortened_text_fits(cell, segments):
    """`kisalt` leaves as many segments as asked, at most, whatever the text is made of."""
    shortened = FILTERS["kisalt"](cell, segments)
    assert length(shortened).segments <= segments
    assert shortened == cell or (shortened.endswith("...") and cell.startswith(shortened[:-3]))


def test_a_text_is_cut_after_a_word():
    """A shortened text ends with a whole word and three points."""
    shortened = text("{% filter kisalt %}{{ x }}{% endfilter %}", "kelime " * 40)
    assert {"kelime"} == set(shortened.removesuffix("...").split())
    assert 1 == length(shortened).segments


@given(st.decimals(-(10**9), 10**9, places=2))
def test_what_money_prints_can_be_read_again(amount):
    """A text with an amount, as `tl` makes it, is understood as the same amount."""
    assert amount == number_of(FILTERS["tl"](amount))


@given(st.floats(-1e9, 1e9))
def test_what_a_number_prints_can_be_read_again(number):
    """With a fixed number of decimals a text is never ambiguous."""
    assert abs(number_of(FILTERS["sayi"](number, 2)) - Decimal(number)) <= Decimal("0.006")


EXAMPLES = re.findall(
    r"\| `(\{\{.+?\}\})` \| `([^`]+)` \|",
    (Path(__file__).parents[3] / "docs" / "templates.md").read_text(encoding="utf-8"),
)


def test_the_page_about_templates_has_examples():
    """The page shows each of the filters that print a value."""
    assert {"tl", "sayi", "yuzde", "tarih", "gun", "saat", "upper", "title", "isim", "sade"} <= {
        re.search(r"\|(\w+)", source.replace("\\", ""))[1] for source, _printed in EXAMPLES
    }


@pytest.mark.parametrize(("source", "printed"), EXAMPLES)
def test_the_examples_of_the_page_hold(source, printed):
    """What the page about templates shows is what comes of it."""
    headers = ("gun", "randevu")
    cells = [[date(2026, 1, 20)], [datetime(2026, 1, 20, 9, 30)]]
    template = compile_template(source.replace("\\|", "|"), "docs", headers)
    assert [Rendered(printed)] == template.texts(cells, 1)
