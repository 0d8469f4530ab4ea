from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchsms.errors import InputError
from batchsms.pricing.tariff import USUAL_TARIFF
from batchsms.texts.batch_rendering import LoopRenderer
from batchsms.texts.column_names import ColumnNames
from batchsms.texts.column_placeholders import ColumnPlaceholders
from batchsms.texts.environment import TextSandbox
from batchsms.texts.row_rendering import Rendered, RowRenderer
from batchsms.texts.template import compile_template
from batchsms.texts.text_cleaning import clean

HEADERS = ("ad", "soyad", "tutar", "Not")


def rendered(source, *columns, headers=HEADERS):
    """Render a template for the rows of a list."""
    filled = [*columns, *[[None] * len(columns[0])] * (len(headers) - len(columns))]
    return compile_template(source, "metin.txt", headers).texts(filled, len(columns[0]))


def each_alone(template, rows):
    """Render each row by itself, and hold it against what Jinja's own `render` gives."""
    by_row = template._replace(renderer=template.renderer.by_row)
    return [by_row.texts([[cell] for cell in row], 1)[0] for row in rows]


names = st.sampled_from(["ad", "soyad", "tutar", "not_"])
atoms = st.one_of(
    names,
    st.sampled_from(["'x'", "5", "0", "1.5", "none", "true", "[1, 2]", "'%s'|format(ad)", "range(3)|list"]),
)
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(
            inner,
            st.sampled_from(
                [
                    "upper",
                    "default('yok')",
                    "length",
                    "tl",
                    "int",
                    "string",
                    "list",
                    "first",
                    "title|trim",
                    "join('-')",
                    "isim|ekle('e')",
                    "round(1)",
                    "replace('a', tutar)",
                ]
            ),
        ).map("|".join),
        st.tuples(
            inner,
            st.sampled_from(
                [" + ", " ~ ", " * ", " - ", " / ", " == ", " in ", " not in ", " < ", " and ", " or "]
            ),
            inner,
        ).map(lambda parts: f"({''.join(parts)})"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
        inner.map(lambda one: f"{one}.upper()" if one.isidentifier() else f"[{one}]"),
    ),
    max_leaves=4,
)
outputs = expressions.map(lambda expression: f"{{{{ {expression} }}}}")
plain = st.one_of(
    names.map(lambda name: f"{{{{ {name} }}}}"), st.sampled_from(["Sayın ", "\n", ",", "{# x #}"])
)
statements = st.recursive(
    st.one_of(plain, plain, outputs),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.tuples(expressions, inner, inner).map(
            lambda parts: f"{{% if {parts[0]} %}}{parts[1]}{{% else %}}{parts[2]}{{% endif %}}"
        ),
        st.tuples(names, expressions, inner).map(
            lambda parts: f"{{% set {parts[0]} = {parts[1]} %}}{parts[2]}"
        ),
        st.tuples(st.sampled_from(["ad", "x"]), expressions, inner).map(
            lambda parts: f"{{% for {parts[0]} in {parts[1]} %}}{parts[2]}{{{{ loop.index }}}}{{% endfor %}}"
        ),
        inner.map(lambda body: f"{{% set ns = namespace(x=1) %}}{{% set ns.x = ad %}}{body}{{{{ ns.x }}}}"),
        inner.map(lambda body: f"{{% filter lower %}}{body}{{% endfilter %}}"),
        inner.map(lambda body: f"{{% macro m(x) %}}{body}{{% endmacro %}}{{{{ m(ad) }}}}"),
        inner.map(lambda body: f"{{% with soyad = tutar %}}{body}{{% endwith %}}"),
        inner.map(lambda body: f"{{% set y %}}{body}{{% endset %}}{{{{ y }}}}"),
    ),
    max_leaves=6,
)
words = st.sampled_from(["Ali", "İnci", "a", "1.234,50"])
cells = st.one_of(
    st.none(),
    st.sampled_from(["Ali", "İnci", "a", "1.234,50", "", "s\u0327", "a\x00b", "\r\n"]),
    st.sampled_from([0, 1, -3, 1.0, 1.5, -0.0, float("nan"), float("inf"), True, False]),
    st.sampled_from(
        [date(2026, 1, 20), datetime(2026, 1, 20), datetime(2026, 1, 20, 9, 30), time(9), timedelta(hours=30)]
    ),
)


@settings(max_examples=200, deadline=None)
@given(statements, st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=6))
def test_all_rows_at_once_give_what_each_gives_alone(source, rows):
    """Whatever a template does and a list holds, the loop makes the same texts and reasons, row by row."""
    template = compile_template(source, "metin.txt", HEADERS)
    columns = [list(column) for column in zip(*rows, strict=True)]
    assert each_alone(template, rows) == template.texts(columns, len(rows))


@settings(max_examples=100, deadline=None)
@given(statements, st.tuples(words, words, words, words))
def test_a_text_is_what_jinja_renders(source, row):
    """A text that is made is the one that Jinja's own `render` makes of the row."""
    template = compile_template(source, "metin.txt", HEADERS)
    values = {name: row[at] for name, at in template.columns.items()}
    found = template.texts([[cell] for cell in row], 1)[0]
    template.renderer.by_row.environment.allowance.renew()
    assert found.reason or found.text == clean(template.renderer.by_row.template.render(values))


