"""Texts that are garbage stop a send, unless its owner insists."""

import pytest
from lists import a_list, people
from runs import CAMPAIGN

WRONG = "Müşteri".encode().decode("cp1252")


@pytest.mark.parametrize(
    ("text", "name"), [("Sayın {isim}", "braces_without_columns"), (f"{WRONG} {{{{ ad }}}}", "wrong_letters")]
)
def test_garbage_is_sent_only_where_it_is_allowed(tmp_path, send, sandbox, batchsms, text, name):
    """A list and a plan alike are refused with nothing posted; the option that the hint names sends them."""
    a_list(tmp_path / "liste.csv", *people(2))
    what = ("--text", text, *CAMPAIGN[2:])

    refused = send("liste.csv", *what)
    assert 0 == batchsms("plan", "liste.csv", *what).code
    of_plan = send("liste.campaign")

    assert [(2, name)] * 2 == [(one.code, one.json["error"]["code"]) for one in (refused, of_plan)]
    assert f"add --allow {name}." in refused.err
    assert [] == sandbox.orders()
    assert 0 == send("liste.campaign", "--allow", name).code
    assert 2 == len(sandbox.taken())


def test_what_is_allowed_is_named(tmp_path, send, sandbox):
    """Another finding's name does not help, and a name that stops nothing is refused."""
    a_list(tmp_path / "liste.csv", *people(2))
    what = ("liste.csv", "--text", "Sayın {isim}", *CAMPAIGN[2:])

    assert 2 == send(*what, "--allow", "wrong_letters").code
    assert 2 == send(*what, "--allow", "leftover_braces").code
    assert [] == sandbox.orders()
