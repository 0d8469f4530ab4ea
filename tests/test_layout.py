"""The map of the code: what docs/architecture.md says, what import-linter holds, and what a file may be."""

import ast
import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "batchsms"
FILES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION, MOST_PARAMETERS, MOST_MODULES = 300, 40, 6, 15


def named(file):
    """Return a file as the documents name it."""
    return str(file.relative_to(PACKAGE))


def layers():
    """Return the layers of .importlinter, top first, each as the set of names in it."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    lines = parser["importlinter:contract:layers"]["layers"].split("\n")
    return [frozenset(re.findall(r"\w+", line)) for line in lines if line.strip()]


def documented_layers():
    """Return the layers of the page, top first: a row of its table is one."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.split("## Rooms", 1)[1].split("\n## ", 1)[0]
    cells = re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
    return [frozenset(re.findall(r"`(\w+)/?`", cell)) for cell in cells]


def test_the_page_and_the_linter_tell_one_story():
    """The rooms stand on the page in the order that the linter holds, and none is missing."""
    assert layers() == documented_layers()


def test_one_rows_way_names_files_that_are_there_and_goes_on_in_one_direction():
    """Each file of the way exists and stands once, so that a reader never goes back."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    way = re.findall(r"^\d+\. `([\w/]+\.(?:py|sql))`", page.split("## One row's way", 1)[1], re.MULTILINE)

    assert len(way) > 10
    assert len(way) == len(set(way))
    assert [] == [file for file in way if not (PACKAGE / file).is_file()]


@pytest.mark.parametrize("file", FILES, ids=named)
def test_the_first_line_of_a_file_says_what_it_makes(file):
    """A file begins with a sentence on it."""
    doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""

    assert doc.split("\n", 1)[0].endswith((".", ":"))


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_file_is_no_longer_than_a_reader_bears(file):
    """Lines of code, blank ones and comments aside."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").split("\n")]

    assert sum(bool(line) and not line.startswith("#") for line in lines) <= MOST_LINES


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_function_is_short_or_says_why_not(file):
    """One that is longer, or takes more, has a "because" in its docstring."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert [] == [
        one.name
        for one in functions
        if (length(one) > MOST_LINES_OF_A_FUNCTION or parameters(one) > MOST_PARAMETERS)
        and "because" not in (ast.get_docstring(one) or "")
    ]


def length(function):
    """Return the lines that a function takes."""
    return function.end_lineno - function.lineno + 1


def parameters(function):
    """Return how many parameters a function has, itself aside."""
    of = function.args
    names = [*of.posonlyargs, *of.args, *of.kwonlyargs]
    return sum(name.arg not in {"self", "cls"} for name in names)


@pytest.mark.parametrize("folder", sorted({file.parent for file in FILES}), ids=named)
def test_a_folder_holds_no_more_than_can_be_looked_through(folder):
    """A folder with more modules wants a sub-package."""
    assert len([file for file in folder.glob("*.py") if not file.name.startswith("__")]) <= MOST_MODULES
