"""Placeholders as people write them → tokens that Jinja understands: `{{ Ad Soyad }}`, `{{ Borç (TL) }}`.

Only a template that cannot be compiled as it stands, or that names a column which the list lacks, is
read in this way. In it, words become a column where they are not Jinja, or name what is not there.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from jinja2.lexer import Token, reverse_operators

from batchsms.texts.column_names import ColumnNames, ambiguous_column, column_name

__all__ = ["ColumnPlaceholders"]

_MOST_TOKENS = 24
"""Of the name of a column."""
_KEYWORDS = frozenset({"and", "else", "if", "in", "is", "not", "or"})
_CONSTANTS = frozenset({"true", "false", "none", "True", "False", "None"})
_NUMBERS = frozenset({"integer", "float"})
_OPERANDS = _NUMBERS | {"name"}
_BETWEEN_WORDS = frozenset({"sub", "dot", "div", "colon"})
"""Punctuation of a placeholder that the header may lack, or have otherwise."""
_PUNCTUATION = _BETWEEN_WORDS | {"mod", "add", "mul", "comma", "lparen", "rparen"}
_BEGINS_NO_COLUMN = frozenset({"pipe", "dot"})
_VALUES_BEHIND = {"if": "if", "elif": "elif", "set": "=", "with": "=", "for": "in"}
"""The statements in which a column can stand, and the word or sign that it stands behind."""


class ColumnPlaceholders:
    """The columns of a list as placeholders name them; `functions` are the names that any text knows.

    `found` has the placeholders that were read as a column, each with the position of the column.
    """

    def __init__(self, names: ColumnNames, functions: frozenset[str]) -> None:
        self.names = names
        self.functions = functions
        self.found: dict[str, int] = {}
        self._own: set[str] = set()
        """Names that the template sets, imports or defines."""

    def join(self, tokens: Iterable[Token], place: str) -> Iterator[Token]:
        """Yield the tokens of a template, those of one column's name as one token.

        Raises `InputError` for a name that may mean two columns; `place` is the template's file.
        """
        block: list[Token] = []
        begin = ""
        for token in tokens:
            if not begin:
                begin = token.type if token.type in {"variable_begin", "block_begin"} else ""
                yield token
            elif token.type in {"variable_end", "block_end"}:
                start = 0 if begin == "variable_begin" else self._start_of_values(block)
                yield from block[:start]
                yield from self._join_block(block, start, place)
                yield token
                block, begin = [], ""
            else:
                block.append(token)
        yield from block

    def _start_of_values(self, block: Sequence[Token]) -> int:
        """Return where in a statement columns may stand, and note the names that stand before."""
        opening = _VALUES_BEHIND.get(_text(block[0])) if block else None
        start = next((at for at, token in enumerate(block, 1) if _text(token) == opening), len(block))
        if opening not in {"if", "elif"}:
            self._own |= {_text(token) for token in block[1:start] if token.type == "name"}
        return start

    def _join_block(self, block: Sequence[Token], start: int, place: str) -> Iterator[Token]:
        at = start
        while at < len(block):
            words = self._column_at(block, at, place)
            yield words[0] if words else block[at]
            at += words[1] if words else 1

    def _column_at(self, block: Sequence[Token], at: int, place: str) -> tuple[Token, int] | None:
        """Return the longest name of a column that begins at a token, as one token, and its length."""
        if at and (block[at - 1].type in _BEGINS_NO_COLUMN or _text(block[at - 1]) == "is"):
            return None
        most = next(
            (size for size, token in enumerate(block[at : at + _MOST_TOKENS]) if not _may_be_named(token)),
            min(_MOST_TOKENS, len(block) - at),
        )
        for size in range(most, 1, -1):
            words = block[at : at + size]
            if positions := self._columns(words):
                shown = _shown(words)
                if len(positions) > 1:
                    raise ambiguous_column(positions, shown, f"{place}, line {words[0].lineno}", self.names)
                self.found[shown] = positions[0]
                return Token(words[0].lineno, "name", column_name(positions[0])), size
        return None

    def _columns(self, words: Sequence[Token]) -> list[int]:
        """Return the columns that a run of tokens means, none where it is Jinja."""
        inner = {word.type for word in words} - _OPERANDS
        is_plain = inner <= _BETWEEN_WORDS and {words[0].type, words[-1].type} <= _OPERANDS
        found = self.names.phrased("".join(map(_text, words)), with_punctuation=not is_plain)
        return found if found and not self._is_jinja(words) else []

    def _is_jinja(self, words: Sequence[Token]) -> bool:
        operands = [word.type in _OPERANDS and _text(word) not in _KEYWORDS for word in words]
        has_two_side_by_side = any(one and other for one, other in pairwise(operands))
        if has_two_side_by_side or any(
            before.type in _NUMBERS and word.type == "dot" for before, word in pairwise(words)
        ):
            return False
        attributes = {_text(word) for before, word in pairwise(words) if before.type == "dot"}
        names = {_text(word) for word in words if word.type == "name"}
        return all(map(self._is_known, names - attributes - _KEYWORDS - _CONSTANTS))

    def _is_known(self, name: str) -> bool:
        return bool(name in self.functions | self._own or self.names.named(name) or self.names.folded(name))


def _text(token: Token) -> str:
    return str(token.value) if token.type in _OPERANDS else reverse_operators.get(token.type, "")


def _may_be_named(token: Token) -> bool:
    return token.type in _OPERANDS or token.type in _PUNCTUATION


def _shown(words: Sequence[Token]) -> str:
    """Return tokens as a person would write them: `Borç (TL)`."""
    text = _text(words[0])
    for before, word in pairwise(words):
        is_close = before.type == "lparen" or word.type in {"rparen", "comma", "dot", "colon"}
        text += _text(word) if is_close or {before.type, word.type} & {"sub", "div"} else f" {_text(word)}"
    return text
