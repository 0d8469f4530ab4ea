import time
import tracemalloc
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchsms.errors import InputError
from batchsms.texts.row_rendering import Rendered
from batchsms.texts.template import compile_template
from batchsms.texts.turkish.value_to_text import MOST_CHARACTERS

_DOUBLING = "{% set ns = namespace(x=START) %}{% for i in range(99) %}{% set ns.x = STEP %}{% endfor %}"


def doubling(start, step, after="{{ ns.x|length }}"):
    """Write a template that makes something twice as large, again and again."""
    return _DOUBLING.replace("START", start).replace("STEP", step) + after


RUNAWAYS = [
    "{{ ad|center(10**10) }}",
    "{{ ad|center(10000000000) }}",
    "{{ ad.center(10**10) }}",
    "{{ ad.ljust(10**10) }}",
    "{{ ad.rjust(10**10, 'x') }}",
    "{{ ad.zfill(10**10) }}",
    "{{ ad.expandtabs(10**10) }}",
    "{{ ad.encode().center(10**10) }}",
    "{{ ad.translate({65: 'x' * 9999}) }}",
    '{{ "a"*10**9 }}',
    '{{ "a"*1000000000 }}',
    '{{ 10**9*"a" }}',
    "{{ [1]*10**9 }}",
    "{{ (1, 2)*10**9 }}",
    "{% for a in range(10**9) %}{% endfor %}",
    "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}",
    "{% for a in range(10000) if false %}{% endfor %}" * 50,
    "{% for a in range(10000) %}{% for b in range(10000) if false %}{% endfor %}{% endfor %}",
    "{% for a in range(9999) %}{{ range(9999)|sum }}{% endfor %}",
    "{% for a in range(9999) %}{{ range(9999)|map('string')|list|length }}{% endfor %}",
    "{% for a in range(9999) %}{{ 'x'.join(range(9999)) }}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% for a in [1, 2] recursive %}{{ loop([1, 2]) if loop.depth < 60 }}{% endfor %}",
    "{% block b %}{{ self.b() }}{{ self.b() }}{% endblock %}",
    '{{ "%999999999d"|format(1) }}',
    '{{ "%999999999d" % 1 }}',
    '{{ "%.999999999f" % 1 }}',
    '{{ "%*d" % (999999999, 1) }}',
    '{{ "%(a)999999999s" % {"a": 1} }}',
    '{{ "%(a(b))s" % {"a(b)": "x" * 9999} }}',
    '{{ ("%(a)s" * 6000) % {"a": "x" * 30000} }}',
    '{{ "{:>999999999}".format(1) }}',
    '{{ "{:>{}}".format(1, 999999999) }}',
    '{{ "{a:>999999999}".format_map({"a": 1}) }}',
    '{{ ("{0}" * 9999).format("x" * 30000) }}',
    "{{ 9**9**9 }}",
    "{{ 9**(9**9) }}",
    "{{ 2**4000 }}",
    "{{ (10**60)*(10**60) }}",
    "{{ (-9)**99999 }}",
    "{{ 9 ** 99999999 % 7 }}",
    "{{ " + "9" * 5000 + " }}",
    "{{ 0x" + "f" * 5000 + " }}",
    "{{ 1e999 }}",
    "{{ 1e308 * 10 }}",
    "{{ ad|indent(10**9, true) }}",
    "{{ ('x\n' * 9999)|indent('y' * 9999) }}",
    "{{ ('x' * 30000)|wordwrap(1, wrapstring='y' * 9999) }}",
    "{{ ('x' * 30000)|replace('x', 'y' * 30000) }}",
    "{{ ('x' * 30000).replace('x', 'y' * 30000) }}",
    "{{ ad.replace('', 'y' * 39999) }}",
    "{{ range(9999)|join('x' * 30000) }}",
    "{{ ('x' * 30000).join(range(9999)) }}",
    "{{ [1]|batch(10**9, 'x')|list }}",
    "{{ [1]|slice(10**9)|list }}",
    "{{ 5|round(10**9) }}",
    "{{ 5|round(-10**9, 'floor') }}",
    "{{ (5).to_bytes(10**10, 'big') }}",
    "{{ [1]|tojson(indent=10**9) }}",
    doubling("'ab'", "ns.x ~ ns.x"),
    doubling("'ab'", "ns.x + ns.x"),
    doubling("'ab'", "[ns.x, ns.x]|join"),
    doubling("'ab'", "'%s%s'|format(ns.x, ns.x)"),
    doubling("'ab'", "'{0}{0}'.format(ns.x)"),
    doubling("[1]", "ns.x + ns.x"),
    doubling("[1]", "[ns.x, ns.x]"),
    doubling("[1]", "(ns.x, ns.x)"),
    doubling("[1]", "{1: ns.x, 2: ns.x}"),
    doubling("[1]", "dict(a=ns.x, b=ns.x)"),
    doubling("[1]", "[1, 2]|batch(9, ns.x)|list"),
    doubling("[1]", "[ns.x, ns.x]", "{{ ns.x == ns.x }}"),
    doubling("[1]", "[ns.x, ns.x]", "{{ ns.x|tojson }}"),
    doubling("3", "ns.x * ns.x", "{{ ns.x }}"),
    "{% set x %}{% for i in range(9999) %}0123456789{% endfor %}{% endset %}{{ x }}",
    "{% for i in range(9999) %}0123456789{% endfor %}",
    "{% for i in range(200) %}{{ 'x' * 30000 }}{% endfor %}",
    (
        "{% macro m() %}{% for i in range(999) %}0123456789{% endfor %}{% endmacro %}"
        "{% for i in range(9999) %}{{ m() }}{% endfor %}"
    ),
    "{% filter upper %}{% for i in range(9999) %}0123456789{% endfor %}{% endfilter %}",
    "{% filter center(10**9) %}x{% endfilter %}",
    "{% set x|center(10**9) %}x{% endset %}{{ x }}",
]


