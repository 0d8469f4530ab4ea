from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.errors import InputError
from batchsms.setup.settings_file import read_settings

LINES = '''\
# a comment
text = """
Merhaba
[sender]
iys = 1
"""
"quoted key" = 1

\tsuppress = [ # of two lines
  "a.csv",
  # and a comment
]
inline = { a = 1, b = 2 }
dotted.a = 1
[profile]
gece.sender = "A"
gece."order-size" = 5

[profile."gündüz"] # a header with a comment
'at' = """x
=""" # the end
  [ profile . "a.b" ]
rate = 1
'''


def written(folder, text, **details):
    """Write a settings file and return its path."""
    path = folder / "batchsms.toml"
    path.write_text(text, encoding="utf-8", **details)
    return path


def test_each_key_has_its_line(tmp_path):
    """However TOML lets it be written: quoted, dotted, over several lines, below any header."""
    found = read_settings(written(tmp_path, LINES))

    shared = {setting.key: setting.line for setting in found.shared}
    profiles = {name: {one.key: one.line for one in table} for name, table in found.profiles.items()}
    assert {"text": 2, "quoted key": 7, "suppress": 9, "inline": 13, "dotted": 14} == shared
    assert {"gece": {"sender": 16, "order-size": 17}, "gündüz": {"at": 20}, "a.b": {"rate": 23}} == profiles


def test_lines_are_those_of_windows_too(tmp_path):
    """Line ends and a byte order mark change no line."""
    found = read_settings(written(tmp_path, "\ufeff" + LINES, newline="\r\n"))

    assert [2, 7, 9, 13, 14] == [setting.line for setting in found.shared]


STATEMENTS = ("# x", "", "a{} = 1", '"b{}" = """\n\n"""', "c{}.d = [\n1,\n]", "e{} = '''\n[x]'''")


@given(st.lists(st.sampled_from(STATEMENTS)))
def test_lines_are_where_the_keys_were_written(tmp_path_factory, statements):
    """Any order of statements is told apart."""
    expected, lines = {}, []
    for number, statement in enumerate(statements):
        if "{}" in statement:
            expected[f"{statement.strip(chr(34))[0]}{number}"] = len(lines) + 1
        lines += statement.format(number).split("\n")

    found = read_settings(written(tmp_path_factory.mktemp("toml"), "\n".join(lines)))

    assert expected == {setting.key: setting.line for setting in found.shared}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a = 1\nb = yarin\n", "line 2: this is not TOML"),
        (b"a = 1\n\nsender APITEST", "line 3: this is not TOML"),
        (b"a = 1\na = 2\n", "line 2: this is not TOML"),
        (b'a = """\n\n', "line 3: this is not TOML"),
        (b"a = 1\n# \xfe\n", "line 2: the file is not UTF-8"),
        ("a = 1\n".encode("utf-16"), "line 1: the file is not UTF-8"),
        (b"\na = 1\nprofile = 'gece'", "line 3: a profile is a table"),
        (b"[profile]\n\ngece = 1", "a profile is a table"),
        (b"a = " + b"[" * 20_000, "nested too deeply"),
        (b"#" * 70_000, "too large"),
    ],
)
def test_what_is_no_settings_file_is_told_with_its_line(tmp_path, content, told):
    """Damaged, wrongly encoded and far too large files are one sentence each."""
    path = tmp_path / "batchsms.toml"
    path.write_bytes(content)

    with pytest.raises(InputError, match=told) as error:
        read_settings(path)

    assert error.value.code == "bad_settings"


def test_what_cannot_be_read_is_told(tmp_path):
    """A folder and a name that is not there."""
    for path in (tmp_path, tmp_path / "yok.toml", Path("x" * 300)):
        with pytest.raises(InputError) as error:
            read_settings(path)
        assert error.value.code == "unreadable_settings"
