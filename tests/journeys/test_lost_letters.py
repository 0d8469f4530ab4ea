"""Lists and templates whose letters were lost on the way, through the real command line."""

import pytest
from corpus.makers import text, written
from lists import a_list, people

CAMPAIGN = ("--sender", "APITEST", "--iys", "none", "--json")
WRONG = "Müşteri Çağrı".encode().decode("cp1252")


def found(batchsms, *arguments):
    """Return the finding of wrong letters of a preview: its severity, count and places."""
    shown = batchsms("preview", "liste.csv", *CAMPAIGN, *arguments).json["findings"]
    return [
        (one["severity"], one["count"], one["examples"]) for one in shown if one["code"] == "wrong_letters"
    ]


@pytest.mark.parametrize("name", ["metin.txt", "alt.txt"])
@pytest.mark.parametrize("rows", [1, 2])
def test_a_template_with_wrong_letters_is_an_error(tmp_path, batchsms, name, rows):
    """Every text of such a template is wrong, however few there are, and whichever file it is in."""
    a_list(tmp_path / "liste.csv", *people(rows))
    (tmp_path / "metin.txt").write_text("{{ ad }} {% include 'alt.txt' %}")
    (tmp_path / name).write_text(f"{WRONG} {{{{ ad }}}}")

    places = [f"row {2 + at}" for at in range(rows)]
    assert [("error", rows, places)] == found(batchsms, "--template", "metin.txt")


def test_a_list_with_wrong_letters_is_an_error_and_a_cell_or_two_a_warning(tmp_path, batchsms):
    """More than a few wrong cells are those of a list in another encoding; a few may be as they should."""
    rows = [(WRONG if at < 4 else "Ali", f"0530 000 00 0{at}") for at in range(9)]
    a_list(tmp_path / "liste.csv", *rows)
    many = found(batchsms, "--text", "{{ ad }}")
    a_list(tmp_path / "liste.csv", *rows[1:])
    few = found(batchsms, "--text", "{{ ad }}")
    unused = found(batchsms, "--text", "Selam")

    assert [("error", 4, ["row 2", "row 3", "row 4", "row 5"])] == many
    assert [("warning", 3, ["row 2", "row 3", "row 4"])] == few
    assert [] == unused


def test_names_of_columns_with_wrong_letters_are_an_error(tmp_path, batchsms):
    """A list of which only the names show it is in another encoding too."""
    a_list(tmp_path / "liste.csv", *people(1), headers=("MÃ¼ÅŸteri", "Telefon"))

    assert [("error", 1, ["MÃ¼ÅŸteri (A)"])] == found(batchsms, "--text", "Selam")


def test_a_list_from_an_old_mac_is_read_or_said_to_look_wrong(tmp_path, batchsms):
    """Where its letters tell, it is read; where they are too few, they are an error."""
    rows = [("Ad", "Telefon"), ("Çağrı", "0530 000 00 01"), ("Gülşen Öğüt", "0530 000 00 02")]
    written(tmp_path / "liste.csv", text(rows, encoding="mac_turkish"))
    told = found(batchsms, "--text", "{{ ad }}")
    written(tmp_path / "liste.csv", text(rows[:2], encoding="mac_turkish"))
    untold = found(batchsms, "--text", "{{ ad }}")

    assert ([], [("error", 1, ["row 2"])]) == (told, untold)
