import re
import unicodedata
from datetime import date, datetime, time, timedelta
from xml.dom import minidom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.errors import InputError
from batchsms.texts.row_rendering import Rendered
from batchsms.texts.template import compile_template
from batchsms.texts.text_cleaning import clean

HEADERS = ("Ad", "Müşteri Adı", "tutar")


def rendered(source, *cells, headers=("ad", "soyad")):
    """Render a template for one row."""
    row = [*cells, *[None] * (len(headers) - len(cells))]
    return compile_template(source, "metin.txt", headers).texts([[cell] for cell in row], 1)[0]


def refusal(source, headers=("ad", "soyad")):
    """Give the error with which a template is refused before the first row."""
    with pytest.raises(InputError) as caught:
        compile_template(source, "metin.txt", headers)
    return caught.value


@pytest.mark.parametrize(
    "use",
    [
        "{{ ad }}",
        "{{ ad|upper }}",
        "{{ ad|trim }}",
        "{{ ad|title|trim }}",
        "{{ ad|e }}",
        "{{ ad|urlencode }}",
        "{{ ad|tojson }}",
        "{{ ad|int }}",
        "{{ ad|float }}",
        "{{ ad|round(2) }}",
        "{{ ad|abs }}",
        "{{ ad|string }}",
        "{{ ad|replace('a', 'b') }}",
        "{{ ad|join('-') }}",
        "{{ ad|list }}",
        "{{ ad|sum }}",
        "{{ ad|reverse }}",
        "{{ ad|first }}",
        "{{ ad|truncate(5) }}",
        "{{ [ad] }}",
        "{{ (ad, soyad) }}",
        "{{ {'ad': ad} }}",
        "{{ [ad]|tojson }}",
        "{{ {'ad': ad}|tojson }}",
        "{{ [ad, soyad]|join(' ') }}",
        "{{ ad ~ soyad }}",
        "{{ 'Sayın ' ~ ad }}",
        "{{ ad + 'x' }}",
        "{{ 'x' + ad }}",
        "{{ ad * 2 }}",
        "{{ 2 * ad }}",
        "{{ ad - 1 }}",
        "{{ 100 / ad }}",
        "{{ -ad }}",
        "{{ ad > 5 }}",
        "{{ 5 > ad }}",
        "{{ '%s'|format(ad) }}",
        "{{ '%d'|format(ad) }}",
        "{{ '%.2f'|format(ad) }}",
        "{{ '%s' % ad }}",
        "{{ '{}'.format(ad) }}",
        "{{ '{:>5}'.format(ad) }}",
        "{{ ad.upper() }}",
        "{{ ad.x }}",
        "{{ ad[0] }}",
        "{{ ad['x'] }}",
        "{{ ad() }}",
        "{% set x = ad %}{{ x }}",
        "{% for x in [ad] %}{{ x }}{% endfor %}",
        "{% for x in ad %}{{ x }}{% endfor %}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(ad) }}",
        "{% if soyad %}{{ ad }}{% endif %}",
        "{% filter upper %}{{ ad }}{% endfilter %}",
        "{{ ad or ad }}",
        "{{ ad and soyad }}",
        "{{ soyad and ad }}",
        "{{ ad|default(ad) }}",
    ],
)
def test_a_text_that_needs_an_empty_value_is_not_made(use):
    """A row whose text would print an empty value is left out, and the column is named."""
    assert Rendered("", "missing_value", "ad") == rendered(use, None, "Kaya")


@pytest.mark.parametrize("cell", [None, "", " ", "\xa0", " \t\n\u3000"])
def test_blanks_are_an_empty_value(cell):
    """A cell of nothing but blanks, of whatever kind, is empty."""
    assert "missing_value" == rendered("Sayın {{ ad }},", cell).reason


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ((), "Selam"),
        ((0,), "{{ ad }}"),
        ((0,), "{{ ad }} {{ soyad|upper }}"),
        ((0, 1), "{% if tutar > 5 %}{{ soyad }}{% else %}{{ ad }}{% endif %}"),
        ((0,), "{% block b %}{{ ad }}{% endblock %}{{ soyad|default('x') }}"),
        ((1,), "{% macro m(ad) %}{{ ad }}{% endmacro %}{{ m(ad) }} {{ soyad }}"),
        ((), "{% set ad = soyad|upper %}{{ ad }}"),
        ((2,), "{% include 'tutar.txt' %}"),
    ],
)
def test_it_is_known_which_columns_are_printed_as_they_are(tmp_path, printed, source):
    """Whether row by row or all at once, in the template or a file of its folder: what has no filter."""
    (tmp_path / "tutar.txt").write_text("{{ tutar|default(0) }}{{ tutar }}", encoding="utf-8")
    template = compile_template(source, "metin.txt", ("Ad", "Soyad", "Tutar"), folder=tmp_path)
    assert printed == template.printed


