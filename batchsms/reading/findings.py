"""What was found in a list that its owner should know, counted and with the first addresses."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from batchsms.exclusion_reasons import advice, title
from batchsms.i18n import _, ngettext

__all__ = ["EXAMPLES", "Finding", "Findings", "gravest_first", "listed_examples", "said"]

EXAMPLES = 5
"""How many addresses of a kind are kept."""


@dataclass
class Finding:
    """One kind of finding. `severity` is `error`, `warning` or `info`; examples are addresses.

    `cause` says in words what is wrong at the first of them, where the code alone does not.
    """

    code: str
    severity: str
    count: int = 0
    examples: list[str] = field(default_factory=list)
    cause: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the finding as `preview --json` has it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "count": self.count,
            "examples": self.examples,
            "message": said(self),
        }


def gravest_first(finding: Finding) -> int:
    """Return where a finding stands among others: errors first, then warnings, then notes."""
    return ("error", "warning", "info").index(finding.severity)


@dataclass
class Findings:
    """All findings of one list. Of one severity they stand in the order in which they first came."""

    _kinds: dict[str, Finding] = field(default_factory=dict)

    def add(self, code: str, *addresses: str, severity: str = "warning", count: int | None = None) -> None:
        """Note findings of a kind at these addresses: as many, or `count`, of which these are the first."""
        finding = self._kinds.setdefault(code, Finding(code, severity))
        finding.count += len(addresses) if count is None else count
        finding.examples.extend(addresses[: EXAMPLES - len(finding.examples)])

    def tell(self, code: str, more: str) -> None:
        """Add a word to a finding that was noted."""
        self._kinds[code].examples.append(more)

    def all(self) -> list[Finding]:
        """Return the findings: errors, then warnings, then notes."""
        return sorted(self._kinds.values(), key=gravest_first)


_SENTENCES: dict[str, Callable[[int], str]] = {
    "detected": lambda _count: _("read as {examples}"),
    "rows_above_header": lambda count: ngettext(
        "{count} row above the column names is left out: {examples}; if that is wrong, say which row holds "
        "the names with --header-row",
        "{count} rows above the column names are left out: {examples}; if that is wrong, say which row holds "
        "the names with --header-row",
        count,
    ),
    "no_header": lambda _count: _(
        "the list has no column names, so its columns are called A, B, C; if it has some, say in which row "
        "with --header-row"
    ),
    "names_guessed": lambda _count: _(
        "{examples} is taken for the column names, though none of them names phones; if a recipient "
        "stands there, use --no-header"
    ),
    "hidden_row": lambda count: ngettext(
        "{count} row is hidden or filtered out and is not sent to: {examples}; --hidden-rows include sends "
        "to it",
        "{count} rows are hidden or filtered out and are not sent to: {examples}; --hidden-rows include "
        "sends to them",
        count,
    ),
    "hidden_rows_included": lambda count: ngettext(
        "{count} row is hidden or filtered out and is sent to all the same: {examples}; --hidden-rows "
        "skip leaves it out",
        "{count} rows are hidden or filtered out and are sent to all the same: {examples}; --hidden-rows "
        "skip leaves them out",
        count,
    ),
    "hidden_columns": lambda count: ngettext(
        "{count} column is hidden and can be used all the same: {examples}",
        "{count} columns are hidden and can be used all the same: {examples}",
        count,
    ),
    "hidden_unknown": lambda _count: _(
        "this workbook does not tell which rows are hidden ({examples}), so all are sent to; if some are "
        "filtered out, save it as .xlsx"
    ),
    "merged_cells": lambda count: ngettext(
        "{count} merged cell counts for each of its rows: {examples}",
        "{count} merged cells count for each of their rows: {examples}",
        count,
    ),
    "formula_without_value": lambda count: ngettext(
        "{count} cell that is needed holds a formula whose value was never stored, and counts as empty: "
        "{examples}; open the workbook in Excel and save it",
        "{count} cells that are needed hold formulas whose values were never stored, and count as empty: "
        "{examples}; open the workbook in Excel and save it",
        count,
    ),
    "error_value": lambda count: ngettext(
        "{count} cell that is needed holds an error such as #N/A, and counts as empty: {examples}; correct "
        "its formula",
        "{count} cells that are needed hold an error such as #N/A, and count as empty: {examples}; correct "
        "their formulas",
        count,
    ),
    "error_text": lambda count: ngettext(
        "{count} cell that is needed holds the words of an error such as #N/A, which would be sent: "
        "{examples}; correct it",
        "{count} cells that are needed hold the words of an error such as #N/A, which would be sent: "
        "{examples}; correct them",
        count,
    ),
    "raw_number": lambda count: ngettext(
        "{count} number with a fraction is printed as it is, such as 1234,5: {examples}; in the template put "
        "|tl behind the name for 1.234,50 TL, |yuzde for a share, or |sayi(2)",
        "{count} numbers with a fraction are printed as they are, such as 1234,5: {examples}; in the "
        "template put |tl behind the name for 1.234,50 TL, |yuzde for a share, or |sayi(2)",
        count,
    ),
    "number_format": lambda count: ngettext(
        "{count} number looks otherwise in Excel than in the text: {examples}; in the template put |tl, "
        "|sayi(2) or |yuzde behind the name, and keep codes that begin with zeros as text",
        "{count} numbers look otherwise in Excel than in the text: {examples}; in the template put |tl, "
        "|sayi(2) or |yuzde behind the name, and keep codes that begin with zeros as text",
        count,
    ),
    "duplicate_header": lambda count: ngettext(
        "{count} column has the name of another: {examples}; rename it to use it",
        "{count} columns have the names of others: {examples}; rename them to use them",
        count,
    ),
    "unnamed_column": lambda count: ngettext(
        "{count} column with values has no name: {examples}; name it to use it",
        "{count} columns with values have no names: {examples}; name them to use them",
        count,
    ),
    "other_sheets": lambda count: ngettext(
        "{count} more sheet has no phone numbers and is not read: {examples}; --sheet names the one to read",
        "{count} more sheets have no phone numbers and are not read: {examples}; --sheet names the one to "
        "read",
        count,
    ),
    "nul_bytes": lambda count: ngettext(
        "{count} NUL byte was left out; check the list near it, or save it again",
        "{count} NUL bytes were left out; check the list near them, or save it again",
        count,
    ),
    "suppression": lambda _count: _("not sent to are the numbers of {examples}"),
    "unreadable_suppression": lambda count: ngettext(
        "{count} cell of numbers never to be sent to cannot be read, so that nobody is kept from it: "
        "{examples}; correct it",
        "{count} cells of numbers never to be sent to cannot be read, so that nobody is kept from them: "
        "{examples}; correct them",
        count,
    ),
    "over_max_recipients": lambda _count: _(
        "more than --max-recipients allows: {examples}; send refuses such a campaign"
    ),
    "over_max_credits": lambda _count: _(
        "more than --max-credits allows: {examples}; send refuses such a campaign"
    ),
    "leftover_braces": lambda count: _text(
        count, _("have a brace in them, as of a column that was not filled in")
    ),
    "leftover_value": lambda count: _text(
        count, _("have a word in them, as nan, None or null, that programs write for an empty cell")
    ),
    "doubled_blanks": lambda count: _text(count, _("have more than one blank in a row")),
    "empty_greeting": lambda count: _text(count, _("greet nobody, as in “Sayın ,”")),
    "blank_before_comma": lambda count: _text(count, _("have a blank before a comma")),
    "link": lambda count: _text(count, _("have a link; see that it leads where it should")),
    "no_refusal": lambda count: _text(
        count, _("are commercial (--iys) and do not say how to refuse further ones, which the law asks for")
    ),
    "no_mersis": lambda count: _text(
        count,
        _("are commercial (--iys) and lack the sender's MERSİS number, which the law asks of companies"),
    ),
    "same_text": lambda _count: _("all {examples} recipients get the same text, whatever their columns hold"),
    "split_number": lambda count: ngettext(
        "{count} number seems to be split in two cells, side by side: {examples}; put it together in one "
        "column, as =B2&C2 does",
        "{count} numbers seem to be split in two cells, side by side: {examples}; put them together in one "
        "column, as =B2&C2 does",
        count,
    ),
    "several_texts": lambda count: ngettext(
        "{count} row is a second text to its number: {examples}; --one-per-number keeps the first",
        "{count} rows are second texts to their numbers: {examples}; --one-per-number keeps the first",
        count,
    ),
}


def _text(count: int, what: str) -> str:
    """Return the sentence of texts that are odd in one way."""
    texts = ngettext(
        "the texts of {count} row {what}: {examples}", "the texts of {count} rows {what}: {examples}", count
    )
    return texts.replace("{what}", what)


def said(finding: Finding) -> str:
    """Return a finding as a sentence."""
    examples = listed_examples(finding)
    if sentence := _SENTENCES.get(finding.code):
        return sentence(finding.count).format(count=_count(finding.count), examples=examples)
    told = ngettext(
        "{count} row left out, {title}: {examples}",
        "{count} rows left out, {title}: {examples}",
        finding.count,
    ).format(count=_count(finding.count), title=title(finding.code), examples=examples)
    if what := finding.cause or advice(finding.code):
        return _("{told}; {what}").format(told=told, what=what)
    return told


def listed_examples(finding: Finding) -> str:
    """Return the examples of a finding in one line, each sheet named once; it tells if there are more."""
    examples = ", ".join(_without_repeats(finding.examples))
    more = finding.count > len(finding.examples) > 0
    return _("{examples} …").format(examples=examples) if more else examples


_IN_A_TEXT_FILE = re.compile(r"([^0-9!]*)([0-9]+)((?: \(.*\))?)", re.DOTALL)


def _without_repeats(examples: Sequence[str]) -> Iterator[str]:
    """Yield addresses with what is alike in all of them only once: `Liste!B7, B9`, `row 7, 9 (Telefon)`."""
    rows = [found.groups() for one in examples if (found := _IN_A_TEXT_FILE.fullmatch(one))]
    if len(rows) == len(examples) > 1 and len({(before, after) for before, _row, after in rows}) == 1:
        (before, _row, after) = rows[0]
        yield before + ", ".join(row for _before, row, _after in rows) + after
        return
    sheet = ""
    for example in examples:
        before, mark, cell = example.rpartition("!")
        yield cell if mark and before == sheet else example
        sheet = before


def _count(number: int) -> str:
    return f"{number:,}"
