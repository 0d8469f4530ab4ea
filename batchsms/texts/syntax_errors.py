"""What Jinja cannot read in a template → what is wrong in plain words, where, and what was meant.

Jinja's own words name its grammar and a line. Here the blocks of the template are looked at once more,
one by one, for the one that fails and for the column that may be meant in it.
"""

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.numbers.masking import without_numbers
from batchsms.texts.column_names import ColumnNames
from batchsms.texts.rendering_bounds import UnsuitableError

__all__ = ["explain"]

_LONGEST_EXCERPT = 60
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENING = re.compile("|".join(map(re.escape, _CLOSING)))
_CLOSED_BY_AN_END = ("block", "call", "filter", "for", "if", "macro", "raw", "set", "with")
_STATEMENTS = (*_CLOSED_BY_AN_END, "elif", "else", "extends", "from", "import", "include")
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w*)")
_CHARACTER = re.compile(r"unexpected char .* at (\d+)$", re.DOTALL)
_FILTER_OR_TEST = re.compile(r"No (filter|test) named '(.*)'")
_UNKNOWN_STATEMENT = re.compile(r"Encountered unknown tag '(.*?)'")
_WORD = re.compile(r"(?:got|unexpected) '(.+?)'(?:,|$)")
_NOT_CLOSED = re.compile("nexpected end of template|Missing end of|innermost block")
_OF_WORD_PROCESSORS = {
    "\u201c\u201d\u201e\u201f\u00ab\u00bb": '"',
    "\u2018\u2019\u201a\u201b": "'",
    "\u2013\u2014\u2212": "-",
    "\u2026": "...",
}
_TO_PLAIN_MARKS = str.maketrans(
    {mark: plain for marks, plain in _OF_WORD_PROCESSORS.items() for mark in marks}
)


class _Block(NamedTuple):
    """A pair of braces with what is between them, or all that follows braces which are not closed."""

    text: str
    start: int
    is_closed: bool

    @property
    def statement(self) -> str:
        """The first word of a statement, `""` for anything else."""
        found = _STATEMENT.match(self.text)
        return found[1] if found else ""


class _Trouble(NamedTuple):
    """What is wrong, what to do about it, and the block and position in the source, where these are known."""

    told: str
    hint: str = ""
    block: _Block | None = None
    at: int = 0


class _Failure(NamedTuple):
    """A template that failed: Jinja's words and line, its source, the columns, and the environment."""

    words: str
    line: int
    source: str
    names: ColumnNames
    environment: Environment

    def trouble(self) -> _Trouble:
        if found := _CHARACTER.match(self.words):
            return self._of_character(int(found[1]))
        if found := _FILTER_OR_TEST.match(self.words):
            return self._of_filter(found[1], found[2])
        if found := _UNKNOWN_STATEMENT.match(self.words):
            return self._of_statement(found[1])
        if open_block := next((block for block in _blocks(self.source) if not block.is_closed), None):
            return self._of_open_block(open_block)
        if _NOT_CLOSED.search(self.words) and (unclosed := _unclosed(self.source)):
            told = _("the statement {block} is not ended").format(block=_excerpt(unclosed))
            hint = _("Write {end} where it is to end").format(end=f"{{% end{unclosed.statement} %}}")
            return _Trouble(told, hint, unclosed, unclosed.start)
        return self._of_block()

    def _of_character(self, at: int) -> _Trouble:
        block = next(
            (one for one in _blocks(self.source) if one.start <= at < one.start + len(one.text)), None
        )
        mark = self.source[at]
        if mark in "\"'":
            return _Trouble(
                _("a text in quotes is not ended"), _("Write {mark} at its end").format(mark=mark), block, at
            )
        told = _("the character {mark} has no meaning between braces").format(mark=mark)
        if block and ord(mark) in _TO_PLAIN_MARKS:
            right = without_numbers(block.text.translate(_TO_PLAIN_MARKS))
            told = _("{mark} is a word processor's character and has no meaning between braces").format(
                mark=mark
            )
            return _Trouble(told, _("Write {right}").format(right=right), block, at)
        return _Trouble(told, self._meant(block), block, at)

    def _of_filter(self, kind: str, name: str) -> _Trouble:
        blocks = [block for block in self._on_line() if re.search(rf"\b{re.escape(name)}\b", block.text)]
        block = blocks[0] if blocks else None
        if kind == "filter":
            known, told = self.environment.filters, _("there is no filter {name}").format(name=name)
        else:
            known, told = self.environment.tests, _("there is no test {name}").format(name=name)
        near = get_close_matches(name, [one for one in known if one.isidentifier()], n=1)
        hint = _("Did you mean {near}?").format(near=near[0]) if near else ""
        return _Trouble(told, hint, block, block.start + block.text.rindex(name) if block else 0)

    def _of_statement(self, name: str) -> _Trouble:
        block = next((one for one in self._on_line() if one.statement == name), None)
        at = block.start if block else 0
        if name.startswith("end") or name in {"elif", "else"}:
            told = _("there is nothing that {block} could belong to").format(block=f"{{% {name} %}}")
            return _Trouble(told, _("See that each statement is ended by its own end"), block, at)
        told = _("there is no statement {name}").format(name=name)
        if columns := self.names.named(name) or self.names.folded(name):
            right = self.names.placeholder(columns[0])
            return _Trouble(told, _("Write {right} for the column").format(right=right), block, at)
        near = get_close_matches(name, _STATEMENTS, n=1)
        hint = _("The statements are: {statements}").format(statements=", ".join(sorted(_STATEMENTS)))
        return _Trouble(told, _("Did you mean {near}?").format(near=near[0]) if near else hint, block, at)

    def _of_open_block(self, block: _Block) -> _Trouble:
        begin = block.text[:2]
        told = _("{begin} is not followed by {end}").format(begin=begin, end=_CLOSING[begin])
        return _Trouble(told, self._meant(block) if begin == "{{" else "", block, block.start)

    def _of_block(self) -> _Trouble:
        """Return what is wrong with the first block of the line that cannot be read alone."""
        block = next((one for one in self._on_line() if self._fails(one)), None)
        if block is None:
            told = _("the template cannot be read here; Jinja says: {words}").format(words=self.words)
            return _Trouble(told)
        word = _WORD.search(self.words)
        within = block.text.find(word[1], 2) if word else -1
        at = block.start + (within if within > 0 else 2)
        if not _inner(block):
            return _Trouble(
                _("there is nothing between {block}").format(block=block.text), self._meant(block), block, at
            )
        if block.statement:
            told = _("the statement {block} cannot be read").format(block=_excerpt(block))
            is_comparison = block.statement in {"if", "elif"} and word and word[1] == "="
            hint = (
                _("Write == to compare")
                if is_comparison
                else _("Jinja says: {words}").format(words=self.words)
            )
            return _Trouble(told, hint, block, at)
        told = _("{block} is neither a column nor anything else that can be filled in").format(
            block=_excerpt(block)
        )
        return _Trouble(told, self._meant(block), block, at)

    def _on_line(self) -> Iterator[_Block]:
        for block in _blocks(self.source):
            first = self.source.count("\n", 0, block.start) + 1
            if first <= self.line <= first + block.text.count("\n"):
                yield block

    def _fails(self, block: _Block) -> bool:
        end = f"{{% end{block.statement} %}}" if block.statement in _CLOSED_BY_AN_END else ""
        for source in (block.text + end, block.text):  # `set` has an end only without a value
            try:
                self.environment.parse(source)
            except TemplateSyntaxError:
                continue
            return False
        return True

    def _meant(self, block: _Block | None) -> str:
        """Return how the column is written that may be meant, with the list of all."""
        meant = _inner(block).partition("|")[0] if block else ""
        words = (meant, *meant.split()[:1])
        columns = next(
            (found for word in words if (found := self.names.named(word) or self.names.folded(word))), []
        )
        near = self.names.nearest(meant)
        right = self.names.placeholder(columns[0]) if columns else f"{{{{ {near} }}}}" if near else ""
        if right:
            return _("Did you mean {near}? The columns are: {columns}.").format(
                near=right, columns=self.names.listed()
            )
        return _("The columns are: {columns}").format(columns=self.names.listed())