def test_the_missing_column_has_its_name_from_the_list():
    """The column that is empty is named as the list heads it, not as the template does."""
    assert "Müşteri Adı" == rendered("{{ musteri_adi }}", None, headers=("Müşteri Adı",)).about


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("yok", "{{ ad|default('yok') }}"),
        ("yok", "{{ ad|d('yok')|trim }}"),
        ("yok", "{{ ad or 'yok' }}"),
        ("yok", "{% if ad %}{{ ad }}{% else %}yok{% endif %}"),
        ("yok", "{{ ad if ad else 'yok' }}"),
        ("Sayın", "Sayın{{ ' ' ~ ad if ad }}"),
        ("yok", "{% if not ad %}yok{% endif %}"),
        ("yok", "{% if ad is not defined %}yok{% endif %}"),
        ("yok", "{% if ad is undefined %}yok{% endif %}"),
        ("yok", "{% if ad == '' %}yok{% endif %}"),
        ("yok", "{% if '' == ad %}yok{% endif %}"),
        ("", "{% if ad != '' %}{{ ad }}{% endif %}"),
        ("", "{% if ad == 'Ali' %}{{ ad }}{% endif %}"),
        ("yok", "{% if ad in ['', '-'] %}yok{% endif %}"),
        ("", "{% if ad in ['Ali', 'Veli'] %}{{ ad }}{% endif %}"),
        ("", "{% if 'li' in ad %}{{ ad }}{% endif %}"),
        ("kısa", "{% if ad|length < 5 %}kısa{% endif %}"),
        ("yok", "{% set x = ad %}{{ x|default('yok') }}"),
        ("Kaya", "{{ [ad, soyad]|select|join(' ') }}"),
        ("", "{% if false %}{{ ad }}{% endif %}"),
    ],
)
def test_an_empty_value_can_be_asked_for(text, source):
    """`if`, `default`, `is defined` and comparisons see an empty value as absent, and the row goes."""
    assert Rendered(text) == rendered(source, None, "Kaya")


@pytest.mark.parametrize(
    ("if_yes", "if_no", "source"),
    [
        ("x", "", "{% if ad %}x{% endif %}"),
        ("x", "", "{% if ad == 'DOĞRU' %}x{% endif %}"),
        ("x", "", "{% if 'DOĞRU' == ad %}x{% endif %}"),
        ("", "x", "{% if ad != 'DOĞRU' %}x{% endif %}"),
        ("", "x", "{% if ad == 'YANLIŞ' %}x{% endif %}"),
        ("", "", "{% if ad == 'yok' or ad == '' or ad == 1.5 %}x{% endif %}"),
        ("x", "", "{% if ad == true %}x{% endif %}"),
        ("x", "", "{% if ad in ['DOĞRU', 'EVET'] %}x{% endif %}"),
        ("x", "", "{% if ad in 'DOĞRU, EVET' %}x{% endif %}"),
        ("", "x", "{% if ad not in ['DOĞRU'] %}x{% endif %}"),
        ("x", "", "{% if ad in [true] %}x{% endif %}"),
        ("DOĞRU", "", "{{ [ad]|select('equalto', 'DOĞRU')|join }}"),
        ("x", "", "{% if ad is eq 'DOĞRU' %}x{% endif %}"),
        ("x", "", "{% set x = 'DOĞRU' %}{% if ad == x %}x{% endif %}"),
        ("true", "false", "{{ ad|tojson }}"),
        ("DOĞRU", "DOĞRU", "{{ ad is boolean }}"),
        ("1", "0", "{{ ad|int }}"),
    ],
)
def test_yes_and_no_equal_what_they_print(if_yes, if_no, source):
    """A cell of yes or no is true or false in `if`, and compares as `DOĞRU` or `YANLIŞ`, which it prints."""
    assert [Rendered(if_yes), Rendered(if_no)] == [rendered(source, True), rendered(source, False)]  # noqa: FBT003 -- the cell


@pytest.mark.parametrize("cell", [0, 0.0, False, "0"])
def test_zero_and_no_are_values(cell):
    """Zero is not empty: it is printed, and `default` leaves it alone."""
    assert "" == rendered("{{ ad|default('yok') }}", cell).reason


def test_a_value_is_seen_without_the_blanks_around_it():
    """Blanks around a value are gone before the template sees it."""
    assert Rendered("[Ali Can]3") == rendered("[{{ ad }}]{{ soyad|length }}", " \xa0Ali Can\t", " abc ")


@pytest.mark.parametrize(
    "source",
    [
        "Selam\n{{ yok }}",
        "\n{% if false %}{{ yok }}{% endif %}",
        "\n{% if yok %}x{% endif %}",
        "\n{{ yok|default('x') }}",
        "\n{{ 'x' if yok is defined }}",
        "\n{% set x = yok %}",
        "\n{% for x in yok %}{% endfor %}",
        "\n{% for x in [1] %}{{ yok }}{% endfor %}",
        "\n{% macro m(x) %}{{ yok }}{% endmacro %}",
        "\n{% block b %}{{ yok }}{% endblock %}",
        "\n{% filter upper %}{{ yok }}{% endfilter %}",
        "\n{{ yok.x }}",
        "\n{{ yok() }}",
        "\n{{ ad|default(yok) }}",
        "\n{{ ad[yok] }}",
        "\n{% with x = yok %}{% endwith %}",
    ],
)
def test_a_column_that_the_list_lacks_is_an_error_before_the_first_row(source):
    """Wherever in the template the name stands, the error names it, the file and the line."""
    error = refusal(source)
    assert ("unknown_column", "metin.txt, line 2: the list has no column yok") == (error.code, error.message)


