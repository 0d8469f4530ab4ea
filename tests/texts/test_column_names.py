import time
from contextlib import suppress

import pytest

from batchsms.errors import InputError
from batchsms.texts.row_rendering import Rendered
from batchsms.texts.template import Remark, compile_template

HEADERS = (
    *("Ad Soyad", "Borç (TL)", "AD", "Müşteri Adı", "e-posta", "2. Taksit", "Not Ortalaması", "B/A"),
    *("İl - İlçe", "ŞEHİR"),
)


def compiled(source, headers=HEADERS, **options):
    """Compile a template for a list with these headers."""
    return compile_template(source, "metin.txt", headers, **options)


def text(source, headers=HEADERS):
    """Render a template for a row whose cells are the headers."""
    return compiled(source, headers).texts([[header] for header in headers], 1)[0].text


def refusal(source, headers):
    """Give the error with which a template is refused before the first row."""
    with pytest.raises(InputError) as caught:
        compiled(source, headers)
    return caught.value


@pytest.mark.parametrize(
    ("header", "placeholder"),
    [
        *(("AD", name) for name in ("Ad", "ad", "aD", "AD", "Âd")),
        *(("Müşteri Adı", name) for name in ("MusteriAdi", "MÜŞTERİ_ADI", "müşteriadı", "musteri__adi")),
        *(("ŞEHİR", name) for name in ("Şehir", "sehir", "şehır", "SEHIR")),
        *(("e-posta", name) for name in ("eposta", "E_Posta", "e-posta", "E-Posta", "e posta")),
        *(("Ad Soyad", name) for name in ("Ad Soyad", "ad soyad", "AD-SOYAD", "AdSoyad", "Ad.Soyad")),
        *(("Borç (TL)", name) for name in ("Borç (TL)", "Borç(TL)", "borç (tl)", "borc tl", "borc_tl")),
        *(("Müşteri Adı", name) for name in ("Müşteri Adı", "müşteri adı", "Müşteri-Adı")),
        *(("2. Taksit", name) for name in ("2. Taksit", "2.taksit", "2 Taksit", "_2_taksit")),
        *(("Not Ortalaması", name) for name in ("Not Ortalaması", "not ortalaması")),
        *(("B/A", name) for name in ("B/A", "b / a", "b_a")),
        *(("İl - İlçe", name) for name in ("İl - İlçe", "il-ilçe", "il ilçe")),
    ],
)
def test_a_column_is_found_as_a_person_writes_its_name(header, placeholder):
    """Case, marks, blanks, hyphens and punctuation of a name need not be those of the header."""
    headers = tuple(one for one in HEADERS if one != "AD" or "Ad" not in placeholder or header == "AD")
    assert header == text(f"{{{{ {placeholder} }}}}", headers)


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ("Sn AD SOYAD", "Sn {{ Ad Soyad|upper }}"),
        ("borç (tl)", "{{ (Borç (TL))|lower }}"),
        ("x", "{% if Ad Soyad == 'Ad Soyad' %}x{% endif %}"),
        ("x", "{% if not Ad Soyad %}{% elif Müşteri Adı %}x{% endif %}"),
        ("Ad Soyad", "{% set x = Ad Soyad %}{{ x }}"),
        ("Ad SoyadAD", "{% for x in [Ad Soyad, AD] %}{{ x }}{% endfor %}"),
        ("Ad Soyad", "{% with x = Ad Soyad %}{{ x }}{% endwith %}"),
        ("Ad Soyad-Borç (TL)", '{{ "%s-%s" % (Ad Soyad, Borç (TL)) }}'),
        ("Ad Soyad", "{{ 'x' if not Ad Soyad else Ad Soyad }}"),
        ("Müşteri Adı Ad Soyad", "{{ Müşteri Adı }} {{ Ad Soyad }}"),
        ("{{ Ad Soyad }}", "{{ '{{ Ad Soyad }}' }}{# Ad Soyad #}{{ Ad Soyad[:0] }}"),
    ],
)
def test_a_name_of_several_words_stands_wherever_a_value_can(printed, source):
    """In conditions, loops, calls and filters, a header with blanks or brackets is one name."""
    assert printed == text(source)


