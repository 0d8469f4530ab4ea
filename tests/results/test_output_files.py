"""Which files may be written: none that is read, and of those that exist only earlier ones of their kind."""

import os
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.errors import InputError
from batchsms.output_files import (
    OutputKind,
    check_output,
    is_one_of,
    may_be_written,
    other_place,
)
from batchsms.paths import typed
from batchsms.result_columns import RESULT_COLUMNS
from batchsms.results.earlier_results import is_earlier_results

KIND = OutputKind(
    "bad", "--out", (".txt",), lambda: "ending", lambda path: path.read_text() == "ours", lambda: "foreign"
)


def test_an_input_is_found_under_any_spelling(tmp_path):
    """Another case, dots, links, hard links and composed letters lead to one file."""
    (tmp_path / "sub").mkdir()
    file = tmp_path / "Müşteri.csv"
    file.touch()
    (tmp_path / "soft").symlink_to(file)
    (tmp_path / "hard").hardlink_to(file)
    (tmp_path / "folder").symlink_to(tmp_path)

    for name in (
        "Müşteri.csv",
        "MÜŞTERİ.csv".replace("İ", "I"),
        "mu\u0308s\u0327teri.csv",
        "sub/../Müşteri.csv",
    ):
        assert is_one_of(tmp_path / name, [file])
    for name in ("soft", "hard", "folder/Müşteri.csv"):
        assert is_one_of(tmp_path / name, [file])
        assert is_one_of(file, [tmp_path / name])
    assert not is_one_of(tmp_path / "other.csv", [file, tmp_path / "gone.csv"])


def test_a_relative_name_and_a_whole_one_are_one_file(tmp_path, monkeypatch):
    """The list may be named from the folder, and the results with all of their path."""
    monkeypatch.chdir(tmp_path)
    assert is_one_of(Path("a.csv"), [tmp_path / "a.csv"])


@given(name=st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=40))
def test_a_name_in_any_case_is_the_same_name(name):
    """Where capitals are other letters, as in Turkish, both are kept from."""
    for other in (name, name.upper(), name.lower(), name.swapcase()):
        assert other.casefold() != name.casefold() or is_one_of(Path("x", other), [Path("x", name)])


@pytest.mark.skipif(os.name != "posix", reason="the shell of POSIX")
@given(
    name=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(
        lambda name: str(Path(name)) == name
    )
)
def test_a_path_that_is_shown_can_be_typed(name):
    """The shell reads it as the one path that it is, and the program as no option."""
    (read,) = shlex.split(typed(Path(name)))
    assert Path(read) == Path(name)
    assert not read.startswith("-")


@given(
    taken=st.sets(st.sampled_from(["a.txt", "a-2.txt", "a-3.txt", "A.TXT", "a.csv"])),
    content=st.sampled_from(["ours", "theirs"]),
    inputs=st.sets(st.sampled_from(["a.txt", "a-4.txt", "A-2.txt", "b.txt"])),
    name=st.sampled_from(["a.txt", "A.txt", "a.csv", "a", "no/a.txt", "sub", "sub/a.txt", "."]),
)
def test_what_is_refused_names_a_place_that_is_not(tmp_path_factory, taken, content, inputs, name):
    """A file that is an input or not ours is refused, and the other place is one that may be written."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "sub").mkdir()
    for one in taken:
        (folder / one).write_text(content)
    read = [folder / one for one in inputs]

    refusal = _refusal(folder / name, read, folder / "usual.txt")

    if refusal is None:
        assert may_be_written(folder / name, KIND, read)
        assert not is_one_of(folder / name, read)
        assert not (folder / name).exists() or (folder / name).read_text() == "ours"
        return
    place = other_place(folder / name, KIND, read, folder / "usual.txt")
    assert place is not None
    assert not place.exists()
    assert f"--out {typed(place)}" in refusal.hint
    check_output(place, KIND, read, usual=folder / "usual.txt")


def _refusal(path, inputs, usual):
    try:
        check_output(path, KIND, inputs, usual=usual)
    except InputError as error:
        return error
    return None


def test_no_place_is_named_where_none_can_be_written_to(tmp_path, monkeypatch):
    """The hint then says in words what to do."""
    monkeypatch.setattr("batchsms.output_files.write_error", lambda _folder: "Read-only file system")

    with pytest.raises(InputError) as refused:
        check_output(tmp_path / "a.txt", KIND, (), usual=tmp_path / "a.txt")

    assert "Read-only file system" in refused.value.message
    assert "in a folder that you can write to, with --out" in refused.value.hint


def test_a_file_that_cannot_be_looked_at_is_not_ours(tmp_path):
    """What is no workbook, or no text, is nobody's earlier results."""
    header = ";".join(RESULT_COLUMNS[:-1])
    for name, content in (
        ("a.csv", b""),
        ("b.csv", header.encode("utf-16")),
        ("c.csv", f"{header};Not".encode()),
        ("d.csv", f"Ad,{header.replace(';', ',')}".encode()),
        ("e.csv", b'"' + b"x" * 2_000_000),
        ("f.csv", ";".join(reversed(RESULT_COLUMNS[:-1])).encode()),
        ("a.xlsx", b""),
        ("b.xlsx", b"PK\x03\x04"),
        ("c.xlsx", header.encode()),
    ):
        (tmp_path / name).write_bytes(content)
        assert not is_earlier_results(tmp_path / name)
    for columns in (RESULT_COLUMNS, RESULT_COLUMNS[:-1]):
        (tmp_path / "g.csv").write_text('\ufeff"Ad\nSoyad";' + ";".join(columns) + "\n1", encoding="utf-8")
        assert is_earlier_results(tmp_path / "g.csv")