@pytest.mark.parametrize(
    ("near", "name"), [("musteri_adi", "musteri_ad"), ("musteri_adi", "Musteri_Adlari"), ("tutar", "tutr")]
)
def test_the_nearest_column_is_suggested(near, name):
    """A name that was mistyped comes with the one that was probably meant."""
    assert f"Did you mean {near}?" in refusal(f"{{{{ {name} }}}}", HEADERS).hint


@pytest.mark.parametrize("source", ["{{ x }}", "{{ _0530_000_00_02 }}"])
def test_no_number_of_a_recipient_is_listed(source):
    """Where a recipient was taken for the row of names, the error keeps his number to itself."""
    error = refusal(source, ("Ali", "0530 000 00 01"))
    assert "…" in error.hint
    assert "530" not in error.hint


def test_all_columns_are_listed_where_none_is_near():
    """A name that is like none of the columns comes with the list of them."""
    assert "The columns are: ad, musteri_adi, tutar" == refusal("{{ qqq }}", HEADERS).hint


@pytest.mark.parametrize("name", ["loop", "caller", "debug", "lipsum", "cycler", "joiner", "now", "random"])
def test_nothing_but_columns_and_plain_functions_is_known(name):
    """A text can neither be random nor ask the clock."""
    assert "unknown_column" == refusal(f"{{{{ {name} }}}}").code


@pytest.mark.parametrize(
    ("text", "name", "header"),
    [
        ("x", "Ad", "Ad"),
        ("x", "ad", "Ad"),
        ("x", "AD", " AD "),
        ("x", "Müşteri", "Müşteri"),
        ("x", "Müşteri", unicodedata.normalize("NFD", "Müşteri")),
        ("x", unicodedata.normalize("NFD", "Müşteri"), "Müşteri"),
        ("x", "musteri", "Müşteri"),
        ("x", "musteri_adi", "MÜŞTERİ ADI"),
        ("x", "_2026_bakiye", "2026 Bakiye"),
        ("x", "borc_tl", "Borç (TL)"),
    ],
)
def test_a_column_goes_by_its_name_and_by_its_slug(text, name, header):
    """A column is usable under its own name, where that is a name, and in small ASCII letters."""
    assert Rendered(text) == rendered(f"{{{{ {name} }}}}", "x", headers=(header,))


def test_a_name_of_the_templates_own_hides_no_error():
    """A name that the template sets itself needs no column."""
    assert Rendered("5 6") == rendered("{% set x = 5 %}{{ x }}{% for y in [6] %} {{ y }}{% endfor %}")


@pytest.mark.parametrize(
    "headers", [("Şehir", "sehir"), ("ad", "ad"), ("Ad Soyad", "ad-soyad"), ("ad", "AD")]
)
def test_two_columns_with_one_slug_do_not_matter_unless_used(headers):
    """Columns that share a template name are in nobody's way while the template uses neither."""
    assert Rendered("Selam x") == rendered("Selam {{ tel }}", 1, 2, "x", headers=(*headers, "tel"))


@pytest.mark.parametrize(
    ("name", "headers"),
    [("sehir", ("Şehir", "sehir")), ("ad", ("ad", "ad")), ("ad_soyad", ("Ad Soyad", "ad-soyad"))],
)
def test_two_columns_with_one_slug_are_an_error_where_used(name, headers):
    """A name that may mean two columns is refused, and both are named with their letters."""
    error = refusal(f"{{{{ {name} }}}}", headers)
    assert ("ambiguous_column", True) == (error.code, f"{headers[0]} (A), {headers[1]} (B)" in error.message)


def test_an_own_name_is_plain_where_the_slug_is_not():
    """Of `Ad` and `AD`, each is usable under its own name."""
    assert Rendered("1 2") == rendered("{{ Ad }} {{ AD }}", 1, 2, headers=("Ad", "AD"))


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (1, "{{ ad "),
        (2, "Selam\n{{ ad|yoktur }}"),
        (3, "\n\n{% if ad %}"),
        (1, "{% endif %}"),
        (2, "\n{% blok %}"),
        (1, "{{ 'ad }}"),
        (1, "{{ ad|random }}"),
        (1, "{{ müşteri adı }}"),
        (2, "\r\n{{ }}"),
    ],
)
def test_a_syntax_error_names_file_and_line(line, source):
    """A template that cannot be read is refused with the place of the trouble."""
    error = refusal(source)
    assert ("template_error", True) == (error.code, error.message.startswith(f"metin.txt, line {line}: "))


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{{ " + "-" * 3000 + "1 }}",
        "{{ " + "[" * 3000 + "ad" + "]" * 3000 + " }}",
        "{{ " + "+".join(["1"] * 3000) + " }}",
        "{% for x in [1] %}" * 30 + "{% endfor %}" * 30,
        "{% if ad %}" * 150 + "{% endif %}" * 150,
    ],
    ids=["brackets", "signs", "lists", "sums", "loops", "branches"],
)
def test_a_template_nested_too_deeply_is_refused(source):
    """A template beyond what can be compiled is an error of the template, not of the program."""
    assert "template_error" == refusal(source).code


