"""What a person sees and types on a terminal."""

import pytest
from lists import a_list, people
from wcwidth import wcswidth

pytest.importorskip("pty", reason="terminals as files are Unix's")
from terminals import on_terminal

CAMPAIGN = ("--text", "Merhaba {{ ad }}", "--sender", "APITEST", "--iys", "none")
ESCAPE = "\x1b"


def _slowly(*values):
    """Mark further values of a parameter as slow: they show the same as the first."""
    return [pytest.param(value, marks=pytest.mark.slow) for value in values]


@pytest.fixture
def type_in(tmp_path, environment, sandbox):
    """Type a command on a terminal; return its exit code and what is shown."""

    def run(*arguments, typed="", columns=100, **more):
        to = ("--gateway-url", sandbox.gateway_url) if arguments[0] == "send" else ()
        code, shown = on_terminal(tmp_path, environment | more, *arguments, *to, typed=typed, columns=columns)
        assert "Traceback" not in shown
        return code, shown

    return run


def test_a_terminal_shows_progress_and_colours(tmp_path, type_in):
    """Where nothing speaks against it, progress moves and an error is red."""
    a_list(tmp_path / "liste.csv", *people(3))

    code, shown = type_in("send", "liste.csv", *CAMPAIGN, "--yes")
    _code, refused = type_in("send", "liste.csv", *CAMPAIGN, "--yes")

    assert (0, True, True) == (code, f"{ESCAPE}[?25l" in shown, f"{ESCAPE}[31merror" in refused)


@pytest.mark.parametrize(("columns", "is_told"), [(120, True), (60, False)])
def test_a_bar_tells_rate_credits_and_states_where_there_is_room(
    tmp_path, type_in, sandbox, columns, is_told
):
    """On a narrow terminal the bar alone fits into a line."""
    a_list(tmp_path / "liste.csv", *people(3))
    stalls = {str(number): {"kind": "stall", "seconds": 0.7} for number in range(1, 4)}
    sandbox.faults({"send": {"plan": stalls}})

    code, shown = type_in("send", "liste.csv", *CAMPAIGN, "--order-size", "1", "--yes", columns=columns)

    assert (0, is_told) == (code, "a second, 2 credits, 2 accepted" in shown)
    assert ("100%" in shown) or ("3/3" in shown)


@pytest.mark.parametrize("variable", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_codes_gets_none(tmp_path, type_in, variable):
    """With NO_COLOR, and on a terminal that has no codes, none is written, in questions and progress too."""
    a_list(tmp_path / "liste.csv", *people(3))

    code, shown = type_in("send", "liste.csv", *CAMPAIGN, typed="y\n", **variable)
    _code, refused = type_in("send", "liste.csv", *CAMPAIGN, "--yes", **variable)

    assert (0, []) == (code, [text for text in (shown, refused) if ESCAPE in text])
    assert "Sending …" in shown


@pytest.mark.parametrize("columns", [40, *_slowly(72, 200)])
def test_lines_fit_the_terminal(tmp_path, type_in, columns):
    """Text breaks between words, at 100 columns at most; an emoji takes two columns."""
    rows = [("🌷" * 3 + " çiçek " * 9, "0530 000 00 01"), ("Can", "0212 555 00 00"), ("", "0530 000 00 02")]
    a_list(tmp_path / "liste.csv", *rows)

    _code, shown = type_in("preview", "liste.csv", *CAMPAIGN, columns=columns, NO_COLOR="1")

    wide = [line for line in shown.splitlines() if wcswidth(line) > min(columns, 100)]
    assert [] == wide
    assert "1  skipped: landline" in shown
    assert "çiçek" in shown


def test_a_terminal_of_one_column_ends_nothing(tmp_path, type_in):
    """A window that is drawn small is no reason to fail."""
    a_list(tmp_path / "liste.csv", *people(1))

    assert 0 == type_in("preview", "liste.csv", *CAMPAIGN, columns=1)[0]


def test_a_command_to_type_is_not_broken(tmp_path, type_in):
    """It can be copied from a narrow terminal, and what follows in the text begins below it."""
    name = "a-list-with-quite-a-long-name"
    a_list(tmp_path / f"{name}.csv", *people(1))

    _code, shown = type_in("plan", f"{name}.csv", *CAMPAIGN, columns=40, NO_COLOR="1")

    assert f"batchsms send {name}.campaign\n" in shown


@pytest.mark.parametrize("typed", ["e", "EVET", *_slowly("y", "YES", "E", "evet")])
def test_yes_can_be_said_in_turkish(tmp_path, type_in, sandbox, typed):
    """An answer is taken in either language, in any case."""
    a_list(tmp_path / "liste.csv", *people(2))

    assert (0, 2) == (type_in("send", "liste.csv", *CAMPAIGN, typed=f"{typed}\n")[0], len(sandbox.taken()))


@pytest.mark.parametrize("typed", ["HAYIR", "belki\nh", *_slowly("n", "h", "hayır", "Hayir", "")])
def test_no_can_be_said_in_turkish(tmp_path, type_in, sandbox, typed):
    """So is a no; what is neither is asked about again."""
    a_list(tmp_path / "liste.csv", *people(2))

    code, shown = type_in("send", "liste.csv", *CAMPAIGN, typed=f"{typed}\n")

    assert (2, []) == (code, sandbox.orders())
    assert ("Please answer y (yes) or n (no)" in shown) is typed.startswith("belki")


def test_a_terminal_that_is_closed_says_no(tmp_path, type_in, sandbox):
    """The end of input is no consent."""
    a_list(tmp_path / "liste.csv", *people(2))

    assert (2, []) == (type_in("send", "liste.csv", *CAMPAIGN, typed="\x04")[0], sandbox.orders())


@pytest.mark.parametrize("iys", ["bireysel", "BİREYSEL", *_slowly("Bireysel", "bıreysel", "BIREYSEL")])
def test_the_iys_list_is_taken_in_any_case(tmp_path, batchsms, iys):
    """Who writes Turkish capitals and small letters means the same list."""
    a_list(tmp_path / "liste.csv", *people(1))

    shown = batchsms("preview", "liste.csv", *CAMPAIGN, "--iys", iys, "--xml", "-")

    assert "<iysList>BIREYSEL</iysList>" in shown.out