@pytest.mark.parametrize(
    ("printed", "source", "headers"),
    [
        ("1", "{{ a - b }}", ("a", "b", "a - b")),
        ("x", "{{ 'x' if not b }}", ("a", "B", "not b")),
        ("1,25", "{{ a / b }}", ("a", "b", "a/b")),
    ],
)
def test_what_is_jinja_stays_jinja(printed, source, headers):
    """A calculation with columns is not the column that happens to be called so."""
    cells = {"a": 5, "b": 4, "B": None}
    template = compiled(source, headers)
    assert Rendered(printed) == template.texts([[cells.get(header, "x")] for header in headers], 1)[0]


@pytest.mark.parametrize(
    ("columns", "source", "headers"),
    [
        ("AD (A), Âd (B)", "{{ Ad }}", ("AD", "Âd")),
        ("Ad-Soyad (A), Ad Soyad! (B)", "{{ adSOYAD }}", ("Ad-Soyad", "Ad Soyad!")),
        ("Ad Soyad (A), AD SOYAD (C)", "{{ ad soyad }}", ("Ad Soyad", "x", "AD SOYAD")),
        ("Ad Soyad (A), Ad Soyad (B)", "{% if Ad Soyad %}{% endif %}", ("Ad Soyad", "Ad Soyad")),
    ],
)
def test_a_name_that_fits_two_columns_is_refused(columns, source, headers):
    """Which of two columns is meant is not guessed at; both are named."""
    error = refusal(source, headers)
    assert ("ambiguous_column", True) == (
        error.code,
        error.message.endswith(f"more than one column: {columns}"),
    )
    assert error.message.startswith("metin.txt, line 1: ")


@pytest.mark.parametrize(
    ("printed", "source", "headers"),
    [
        ("Ad Soyad", "{{ Ad Soyad }}", ("Ad Soyad", "AD SOYAD")),
        ("AD SOYAD", "{{ AD SOYAD }}", ("Ad Soyad", "AD SOYAD")),
        ("Borç (TL)", "{{ Borç (TL) }}", ("Borç TL", "Borç (TL)", "borç (tl)")),
    ],
)
def test_of_columns_that_are_alike_the_one_that_is_written_so_is_meant(printed, source, headers):
    """A header that is written exactly goes before those that only look like it."""
    assert printed == text(source, headers)


def test_placeholders_of_another_spelling_are_told_with_their_columns():
    """What was found by likeness is remarked upon; a column's own name and its slug are not."""
    template = compiled("{{ Ad }}{{ Borç (tl) }}{{ Ad Soyad }}{{ musteri_adi }}{{ AD }}{{ eposta }}")
    assert {"Ad": 2, "Borç (tl)": 1, "eposta": 4} == template.similar
    assert [Remark("column_matched", "info", (("Ad", 2), ("Borç (tl)", 1), ("eposta", 4)))] == list(
        template.remarks()
    )


def test_of_many_columns_the_first_are_listed():
    """An error of a wide list is still read on one screen."""
    hint = refusal("{{ yok }}", [f"sütun {number}" for number in range(500)]).hint
    assert hint.startswith("The columns are: sutun_0, sutun_1,")
    assert hint.endswith("sutun_39, …")


def test_functions_and_names_of_the_template_go_before_likeness():
    """A column is no function's or variable's namesake merely because it looks like it."""
    headers = ("Ra-nge", "x!", "Ad")
    assert "0, 15" == text("{{ range(2)|list }}{% set X = 5 %}{{ X }}", headers)


def test_files_beside_the_template_know_the_same_names(tmp_path):
    """A file that is included may write a column's name as freely as the template."""
    (tmp_path / "imza.txt").write_text("{{ Borç (TL) }}", encoding="utf-8")
    (tmp_path / "m.txt").write_text("{% macro m() %}{{ Ad Soyad }}{% endmacro %}", encoding="utf-8")
    template = compiled("{{ Ad }} {% include 'imza.txt' %}", folder=tmp_path)
    assert ["AD Borç (TL)"] == [one.text for one in template.texts([[header] for header in HEADERS], 1)]
    with pytest.raises(InputError) as caught:
        compiled("{% from 'm.txt' import m %}{{ m() }}", folder=tmp_path)
    assert "m.txt, line 1: Ad Soyad is not available in this file" == caught.value.message