@pytest.mark.parametrize(
    ("printed", "cell"),
    [
        ("5", 5),
        ("5301234567", 5301234567),
        ("5", 5.0),
        ("1234,5", 1234.5),
        ("0,1", 0.1),
        ("0,3", 0.1 + 0.2),
        ("-2,25", -2.25),
        ("01.03.2026", date(2026, 3, 1)),
        ("01.03.2026", datetime(2026, 3, 1)),
        ("01.03.2026 09:30", datetime(2026, 3, 1, 9, 30)),
        ("09:30", time(9, 30)),
        ("DOĞRU", True),
        ("YANLIŞ", False),
        ("007", "007"),
        ("1.234", "1.234"),
        ("<b>&", "<b>&"),
        ("{{ ad }}", "{{ ad }}"),
    ],
)
def test_values_are_printed_as_turkish_readers_write_them(printed, cell):
    """Dates begin with the day, decimals have a comma, whole numbers no `.0`; text stays as it is."""
    assert Rendered(printed) == rendered("{{ ad }}", cell)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("1500", "{{ ad + 500 }}"),
        ("büyük", "{% if ad > 999 %}büyük{% endif %}"),
        ("1000,50", "{{ '%.2f'|format(ad + 0.5)|replace('.', ',') }}"),
        ("333,333333333333", "{{ ad / 3 }}"),
    ],
)
def test_numbers_can_be_reckoned_with(text, source):
    """A number of a workbook is a number for the template."""
    assert Rendered(text) == rendered(source, 1000)


