"""A template and the files beside it, through the real command line."""

import pytest
from lists import a_list, people, sheet

CAMPAIGN = ("--sender", "APITEST", "--iys", "none")


@pytest.fixture
def folder(tmp_path):
    """Give a folder of templates, below the one that the command runs in."""
    templates = tmp_path / "metinler"
    templates.mkdir()
    (templates / "taban.txt").write_text("{% block govde %}{% endblock %} {% include 'alt/imza.txt' %}")
    (templates / "hitap.txt").write_text("{% macro sayin(ad) %}Sayın {{ ad|upper }}{% endmacro %}")
    (templates / "alt").mkdir()
    (templates / "alt" / "imza.txt").write_text("Örnek A.Ş.")
    return templates


def test_a_template_takes_in_the_files_of_its_folder(tmp_path, folder, send):
    """Includes, macros and bases lie in the template's own folder, wherever the command runs."""
    a_list(tmp_path / "liste.csv", *people(2))
    (folder / "metin.txt").write_text(
        "{% extends 'taban.txt' %}{% from 'hitap.txt' import sayin %}"
        "{% block govde %}{{ sayin(ad) }}, hoş geldiniz.{% endblock %}"
    )

    ended = send("liste.csv", "--template", "metinler/metin.txt", *CAMPAIGN)

    texts = [row["sms_text"] for row in sheet(tmp_path / "liste.results.xlsx")]
    assert 0 == ended.code, ended.err
    assert [f"Sayın KİŞİ {n}, hoş geldiniz. Örnek A.Ş." for n in (0, 1)] == texts


@pytest.mark.parametrize("name", ["../gizli.txt", "gizli.txt", "baglanti.txt"])
def test_a_template_takes_in_nothing_else(tmp_path, folder, send, sandbox, name):
    """A file outside the template's folder is refused before the first row, whatever leads to it."""
    a_list(tmp_path / "liste.csv", *people(1))
    (tmp_path / "gizli.txt").write_text("gizli")
    (folder / "baglanti.txt").symlink_to(tmp_path / "gizli.txt")
    (folder / "metin.txt").write_text(f"Merhaba\n{{% include '{name}' %}}")

    ended = send("liste.csv", "--template", "metinler/metin.txt", *CAMPAIGN)

    assert (2, "template_error") == (ended.code, ended.json["error"]["code"])
    assert f"metinler/metin.txt, line 2: there is no file {name}" in ended.err
    assert [] == sandbox.orders()
