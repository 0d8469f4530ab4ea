from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchsms.errors import InputError
from batchsms.texts.template import compile_template

HEADERS = ("Ad Soyad", "Borç (TL)", "şehir")
COLUMNS = "The columns are: ad_soyad, borc_tl, sehir."


def refusal(source, headers=HEADERS, **options):
    """Give the error with which a template is refused before the first row."""
    with pytest.raises(InputError) as caught:
        compile_template(source, "metin.txt", headers, **options)
    return caught.value


@pytest.mark.parametrize(
    ("told", "shown", "hint", "source"),
    [
        (
            "line 1: {{ Ad Soyadi }} is neither a column nor anything else that can be filled in",
            ["{{ Ad Soyadi }}", "      ^"],
            "Did you mean {{ ad_soyad }}? " + COLUMNS,
            "Sn {{ Ad Soyadi }}, merhaba",
        ),
        (
            "line 2: {{ sehir den }} is neither a column nor anything else that can be filled in",
            ["{{ sehir den }}", "         ^"],
            "Did you mean {{ sehir }}? " + COLUMNS,
            "{{ Ad Soyad }}\n{{ sehir den }}",
        ),
        (
            "line 1: \u201c is a word processor's character and has no meaning between braces",
            ["{{ sehir|default(\u201cşehriniz\u201d) }}", "                 ^"],
            'Write {{ sehir|default("şehriniz") }}',
            "{{ sehir|default(\u201cşehriniz\u201d) }}",
        ),
        (
            "line 1: \u2013 is a word processor's character and has no meaning between braces",
            ["{{ borc_tl \u2013 5 }}", "           ^"],
            "Write {{ borc_tl - 5 }}",
            "{{ borc_tl \u2013 5 }}",
        ),
        (
            "line 1: the character ₺ has no meaning between braces",
            ["{{ Borç ₺ }}", "        ^"],
            "Did you mean {{ borc_tl }}? " + COLUMNS,
            "{{ Borç ₺ }}",
        ),
        (
            "line 1: {{ is not followed by }}",
            ["{{sehir} için", "^"],
            "Did you mean {{ sehir }}? " + COLUMNS,
            "Merhaba {{sehir} için",
        ),
        ("line 2: {{ is not followed by }}", ["{{ ", "^"], COLUMNS[:-1], "\n{{ "),
        (
            "line 1: {# is not followed by #}",
            ["{# x", "^"],
            "Correct the template; nothing was sent",
            "a {# x",
        ),
        ("line 1: there is nothing between {{ }}", ["{{ }}", "  ^"], COLUMNS[:-1], "{{ }}"),
        (
            "line 1: the statement {% if sehir = 'x' %} cannot be read",
            ["{% if sehir = 'x' %}", "            ^"],
            "Write == to compare",
            "{% if sehir = 'x' %}a{% endif %}",
        ),
        (
            "line 3: the statement {% if sehir %} is not ended",
            ["{% if sehir %}", "^"],
            "Write {% endif %} where it is to end",
            "{% if sehir %}x{% endif %}\n\n{% if sehir %}\n\nx",
        ),
        (
            "line 1: there is nothing that {% endfor %} could belong to",
            ["{% endfor %}", "^"],
            "See that each statement is ended by its own end",
            "{% if sehir %}x{% endfor %}",
        ),
        (
            "line 1: there is no statement sehir",
            ["{%sehir%}", "^"],
            "Write {{ sehir }} for the column",
            "Sayın {%sehir%}",
        ),
        (
            "line 1: there is no statement iff",
            ["{% iff x %}", "^"],
            "Did you mean if?",
            "{% iff x %}{% endif %}",
        ),
        (
            "line 1: there is no filter tarh",
            ["{{ sehir|tarh }}", "         ^"],
            "Did you mean tarih?",
            "{{ sehir }} {{ sehir|tarh }}",
        ),
        (
            "line 1: there is no test evn",
            ["{{ sehir is evn }}", "            ^"],
            "Did you mean even?",
            "{{ sehir is evn }}",
        ),
        ("line 1: a text in quotes is not ended", ["{{ 'x }}", "   ^"], "Write ' at its end", "{{ 'x }}"),
        (
            "line 1: the statement {% for x %} cannot be read",
            ["{% for x %}", "  ^"],
            "Jinja says: expected token 'in', got 'end of statement block'",
            "{% for x %}{% endfor %}",
        ),
        (
            "line 2: autoescape has no place in a text message, which is not HTML",
            [],
            "Correct the template; nothing was sent",
            "\n{% autoescape true %}{% endautoescape %}",
        ),
        (
            "line 1: the number 2 has nothing named Taksitler",
            [],
            "Correct the template; nothing was sent",
            "{{ 2. Taksitler }}",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place_and_what_was_meant(told, shown, hint, source):
    """One sentence with file and line, the braces with a caret below the place, and the right form."""
    error = refusal(source)
    first, *rest = error.message.split("\n")
    assert f"metin.txt, {told}" == first
    assert shown == [line.removeprefix("    ") for line in rest]
    assert ("template_error", hint) == (error.code, error.hint)


def test_the_file_in_which_it_stands_is_named(tmp_path):
    """A file that is included is told as the template is."""
    (tmp_path / "imza.txt").write_text("x\n{{ Ad Soyadi }}", encoding="utf-8")
    error = refusal("{% include 'imza.txt' %}", folder=tmp_path)
    assert error.message.startswith("imza.txt, line 2: {{ Ad Soyadi }} is neither")


@pytest.mark.parametrize(
    "source", ["{{ 05301112233 Ali }}", "{{ 'x' 90530 111 22 33 ab }}", "{{ +905301112233 x }}"]
)
def test_no_full_number_of_a_template_is_shown(source):
    """A number that somebody put into braces is in no error."""
    error = refusal(source)
    assert "530111" not in error.message.replace(" ", "") + error.hint.replace(" ", "")


def test_a_long_line_is_shown_around_its_place():
    """The caret stands below the place, however far behind the beginning of the braces it is."""
    source = "{{ [" + "sehir, " * 40 + "x y] }}"
    _first, shown, caret = refusal(source).message.split("\n")
    assert "y] }}" == shown[caret.index("^") :]
    assert len(shown) < 130


fragments = st.sampled_from(
    [
        *(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "{",
            "}",
            "{%-",
            "-}}",
            "(",
            ")",
            "[",
            "]",
            "|",
            ".",
            ",",
            "=",
            "==",
        ),
        *(
            "if",
            "endif",
            "for",
            "in",
            "endfor",
            "set",
            "macro",
            "endmacro",
            "raw",
            "endraw",
            "include",
            "else",
            "is",
        ),
        *(
            "Ad Soyad",
            "Borç",
            "(TL)",
            "şehir",
            "ad",
            "5",
            "2.",
            "'x'",
            "'",
            '"',
            "\u201c",
            "\u2013",
            "%",
            "#",
            "<",
            ">",
        ),
        *(" ", "\n", "\r\n", "\t", "\\", "\x00", "\uff5b", "😀", "tl", "yok"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(fragments, max_size=14).map(" ".join) | st.lists(fragments).map("".join))
def test_whatever_is_written_is_compiled_or_refused_with_its_place(source):
    """No template, however broken, is a defect of the program, and each refusal begins with the file."""
    with suppress(InputError):
        compile_template(source, "metin.txt", HEADERS)
        return
    assert refusal(source).message.startswith("metin.txt")