@pytest.mark.parametrize(
    ("printed", "cell"),
    [
        ("2,5", 2.5),
        ("2", 2.0),
        ("0", -0.0),
        ("100000000000000000000", 1e20),
        ("0,000001", 1e-6),
        ("20.01.2026", date(2026, 1, 20)),
        ("20.01.2026", datetime(2026, 1, 20)),
        ("20.01.2026 09:30", datetime(2026, 1, 20, 9, 30)),
        ("09:30", time(9, 30)),
        ("00:00", time()),
        ("30:00", timedelta(hours=30)),
        ("0:05", timedelta(minutes=5, seconds=59)),
        ("-1:30", -timedelta(minutes=90)),
        ("0:00", -timedelta(seconds=1)),
        ("DOĞRU", True),
        ("YANLIŞ", False),
    ],
)
@pytest.mark.parametrize(
    "source",
    [
        "{{ ad }}",
        "{{ ad ~ '' }}",
        "{{ '' ~ ad }}",
        "{{ [ad]|join }}",
        "{{ [ad] }}",
        "{{ (ad,) }}",
        "{{ ''.join([ad]) }}",
        "{{ '%s' % ad }}",
        "{{ '%s'|format(ad) }}",
        "{{ '%(a)s' % {'a': ad} }}",
        "{{ '%r'|format(ad) }}",
        "{{ '{}'.format(ad) }}",
        "{{ '{!s}'.format(ad) }}",
        "{{ '{!r}'.format(ad) }}",
        "{{ '{a}'.format(a=ad) }}",
        "{{ '{a}'.format_map({'a': ad}) }}",
        "{{ ad|string }}",
        "{{ ad|trim }}",
        "{{ ad|upper }}",
        "{{ ad|e }}",
        "{{ ad|safe }}",
        "{{ ad|replace('x', 'y') }}",
        "{{ 'x'|replace('x', ad) }}",
        "{{ ad|center(1) }}",
        "{{ ad|indent }}",
        "{{ ad|truncate }}",
        "{{ [ad]|map('string')|first }}",
        "{% set x = ad %}{{ x }}",
        "{% set x %}{{ ad }}{% endset %}{{ x }}",
        "{% filter trim %}{{ ad }}{% endfilter %}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(ad) }}",
        "{% for x in [ad] %}{{ x }}{% endfor %}",
        "{{ {1: ad}[1] }}",
    ],
)
def test_a_value_reads_the_same_wherever_it_gets_into_the_text(source, printed, cell):
    """Printed, joined, formatted or filtered, a value is as a Turkish reader writes it."""
    assert Rendered(printed) == rendered(source, cell)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("1.50", "{{ '%.2f' % ad }}"),
        ("1", "{{ '%d' % ad }}"),
        ("1.50", "{{ '{:.2f}'.format(ad) }}"),
        ("3", "{{ ad + ad }}"),
        ("2,25", "{{ ad * ad }}"),
        ("0,75", "{{ ad / 2 }}"),
        ("DOĞRU", "{{ ad == 1.5 }}"),
        ("1", "{{ ad|int }}"),
        ("1,5", "{{ '1,5'|float }}"),
        ("1234", "{{ '1.234,99'|int }}"),
        ("7", "{{ 'yok'|int(7) }}"),
        ("", "{{ none }}"),
        ("1, 2,5, YANLIŞ", "{{ [1, 2.5, none is defined and false] }}"),
        ("a: 1,5", "{{ {'a': ad} }}"),
        ("0, 1, 2", "{{ range(3) }}"),
        ('{"a": 1.5}', "{{ {'a': ad}|tojson }}"),
    ],
)
def test_numbers_stay_numbers_until_they_are_printed(text, source):
    """A number can be reckoned with and put into a pattern of digits; what is asked for is given."""
    assert Rendered(text) == rendered(source, 1.5)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ad }}",
        "{{ ad ~ '' }}",
        "{{ [ad]|join }}",
        "{{ '%s'|format(ad) }}",
        "{{ '%.2f'|format(ad) }}",
        "{{ '{:.2f}'.format(ad) }}",
        "{{ ad|string }}",
        "{{ [ad]|tojson }}",
        "{{ ad|tl }}",
        "{{ 'yok'|int }}",
        "{{ 'yok'|float }}",
        "{{ 'nan'|float }}",
    ],
)
@pytest.mark.parametrize("cell", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_not_sent(source, cell):
    """Neither `nan` nor `inf` gets into a text, and nothing that cannot be read becomes 0."""
    assert "template_error" == rendered(source, cell).reason


@pytest.mark.parametrize("name", ["range", "dict", "namespace", "loop", "caller", "True", "varargs"])
def test_a_column_may_be_called_like_a_function(name):
    """A column's name goes before Jinja's own functions."""
    slug = "true_" if name == "True" else name
    assert [Rendered("x"), Rendered("y")] == compile_template(f"{{{{ {slug} }}}}", "--text", (name,)).texts(
        [["x", "y"]], 2
    )


@pytest.mark.parametrize("header", ["Not", "NOT", "In", "İs", "Or", "Self", "None", "ELSE"])
def test_a_name_that_jinja_keeps_for_itself_ends_in_an_underscore(header):
    """The column `Not` is `not_` in a template, since `not` is a word of the language."""
    assert Rendered("x") == rendered(f"{{{{ {header.replace('İ', 'i').lower()}_ }}}}", "x", headers=(header,))


def test_columns_are_listed_by_names_that_work():
    """The names that an error lists can be written in a template."""
    assert "The columns are: not_, ad" == refusal("{{ qqq }}", ("Not", "Ad")).hint


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("yok", "{% if ad in 'Ankara,İzmir' %}var{% else %}yok{% endif %}"),
        ("yok", "{% if ad not in 'Ankara,İzmir' %}yok{% endif %}"),
        ("yok", "{{ 'var' if ad is in 'Ankara' else 'yok' }}"),
        ("var", "{% if soyad in 'Kaya,Demir' %}var{% endif %}"),
        ("yok", "{% if ad in {'Ankara': 1} %}var{% else %}yok{% endif %}"),
    ],
)
def test_an_empty_value_is_part_of_nothing(text, source):
    """Whether an empty cell is in a text is a question with an answer: no."""
    assert Rendered(text) == rendered(source, None, "Kaya")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Bey", "{% if ad %}{% set hitap = 'Bey' %}{{ hitap }}{% endif %}"),
        ("Bey", "{% if ad %}{% set hitap = 'Bey' %}{% endif %}{{ hitap }}"),
        ("ALİ", "{% set ad = ad|upper %}{{ ad }}"),
        ("Ali", "{% set x %}{{ ad }}{% endset %}{{ x }}"),
        ("5", "{% set x = 5 %}{% block b %}{{ x }}{% endblock %}"),
        ("Bey Bey", "{% block b %}Bey{% endblock %} {{ self.b() }}"),
    ],
)
def test_a_template_may_set_names(text, source):
    """A name that the template itself sets somewhere is no column that the list lacks."""
    assert Rendered(text) == rendered(source, "Ali")


def files(folder, **sources):
    """Write the files of a template folder; their names end in .txt."""
    for name, source in sources.items():
        path = folder / f"{name}.txt"
        path.write_text(source, encoding="utf-8")