def explain(
    error: TemplateSyntaxError, source: str, place: str, names: ColumnNames, environment: Environment
) -> InputError:
    """Return the error of a template: file, line and what is wrong, and below it the place with a caret.

    The hint says how to write what was meant. `environment` is that in which the template failed.
    """
    source = re.sub("\r\n?", "\n", source)
    words, line = (error.message or "").rstrip("."), error.lineno
    if isinstance(error, UnsuitableError):
        trouble = _Trouble(words)
    else:
        trouble = _Failure(words, line, source, names, environment).trouble()
    if trouble.block:
        line = source.count("\n", 0, trouble.at) + 1
    message = _("{place}, line {line}: {told}").format(place=place, line=line, told=trouble.told)
    if trouble.block:
        message += _with_caret(source, trouble.block, trouble.at)
    return InputError(
        "template_error", message, hint=trouble.hint or _("Correct the template; nothing was sent")
    )


def _blocks(source: str) -> Iterator[_Block]:
    end = 0
    while found := _OPENING.search(source, end):
        start, closing = found.start(), _CLOSING[found[0]]
        end = source.find(closing, found.end())
        following = _OPENING.search(source, found.end())
        is_open = end < 0 or (found[0] != "{#" and following is not None and following.start() < end)
        if is_open:
            end = len(source)
            yield _Block(source[start:].partition("\n")[0], start, is_closed=False)
        else:
            end += len(closing)
            yield _Block(source[start:end], start, is_closed=True)


def _unclosed(source: str) -> _Block | None:
    """Return the innermost statement that has no end."""
    opened: list[_Block] = []
    for block in _blocks(source):
        if block.statement.startswith("end"):
            opened = opened[:-1]
        elif block.statement in _CLOSED_BY_AN_END and not ("=" in block.text and block.statement == "set"):
            opened.append(block)
    return opened[-1] if opened else None


def _inner(block: _Block) -> str:
    """Return what is between braces; where these are not closed, the first word or what a brace ends."""
    text = block.text if block.is_closed or "}" not in block.text else block.text[: block.text.index("}")]
    inner = text.strip("{}%#").strip("-+ \n\t")
    return inner if block.is_closed or "}" in block.text else inner.partition(" ")[0]


def _excerpt(block: _Block) -> str:
    text = without_numbers(" ".join(block.text.split()))
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}…"


def _with_caret(source: str, block: _Block, at: int) -> str:
    """Return two lines: what stands in the block's line, and a caret below the place."""
    start = max(block.start, source.rfind("\n", 0, at) + 1, at - _LONGEST_EXCERPT)
    end = min(block.start + len(block.text), start + 2 * _LONGEST_EXCERPT)
    shown = source[start:end].partition("\n")[0].replace("\t", " ")
    if without_numbers(shown) != shown:
        return ""
    return f"\n    {shown}\n    {' ' * _width(source[start:at])}^"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)