def outcome(source, cell="Ali"):
    """Render one row, or give the error of the template as if it were the row's."""
    try:
        return compile_template(source, "metin.txt", ("ad",)).texts([[cell]], 1)[0]
    except InputError as error:
        return Rendered("", error.code, error.message)


@pytest.mark.parametrize("source", RUNAWAYS)
def test_no_template_runs_away(source):
    """What would take all time or memory ends soon, as an error of the template or of the row."""
    begun = time.process_time()
    found = outcome(source)
    assert ("", "template_error", True) == (found.text, found.reason, bool(found.about))
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    "source",
    [
        "{{ ad|center(10000000000) }}",
        '{{ "a"*1000000000 }}',
        '{{ "%999999999d"|format(1) }}',
        '{{ "{:>999999999}".format(1) }}',
        "{{ ('x' * 30000)|replace('x', 'y' * 30000) }}",
        "{{ range(9999)|join('x' * 30000) }}",
        "{{ [1]|batch(10**9, 'x')|list }}",
        "{% for i in range(200) %}{{ 'x' * 30000 }}{% endfor %}",
        doubling("'ab'", "ns.x ~ ns.x"),
        doubling("[1]", "[ns.x, ns.x]", "{{ ns.x|tojson }}"),
        doubling("3", "ns.x * ns.x", "{{ ns.x }}"),
    ],
)
def test_no_template_fills_the_memory(source):
    """An operation that would make something huge is refused before it is made."""
    tracemalloc.start()
    outcome(source)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("3 2 1", "{% for i in range(3, 0, -1) %}{{ i }} {% endfor %}"),
        ("x" * 1000, "{{ 'x' * 1000 }}"),
        (
            "a, b ve c",
            "{% for x in 'abc' %}{{ x }}{{ [', ', ' ve ', ''][loop.index0] }}{% endfor %}",
        ),
        ("1024", "{{ 2 ** 10 }}"),
        ("1", "{{ 10 % 3 }}"),
        ("  5| 5.00|005", "{{ '%3d|%5.2f|%03d' % (5, 5, 5) }}"),
        ("  x|5,5|1.234.567,9", "{{ '{:>3}|{}|'.format('x', 5.5) }}{{ 1234567.9|sayi }}"),
        ("    x", "{{ 'x'|indent(4, true) }}"),
        ("a-a", "{{ 'a a'|wordwrap(1, wrapstring='-') }}"),
        ("[1, 2]", "{{ [1, 2]|tojson }}"),
        ("Ali Ali", "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(ad) }} {{ m(ad) }}"),
        ("120", "{% macro f(n) %}{{ n * f(n - 1)|int if n > 1 else 1 }}{% endmacro %}{{ f(5) }}"),
        ("[Ali]", "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{{ ad }}{% endcall %}"),
        ("1 a|2 b|", "{% for x in ['a', 'b'] %}{{ loop.index }} {{ x }}|{% endfor %}"),
        ("1,2,", "{% for x in [1, [2]] recursive %}{{ loop(x) if x is iterable else x ~ ',' }}{% endfor %}"),
        (
            "4",
            "{% set a = namespace(n=0) %}{% for x in [1, 3] %}{% set a.n = a.n + x %}{% endfor %}{{ a.n }}",
        ),
    ],
)
def test_what_a_text_needs_is_within_bounds(text, source):
    """Loops, sums, patterns and macros of a usual size work as in Jinja."""
    assert Rendered(text) == compile_template(source, "metin.txt", ("ad",)).texts([["Ali"]], 1)[0]


def test_a_long_cell_is_a_text_nevertheless():
    """The longest cell that Excel holds can be printed; that it is too long to send is seen elsewhere."""
    cell = "x" * 32_767
    assert [Rendered(cell)] == compile_template("{{ ad }}", "metin.txt", ("ad",)).texts([[cell]], 1)


@pytest.mark.parametrize("source", ["{{ ad }}", "{{ ad|trim }}", "{% if ad %}{{ ad }}{% endif %}"])
def test_a_cell_that_is_too_long_fails_its_row_only(source):
    """A text file can hold more in a cell than any text may be; the other rows have their texts."""
    texts = compile_template(source, "metin.txt", ("ad",)).texts([["a", "x" * (MOST_CHARACTERS + 1), "b"]], 3)
    assert ["a", "template_error", "b"] == [one.text or one.reason for one in texts]