def in_folder(folder, source, *cells, headers=("ad", "soyad")):
    """Render a template that can include the files of a folder."""
    row = [*cells, *[None] * (len(headers) - len(cells))]
    return compile_template(source, "metin.txt", headers, folder=folder).texts([[cell] for cell in row], 1)[0]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Selam Ali. Örnek A.Ş.", "Selam {{ ad }}. {% include 'imza.txt' %}"),
        ("Selam Ali. Örnek A.Ş.", "{% extends 'taban.txt' %}{% block govde %}Selam {{ ad }}.{% endblock %}"),
        ("Sayın Ali", "{% import 'hitap.txt' as hitap %}{{ hitap.sayin(ad) }}"),
        ("Sayın Ali", "{% from 'hitap.txt' import sayin as s %}{{ s(ad) }}"),
        ("Ali!", "{% import 'baglamli.txt' as b with context %}{{ b.unlem() }}"),
        ("[Ali]", "{% for x in [ad] %}{% include 'dongu.txt' %}{% endfor %}"),
        ("Örnek A.Ş.", "{% include ['yok.txt', 'imza.txt'] %}"),
        ("Ali", "{{ ad }}{% include 'yok.txt' ignore missing %}"),
        ("Ali Örnek A.Ş.", "{% if ad %}{{ ad }} {% include 'imza.txt' without context %}{% endif %}"),
        ("Sayın Ali Örnek A.Ş.", "{% include 'hepsi.txt' %}"),
    ],
)
def test_files_of_the_templates_folder_can_be_included(tmp_path, text, source):
    """Signatures, macros and frames shared by templates lie beside them."""
    files(
        tmp_path,
        imza="Örnek A.Ş.\n",
        taban="{% block govde %}{% endblock %} {% include 'imza.txt' %}",
        hitap="{% macro sayin(kim) %}Sayın {{ kim }}{% endmacro %}",
        baglamli="{% macro unlem() %}{{ ad }}!{% endmacro %}",
        dongu="[{{ x }}]",
        hepsi="{% from 'hitap.txt' import sayin %}{{ sayin(ad) }} {% include 'imza.txt' %}",
    )
    assert Rendered(text) == in_folder(tmp_path, source, "Ali")


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("yanlis.txt, line 2: the list has no column yok", "{% include 'yanlis.txt' %}"),
        ("yanlis.txt, line 2: the list has no column yok", "{% extends 'yanlis.txt' %}"),
        ("yanlis.txt, line 2: yok is not available in this file", "{% import 'yanlis.txt' as m %}"),
        ("icte.txt, line 1: ad is not available in this file", "{% from 'icte.txt' import m %}{{ m() }}"),
        ("metin.txt, line 2: the list has no column yok", "{% include 'imza.txt' %}\n{{ yok }}"),
        ("bozuk.txt, line 3: ", "{% include 'bozuk.txt' %}"),
        ("bozuk.txt, line 3: ", "{% include 'sarmal.txt' %}"),
        ("metin.txt, line 2: there is no file yok.txt in the template's folder", "\n{% include 'yok.txt' %}"),
        ("metin.txt, line 1: there is no file a.txt / b.txt in", "{% include ['a.txt', 'b.txt'] %}"),
        ("metin.txt, line 1: the name of another file must be written out", "{% include ad %}"),
        ("metin.txt, line 1: the name of another file must be written out", "{% include 'a' ~ ad %}"),
        ("metin.txt, line 1: the name of another file must be written out", "{% extends 5 %}"),
        ("kendi.txt: the file includes itself", "{% include 'kendi.txt' %}"),
        ("a.txt: the file includes itself", "{% include 'a.txt' %}"),
        ("filtre.txt, line 1: there is no filter yoktur", "{% include 'filtre.txt' %}"),
    ],
)
def test_trouble_in_a_file_that_is_included_has_its_place(tmp_path, place, source):
    """Errors name the file and the line where they stand, before the first row."""
    files(
        tmp_path,
        yanlis="\n{{ yok }}",
        icte="{% macro m() %}{{ ad }}{% endmacro %}",
        imza="x",
        bozuk="\n\n{% if %}",
        sarmal="{% include 'bozuk.txt' %}",
        kendi="{% include 'kendi.txt' %}",
        a="{% include 'b.txt' %}" if "['a.txt'" not in source else "",
        b="{% if ad %}{% include 'a.txt' %}{% endif %}",
        filtre="{{ ad|yoktur }}",
    )
    if "['a.txt'" in source:
        (tmp_path / "a.txt").unlink()
        (tmp_path / "b.txt").unlink()
    with pytest.raises(InputError) as caught:
        in_folder(tmp_path, source, "Ali")
    assert place == caught.value.message[: len(place)]


@pytest.mark.parametrize(
    "name",
    [
        "../gizli.txt",
        "alt/../../gizli.txt",
        "/etc/passwd",
        "kisayol.txt",
        "kisayollar/gizli.txt",
        "alt",
        "..",
        "",
        "a\\\\b",
        "C:/gizli.txt",
    ],
)
def test_nothing_outside_the_folder_is_read(tmp_path, name):
    """No path, and no link inside the folder, leads out of it."""
    folder = tmp_path / "sablonlar"
    (folder / "alt").mkdir(parents=True)
    (tmp_path / "gizli.txt").write_text("gizli", encoding="utf-8")
    (folder / "kisayol.txt").symlink_to(tmp_path / "gizli.txt")
    (folder / "kisayollar").symlink_to(tmp_path)
    with pytest.raises(InputError) as caught:
        in_folder(folder, f"{{% include '{name}' %}}", "Ali")
    assert "there is no file" in caught.value.message


def test_a_file_in_a_folder_of_the_folder_is_named_by_its_path(tmp_path):
    """Folders in the template's folder, and links that stay in it, are part of it."""
    (tmp_path / "ortak").mkdir()
    (tmp_path / "ortak" / "imza.txt").write_text("Örnek", encoding="cp1254")
    (tmp_path / "kisa.txt").symlink_to(tmp_path / "ortak" / "imza.txt")
    assert Rendered("Örnek Örnek") == in_folder(
        tmp_path, "{% include 'ortak/imza.txt' %} {% include 'kisa.txt' %}", "x"
    )


def test_without_a_folder_there_are_no_files():
    """A text of the command line includes nothing, and says so."""
    assert "Only a template that is a file can include others" == refusal("{% include 'imza.txt' %}").hint


