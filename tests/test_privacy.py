"""The rules of `privacy` can be broken, and are seen to be: a check that never fails is none."""

import subprocess
import sys
from pathlib import Path

import privacy
import pytest
from lists import a_list, people
from privacy import HASH, KEY, Said, leaks_of, leaks_of_files
from runs import CAMPAIGN


@pytest.mark.parametrize(
    ("arguments", "out", "err"),
    [
        (("send",), "", f"error: {KEY} is refused"),
        (("send", "--json"), f'{{"hash": "{HASH}"}}', ""),
        (("preview", "--xml", "-"), f"<key>{KEY}</key>", ""),
        (("status",), "", "0530 000 00 01 is no number"),
        (("status", "--json"), '{"number": 905300000001}', ""),
        (("preview",), "Text of row 2: 5300000001", ""),
        (("send",), "", "Merhaba Kişi 1"),
        (("status", "--json"), '{"text": "Merhaba Ali"}', ""),
    ],
)
def test_what_must_not_be_said_is_found(arguments, out, err):
    """Credentials anywhere, numbers and texts where they are not asked for."""
    assert leaks_of(Said(arguments, out, err))


@pytest.mark.parametrize(
    ("arguments", "out", "err"),
    [
        (("blacklist",), "905300000001", ""),
        (("preview", "--xml", "-"), "<number>5300000001</number><key>***</key>", ""),
        (("preview",), "Text of row 2: 90530*****01\n    Merhaba Kişi 1", ""),
        (("send",), "", "--text, line 1: Merhaba {{ ad\nOrder 300000001 is unknown"),
        (("send",), "", "hint: Type a number such as 0530 000 00 00"),
    ],
)
def test_what_may_be_said_is_not(arguments, out, err):
    """Numbers that were asked for, texts of a preview, a template, order ids."""
    assert [] == leaks_of(Said(arguments, out, err))


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.log", f"x {KEY}"), ("b.log", "5300000001"), ("c.log", "Merhaba Ali"), ("d.html", "0530 000 0001")],
)
def test_what_is_kept_in_logs_and_pages_is_found(tmp_path, name, content):
    """Whoever wrote them, and wherever below the folder."""
    (tmp_path / "below").mkdir()
    path = tmp_path / "below" / name
    path.write_text(content, encoding="utf-8")

    assert leaks_of_files(tmp_path)
    path.unlink()


def test_every_way_to_run_a_command_is_heard(tmp_path, environment, batchsms):
    """In a fork, in a process begun anew, and by whatever a test begins itself."""
    a_list(tmp_path / "liste.csv", *people(2))
    privacy.heard.clear()
    batchsms("preview", "liste.csv", *CAMPAIGN)
    batchsms("status", "yok.campaign", typed="")
    subprocess.run([sys.executable, "-m", "batchsms"], env=environment, capture_output=True, check=False)

    assert ["Merhaba" in said.out for said in privacy.heard] == [True, False, False]
    assert ["error: " in said.err for said in privacy.heard] == [False, True, False]


def test_a_test_in_which_something_leaks_fails(request):
    """What is heard while a test runs is looked at when it has ended."""
    plugins = request.config.pluginmanager.get_plugins()
    own = next(
        one for one in plugins if getattr(one, "__file__", "") == str(Path(__file__).parent / "conftest.py")
    )
    call = own.pytest_runtest_call(request.node)
    next(call)
    privacy.heard.append(Said(("status",), "", f"error: {KEY}"))

    with pytest.raises(AssertionError):
        call.send(None)
    privacy.heard.clear()