@settings(max_examples=200, deadline=None)
@given(statements)
def test_words_that_are_jinja_are_never_read_as_a_column(source):
    """However columns are called, the template that works with them is parsed as it always was."""
    headers = (
        *HEADERS,
        "ad - soyad",
        "soyad.upper()",
        "not ad",
        "ad or tutar",
        "range (3)",
        "x in ad",
        "5 + ad",
    )
    plain = TextSandbox(USUAL_TARIFF)
    compile_template(source, "metin.txt", HEADERS)
    placeholders = ColumnPlaceholders(ColumnNames(headers), frozenset(plain.globals))
    assert plain.parse(source) == TextSandbox(USUAL_TARIFF, placeholders).parse(source)
    assert {} == placeholders.found


@pytest.mark.parametrize(
    ("renderer", "source"),
    [
        (LoopRenderer, "Sayın {{ ad }}, {{ tutar }}"),
        (LoopRenderer, "{{ ad|upper }} {% if tutar > 5 %}{{ soyad }}{% endif %}"),
        (LoopRenderer, "{% for x in [ad, soyad] %}{{ loop.index }} {{ x }}{% endfor %}"),
        (
            LoopRenderer,
            "{% set x = ad %}{{ x }}{% set ns = namespace(y=1) %}{% set ns.y = tutar %}{{ ns.y }}",
        ),
        (RowRenderer, "{% macro m() %}{% endmacro %}{{ ad }}"),
        (RowRenderer, "{% block b %}{{ ad }}{% endblock %}"),
        (RowRenderer, "{% for x in [ad] recursive %}{{ x }}{% endfor %}"),
        (RowRenderer, "Selam"),
    ],
)
def test_what_is_safe_in_a_loop_goes_through_one(renderer, source):
    """Output, conditions, loops, filters and names go through one loop; macros and blocks row by row."""
    assert renderer is type(compile_template(source, "metin.txt", HEADERS).renderer)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ad }}\n",
        "{{ ad }}\n\n",
        "\n{{ ad }}",
        "{{ ad }}\r\n",
        "{# x #}{{ ad }}",
        "{{ ad }}{# x #}\n",
        "{% if ad %}{{ ad }}{% endif %}\n",
    ],
)
def test_the_loop_adds_and_takes_no_newline(source):
    """The last newline of a file is the editor's, in the loop as alone."""
    template = compile_template(source, "metin.txt", HEADERS)
    assert each_alone(template, [("Ali", None, None, None), ("Can", None, None, None)]) == template.texts(
        [["Ali", "Can"], [None] * 2, [None] * 2, [None] * 2], 2
    )


@pytest.mark.parametrize(
    ("about", "source"),
    [
        (["ad", "soyad", "ad"], "{{ ad }} {{ soyad }}"),
        (["soyad", "soyad", "soyad"], "{{ soyad }} {{ ad }}"),
        (["ad", "soyad", "ad"], "{{ ad|upper }} {{ soyad }}"),
        (["soyad", "soyad", "soyad"], "{% if soyad == '' %}{{ soyad|trim }}{% endif %}{{ soyad }} {{ ad }}"),
    ],
)
def test_the_first_value_that_is_missing_is_named(about, source):
    """Of two empty cells the one that the text needs first is the reason."""
    ads, soyads = [None, "x", None], ["x", None, None]
    if about == ["soyad"] * 3:
        ads, soyads = [None, "x", None], [None, None, None]
    assert about == [row.about for row in rendered(source, ads, soyads)]


def test_rows_that_fail_are_left_out_one_by_one():
    """Rows before, between and behind those that fail have their texts, in place."""
    tutar = [0 if number % 7 == 3 else number for number in range(1, 500)]
    found = rendered("{{ 1 // tutar }}{{ tutar }}", [None] * 499, [None] * 499, tutar)
    expected = ["" if number == 0 else f"{1 // number}{number}" for number in tutar]
    assert expected == [row.text for row in found]
    assert {"template_error"} == {row.reason for row in found if not row.text}


def test_rows_that_all_fail_fail_soon():
    """Where nothing works, the loop is given up, and each row has its reason nevertheless."""
    found = rendered(
        "{{ 1 / tutar }}", [None] * 3000, [None] * 3000, [*range(0, -3000, -1)], headers=("a", "b", "tutar")
    )
    assert "template_error" == found[0].reason
    assert 2999 == sum(not row.reason for row in found)
    failed = rendered("{{ ad + 1 }}", [f"x{number}" for number in range(3000)])
    assert {"template_error"} == {row.reason for row in failed}


def test_values_are_rendered_once():
    """However often the same values stand in a list, their text is one."""
    found = rendered("{{ ad }} {{ soyad|upper }}", ["a", "b"] * 500, ["x", "y"] * 500)
    assert 2 == len({id(row) for row in found})


def test_a_template_as_deep_as_python_allows_still_has_its_texts():
    """Where a loop around the template would be one level too many, its rows are rendered alone."""
    deepest = [depth for depth in range(25) if _compiles(depth)][-1]
    source = "{% for x in [1] %}" * deepest + "{{ ad }}" + "{% endfor %}" * deepest
    assert [Rendered("Ali"), Rendered("Can")] == rendered(source, ["Ali", "Can"])


def _compiles(depth):
    """Tell whether so many loops inside each other can be compiled."""
    try:
        compile_template(
            "{% for x in [1] %}" * depth + "{{ ad }}" + "{% endfor %}" * depth, "metin.txt", HEADERS
        )
    except InputError:
        return False
    return True