def test_a_file_is_read_once(tmp_path):
    """What stands in a file when the campaign is made is what all of its rows get."""
    files(tmp_path, imza="önce")
    template = compile_template("{{ ad }} {% include 'imza.txt' %}", "metin.txt", ("ad",), folder=tmp_path)
    files(tmp_path, imza="sonra")
    assert ["a önce", "b önce"] == [row.text for row in template.texts([["a", "b"]], 2)]


def test_no_row_knows_of_the_rows_before_it(tmp_path):
    """What an imported macro counts, it counts anew for each row."""
    files(
        tmp_path,
        sayac="{% set ns = namespace(n=0) %}{% macro m() %}{% set ns.n = ns.n + 1 %}{{ ns.n }}{% endmacro %}",
    )
    source = "{% import 'sayac.txt' as s %}{{ ad }}{{ s.m() }}{{ s.m() }}"
    template = compile_template(source, "metin.txt", ("ad",), folder=tmp_path)
    assert ["a12", "b12"] == [row.text for row in template.texts([["a", "b"]], 2)]


@pytest.mark.parametrize("size", [100_001, 1_000_000])
def test_a_template_of_no_reasonable_size_is_refused(size):
    """A file that was taken for a template by mistake is not worked on."""
    assert "metin.txt: the template has more than 100,000 characters" == refusal("x" * size).message


@pytest.mark.parametrize(
    "use",
    [
        "{{ ad.__class__ }}",
        "{{ ad.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__ }}",
        "{{ ad|attr('__class__') }}",
        "{{ ad['__class__'] }}",
        "{{ '{0.__class__}'.format(ad) }}",
        "{{ '{x.__class__}'.format_map({'x': ad}) }}",
        "{{ range.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ range(10 ** 9) }}",
    ],
)
def test_a_template_cannot_reach_into_the_program(use):
    """What a template may not see ends in an error of the template or of the row."""
    try:
        found = rendered(use, "Ali")
    except InputError as error:
        found = Rendered("", error.code)
    assert found.text == ""
    assert found.reason in {"template_error", "unknown_column"}


@pytest.mark.parametrize(
    "use",
    [
        "{{ 1 / 0 }}",
        "{{ ad + 1 }}",
        "{{ ad < 5 }}",
        "{{ ad|dictsort }}",
        "{{ ad|xmlattr }}",
        "{{ ad|replace('a') }}",
        "{{ ad.yok }}",
        "{{ ad[99] }}",
        "{{ {}.x }}",
        "{{ [][0] }}",
        "{{ '%d'|format(ad) }}",
        "{{ '%q'|format(ad) }}",
        "{{ '{1}'.format(ad) }}",
        "{{ []|first }}",
        "{{ ad() }}",
        "{{ ad.upper }}",
        "{{ range }}",
        "{{ [1, 2]|reverse }}",
        "{{ ad|map('upper') }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'baska.txt' %}",
        "{% extends 'baska.txt' %}",
        "{% import 'baska.txt' as baska %}{{ baska.x }}",
        "{% from 'baska.txt' import x %}{{ x() }}",
        "{{ super() }}",
    ],
)
def test_a_template_that_fails_excludes_the_row(use):
    """A failure while a row is rendered is that row's trouble, with a sentence of what went wrong."""
    try:
        found = rendered(use, "Ali")
    except InputError as error:
        found = Rendered("", "template_error", error.message)
    assert ("", "template_error", True) == (found.text, found.reason, bool(found.about))


@pytest.mark.parametrize(
    ("about", "source"),
    [
        ("metin.txt, line 2: “Ali” is not a number", "Selam\n{{ ad|tl }}"),
        ("metin.txt, line 3: “Ali” is not a date", "\n{% if ad %}\n{{ ad|tarih }}{% endif %}"),
        ("tutar.txt, line 2: “Ali” is not a number", "{% include 'tutar.txt' %}"),
        ("hitap.txt, line 1: “Ali” is not a number", "{% from 'hitap.txt' import m %}\n{{ m(ad) }}"),
        (
            "metin.txt, line 2: the template does not work with the values of this row (ZeroDivisionError: ",
            "\n{{ 1 // ad|length // 9 }}{{ 1 // 0 }}",
        ),
    ],
)
def test_a_row_that_fails_names_file_and_line(tmp_path, about, source):
    """What goes wrong with the values of one row is said with the place in the template that asked for it."""
    (tmp_path / "tutar.txt").write_text("\n{{ ad|tl }}", encoding="utf-8")
    (tmp_path / "hitap.txt").write_text("{% macro m(x) %}{{ x|tl }}{% endmacro %}", encoding="utf-8")
    template = compile_template(source, "metin.txt", ("ad",), folder=tmp_path)
    found = template.texts([["Ali"]], 1)[0]
    assert ("template_error", about) == (found.reason, found.about[: len(about)])


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Selam", "Selam\n"),
        ("Selam", "Selam\r\n"),
        ("Selam", "Selam\n\n"),
        ("Selam", "Selam \t\n \xa0\r\n\u2003"),
        ("Selam", "{{ 'Selam\n ' }} {% if false %}x{% endif %}\n"),
        ("\nSelam", "\nSelam"),
        ("  Selam", "  Selam "),
        ("iki\n\n\nsatır  x", "iki\n\n\nsatır  x"),
        ("", " \n"),
        ("iki\nsatır", "iki\r\nsatır"),
        ("Ali\nVeli", "{{ ad }}\n{{ 'Veli' }}\n"),
    ],
)
def test_blanks_and_newlines_at_the_end_of_a_text_go(text, source):
    """What ends a text unseen would be paid for, so it is not sent; at its beginning and inside all stays."""
    assert Rendered(text) == rendered(source, "Ali")