def test_each_row_begins_with_all_its_steps():
    """What one row spends is not missing to the next."""
    source = "{% for i in range(9000) %}{% endfor %}{{ ad }}"
    rows = [str(number) for number in range(12)]
    assert rows == [row.text for row in compile_template(source, "metin.txt", ("ad",)).texts([rows], 12)]


ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ ad|attr('__class__') }}",
    "{{ [ad]|map(attribute='__class__')|list }}",
    "{{ [ad]|groupby('__class__') }}",
    "{{ [ad]|sum(attribute='__class__.__mro__') }}",
    "{{ [ad, ad]|sort(attribute='__class__') }}",
    "{{ ['__class__']|map('attr', ad)|list }}",
    "{{ '{0.__class__.__mro__}'.format(ad) }}",
    "{{ '{0[__class__]}'.format(ad) }}",
    "{{ '{a.__class__}'.format_map({'a': ad}) }}",
    "{{ ['{0.__class__}']|map('format', ad)|map('upper')|first ~ ad.__class__ }}",
    "{{ ad.format.__self__ }}",
    "{{ ad.upper.__globals__ }}",
    "{{ ad.upper.func.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ namespace(a=1).__class__ }}",
    "{{ namespace(a=1)._Namespace__attrs }}",
    "{{ namespace.mro() }}",
    "{{ namespace|attr('mro') }}",
    "{{ cycler.__init__ }}",
    "{{ cycler('a') }}",
    "{{ joiner }}",
    "{{ lipsum() }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.__init__.__globals__ }}",
    "{% block b %}{{ self.b.__func__ }}{% endblock %}",
    "{% for x in [1] %}{{ loop._iterator }}{% endfor %}",
    "{% for x in [1] %}{{ loop.__init__ }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m.__call__ }}",
    "{{ range.__globals__ }}",
    "{{ dict.__globals__ }}",
    "{{ dict.fromkeys([1]) }}",
    "{{ (5).__class__ }}",
    "{{ [].append }}",
    "{% set x = [] %}{{ x.append(1) }}",
    "{% set x = {} %}{{ x.update({1: 2}) }}",
    "{{ {}.__class__ }}",
    "{{ none.__class__ }}",
    "{{ true.__class__ }}",
    "{{ _ }}",
    "{{ __builtins__ }}",
    "{{ __import__('os') }}",
    "{{ environment }}",
    "{{ context }}",
    "{{ resolve('x') }}",
    "{{ ad| spend(1) }}",
    "{% set ns = namespace() %}{% set ns.__class__ = 1 %}{{ ns.__class__ }}",
    "{{ ad is filter }}{{ 1/0 }}",
    "{% autoescape true %}{{ ad }}{% endautoescape %}",
    "{{ [range] }}",
    "{{ ad.upper ~ '' }}",
    "{{ [ad.upper]|join }}",
    "{{ '%s' % range }}",
    "{{ '{}'.format(range) }}",
    "{{ ad|map('upper')|string }}",
    "{{ namespace(a=1) }}",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_a_template_cannot_reach_into_the_program(source):
    """Whatever way is tried to an inner object, nothing of it is printed, and nothing is changed."""
    try:
        found = compile_template(source, "metin.txt", ("ad",)).texts([["Ali"]], 1)[0]
    except InputError as error:
        found = Rendered("", error.code)
    assert ("", True) == (found.text, found.reason in {"template_error", "unknown_column"})


@pytest.mark.parametrize(
    "source",
    [
        "{{ ad.today() }}",
        "{{ ad.now() }}",
        "{{ ad.__class__ }}",
        "{{ ad.replace(year=1) }}",
        "{{ ad.strftime('%c' * 99) }}",
    ],
)
def test_a_date_neither_knows_the_clock_nor_runs_away(source):
    """What a date is asked never depends on when the campaign is made."""
    assert (
        "template_error"
        == compile_template(source, "metin.txt", ("ad",)).texts([[datetime(2026, 1, 20)]], 1)[0].reason
    )


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from("{}%#ad|()[].'\"~*+-/=!<>, \n0159ifnor_x:"), max_size=60)
    | st.lists(
        st.sampled_from(
            [
                "{{",
                "}}",
                "{%",
                "%}",
                "ad",
                "|",
                "if",
                "for",
                "in",
                "endif",
                "endfor",
                "set",
                "x",
                "=",
                "(",
                ")",
                "[",
                "]",
                "'",
                "**",
                "*",
                "9",
                "~",
                "upper",
                "not",
                "is",
                ".",
                "range",
            ]
        ),
        max_size=25,
    ).map(" ".join)
)
def test_whatever_is_written_is_a_template_or_an_error(source):
    """Any file at all is rendered, or refused with a sentence; nothing else comes of it."""
    try:
        found = compile_template(source, "metin.txt", ("ad",)).texts([["Ali", None, 5]], 3)
    except InputError as error:
        found = [error.message] * 3
    assert (3, True) == (len(found), all(found))