@pytest.mark.parametrize(
    ("right", "found", "headers"),
    [
        ("{{ ad }}", found, ("Ad", "Borç (TL)"))
        for found in (
            *(
                "{ad}",
                "{ ad }",
                "{ad}}",
                "{AD}",
                "<ad>",
                "<<ad>>",
                "[ad]",
                "[[Ad]]",
                "%ad%",
                "#ad#",
                "((ad))",
            ),
            *("\u00abad\u00bb", "\uff5b\uff5bad\uff5d\uff5d", "{ad|upper}", "< Ad >"),
        )
    ]
    + [
        ("{{ borc_tl }}", "[Borç (TL)]", ("Ad", "Borç (TL)")),
        ("{{ borc_tl }}", "{borç-tl}", ("Ad", "Borç (TL)")),
        ("{{ a }}", "{A}", ("A",)),
    ],
)
def test_a_placeholder_of_another_tool_is_refused(right, found, headers):
    """What names a column in other marks than ours would go out as it is, so it is refused."""
    error = refusal(f"%20 indirim\n\nSayın {found}, {{# x #}}hoş geldiniz", headers)
    assert "foreign_placeholder" == error.code
    assert (
        f"metin.txt, line 3: {found} is not a placeholder here, and would be sent as it is" == error.message
    )
    assert f"Write {right}, or {{{{ '{found}' }}}} where the text needs just that" == error.hint
    assert found in text(f"{{{{ '{found}' }}}}", headers)


@pytest.mark.parametrize(
    "plain",
    [
        *("(ad)", "%20 ad", "#ad #soyad", "[x]", "<3", "5 < 6 > 5", "[A]", "<B>", "%5%", "[5]"),
        *("%ad %", "# ad#", "{}", "[]", "{% raw %}{ad}{% endraw %}", "{# [ad] #}", "ad@ad.com"),
    ],
)
def test_other_marks_stay_text_where_they_name_no_column(plain):
    """Percent signs, hashtags, lists and brackets of a text are nobody's placeholder."""
    compiled(f"Sayın müşterimiz {plain} {{{{ ad }}}}", ("Ad", "A", "B", "5"))


def test_the_file_that_holds_another_tools_placeholder_is_named(tmp_path):
    """A file that is included is looked at as the template is."""
    (tmp_path / "imza.txt").write_text("Örnek\n[ad]", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        compiled("{% include 'imza.txt' %}", ("ad",), folder=tmp_path)
    assert caught.value.message.startswith("imza.txt, line 2: [ad] is not a placeholder")


@pytest.mark.parametrize(
    ("codes", "source"),
    [
        (["braces_without_columns"], "Sayın {müşteri}, merhaba"),
        (["braces_without_columns"], "Sayın ad }}, merhaba"),
        ([], "Sayın {müşteri}, {{ AD }}"),
        ([], "Merhaba"),
    ],
)
def test_a_text_without_columns_that_holds_braces_is_remarked_upon(codes, source):
    """Where nothing is filled in and braces are left, a placeholder was probably meant."""
    assert codes == [remark.code for remark in compiled(source).remarks()]
    assert {"error"} >= {remark.severity for remark in compiled(source).remarks()}


@pytest.mark.parametrize("mark", ["<", "[", "%", "#", "(", "{", "\u00ab", " ", "a", "-"])
@pytest.mark.parametrize("around", ["", "{{ {} }}", "{{% if {} %}}"])
def test_long_nonsense_is_looked_at_soon(mark, around):
    """However a template is stuffed with marks, it is told from placeholders in no time."""
    source = around.format(mark * 50_000) if around else mark * 50_000
    begun = time.process_time()
    with suppress(InputError):
        compiled(source, ("ad", "a a"))
    assert time.process_time() - begun < 5