def test_a_text_without_names_is_the_same_for_all_rows():
    """A template that uses no column gives each row the same text."""
    assert [Rendered("Selam")] * 3 == compile_template("Selam", "--text", HEADERS).texts([[1, 2, 3]] * 3, 3)


def test_rows_keep_their_order():
    """Each row has its own text, in the order of the list, whatever fails between."""
    texts = compile_template("{{ ad }}{{ 1 / tutar }}", "--text", HEADERS).texts(
        [["a", None, "c", "a"], [None] * 4, [1, 1, 0, 1]], 4
    )
    assert ["a1", "missing_value", "template_error", "a1"] == [one.text or one.reason for one in texts]


def test_equal_rows_share_one_text():
    """Rows with the same values are rendered once."""
    first, second = compile_template("{{ ad }}", "--text", ("ad",)).texts([["Ali", "Ali"]], 2)
    assert first is second


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        (["1", "DOĞRU", "1"], [1, True, 1.0]),
        (["DOĞRU", "1", "1"], [True, 1, "1"]),
        (["0", "YANLIŞ"], [0, False]),
        (["01.03.2026", "01.03.2026 09:00"], [date(2026, 3, 1), datetime(2026, 3, 1, 9)]),
    ],
)
def test_equal_values_of_another_kind_are_kept_apart(texts, cells):
    """One, one point zero and yes are equal to a computer and three texts to a reader."""
    assert texts == [
        one.text for one in compile_template("{{ ad }}", "--text", ("ad",)).texts([cells], len(cells))
    ]


@given(
    st.lists(
        st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from([0.0, 1.0, 1.5, "1", " "]))
    )
)
def test_a_column_gives_what_each_row_gives_alone(cells):
    """Rendering a whole list equals rendering it row by row."""
    template = compile_template("{{ ad }}{% if ad is number %}!{% endif %}", "--text", ("ad",))
    assert [template.texts([[cell]], 1)[0] for cell in cells] == template.texts([cells], len(cells))


@pytest.mark.parametrize(
    ("cleaned", "text"),
    [
        ("Sayın Ali, 5 TL", "Sayın Ali, 5 TL"),
        ("ş", "s\u0327"),
        ("İ", "I\u0307"),
        ("a\nb", "a\r\nb"),
        ("a\nb", "a\rb"),
        ("a\n\nb", "a\r\rb"),
        ("a b", "a\tb"),
        ("a\nb", "a_x000D_b"),
        ("a\nb", "a_x000D_\nb"),
        ("_x000d_", "_x000d_"),
        ("ab", "a\x00b"),
        ("ab", "a\x1b\x0b\x0cb"),
        ("ab", "a\x7f\x80\x9fb"),
        ("a\nb", "a\r\x00\nb"),
        ("a\nb", "a_x00\x000D_b"),
        ("ab", "a\ud83db"),
        ("ab", "a\ufffe\uffff\ufdd0b"),
        ("ab", "a\U0001fffeb"),
        ("\xa0x", "\xa0x"),
        ("’“…€😀👨\u200d👩\u200d👧", "’“…€😀👨\u200d👩\u200d👧"),
        ("a]]>b", "a]]>b"),
        ("", ""),
    ],
)
def test_a_text_is_made_fit_to_send(cleaned, text):
    """Composed letters, one kind of line end, blanks for tabs, and nothing that XML cannot carry."""
    assert cleaned == clean(text)


rough = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cn"]),
        st.sampled_from("_x0D\r\n\tsSiIş\u0327\u0307\x00"),
    )
) | st.lists(st.sampled_from(["_x000D_", "_x00", "0D_", "\x00", "\r", "\n", "s", "\u0327", "\ufffe"])).map(
    "".join
)


@given(rough)
def test_what_is_clean_stays_as_it_is(text):
    """Cleaning twice is cleaning once."""
    assert clean(text) == clean(clean(text))


@given(rough)
def test_what_is_clean_can_be_carried_by_xml(text):
    """A clean text holds only characters that XML 1.0 knows, and a parser gives it back unchanged."""
    cleaned = clean(text)
    assert re.fullmatch("[\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*", cleaned)
    with minidom.parseString(f"<t>|<![CDATA[{cleaned.replace(']]>', '')}]]></t>".encode()) as document:  # noqa: S318
        read = "".join(node.data for node in document.documentElement.childNodes)
    assert "|" + cleaned.replace("]]>", "") == read


@pytest.mark.parametrize("cell", ["a\x00b", "a\ud800b", "a\ufffeb"])
def test_a_rendered_text_is_clean(cell):
    """What a cell holds against XML is not in the text."""
    assert Rendered("ab") == rendered("{{ ad }}", cell)
