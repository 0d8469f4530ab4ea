"""What was found in a list that its owner should know, counted and with the first addresses."""

from collections.abc import Callable, Iterable

from batchsms.exclusion_reasons import summary
from batchsms.i18n import _, ngettext
from batchsms.reading.cell_addresses import joined_addresses

__all__ = ["EXAMPLES", "Finding", "Findings", "gravest_first", "listed_examples", "said"]

EXAMPLES = 5
"""How many addresses of a kind are kept."""


class Finding:
    """One kind of finding. `severity` is `error`, `warning` or `info`.

    `examples` are the first addresses; `details` are words: a column, a file, what Excel shows, an error.
    """

    def __init__(
        self,
        code: str,
        severity: str,
        count: int = 0,
        examples: Iterable[str] = (),
        details: Iterable[str] = (),
    ) -> None:
        self.code = code
        self.severity = severity
        self.count = count
        self.examples = list(examples)
        self.details = list(details)

    def as_json(self) -> dict[str, object]:
        """Return the finding as `preview --json` has it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "count": self.count,
            "examples": self.examples,
            "details": self.details,
            "message": said(self),
        }


def gravest_first(finding: Finding) -> tuple[int, bool]:
    """Return where a finding stands among others: errors, warnings, how the list is read, other notes."""
    return ("error", "warning", "info").index(finding.severity), finding.code != "detected"


class Findings:
    """All findings of one list. Of one severity they stand in the order in which they first came."""

    def __init__(self) -> None:
        self._kinds: dict[str, Finding] = {}

    def add(
        self,
        code: str,
        *addresses: str,
        severity: str = "warning",
        count: int | None = None,
        details: Iterable[str] = (),
    ) -> None:
        """Note findings of a kind at these addresses: as many, or `count`, of which these are the first."""
        finding = self._kinds.setdefault(code, Finding(code, severity))
        finding.count += len(addresses) if count is None else count
        finding.examples.extend(addresses[: EXAMPLES - len(finding.examples)])
        finding.details.extend(details)

    def all(self) -> list[Finding]:
        """Return the findings: errors, then warnings, then notes."""
        return sorted(self._kinds.values(), key=gravest_first)


_SENTENCES: dict[str, Callable[[int], str]] = {
    "detected": lambda _count: "{details}",
    "rows_above_header": lambda count: ngettext(
        "{count} row above the column names is skipped: {examples}. If that is wrong, say with --header-row "
        "which row holds the names.",
        "{count} rows above the column names are skipped: {examples}. If that is wrong, say with "
        "--header-row which row holds the names.",
        count,
    ),
    "no_header": lambda _count: _(
        "The list has no column names, so its columns are called A, B, C. If it has some, say with "
        "--header-row in which row."
    ),
    "names_guessed": lambda _count: _(
        "The column names seem to be in {examples}, although none of them names phones. If a recipient "
        "is there, use --no-header."
    ),
    "hidden_rows_included": lambda count: ngettext(
        "{count} row is hidden or filtered out and is sent to all the same: {examples}. To skip it, use "
        "--hidden-rows skip.",
        "{count} rows are hidden or filtered out and are sent to all the same: {examples}. To skip them, "
        "use --hidden-rows skip.",
        count,
    ),
    "hidden_columns": lambda count: ngettext(
        "{count} column is hidden and can be used all the same: {examples}",
        "{count} columns are hidden and can be used all the same: {examples}",
        count,
    ),
    "hidden_unknown": lambda _count: _(
        "This workbook ({details}) does not say which rows are hidden, so all are sent to. If some are "
        "filtered out, save it as .xlsx."
    ),
    "merged_cells": lambda count: ngettext(
        "{count} merged cell counts for each of its rows: {examples}",
        "{count} merged cells count for each of their rows: {examples}",
        count,
    ),
    "formula_without_value": lambda count: ngettext(
        "{count} cell that is needed holds a formula whose value was never stored, and counts as empty: "
        "{examples}. Open the workbook in Excel and save it.",
        "{count} cells that are needed hold formulas whose values were never stored, and count as empty: "
        "{examples}. Open the workbook in Excel and save it.",
        count,
    ),
    "error_value": lambda count: ngettext(
        "{count} cell that is needed holds an error such as #N/A, and counts as empty: {examples}. Correct "
        "its formula.",
        "{count} cells that are needed hold an error such as #N/A, and count as empty: {examples}. Correct "
        "their formulas.",
        count,
    ),
    "error_text": lambda count: ngettext(
        "{count} cell that is needed holds the words of an error such as #N/A, which would be sent: "
        "{examples}. Correct it.",
        "{count} cells that are needed hold the words of an error such as #N/A, which would be sent: "
        "{examples}. Correct them.",
        count,
    ),
    "raw_number": lambda count: ngettext(
        "{count} number with a fraction is sent as it is stored, such as 1234,5: {examples} ({details}). "
        "In the template, put |tl behind the name for 1.234,50 TL, |yuzde for a percentage, or |sayi(2).",
        "{count} numbers with a fraction are sent as they are stored, such as 1234,5: {examples} "
        "({details}). In the template, put |tl behind the name for 1.234,50 TL, |yuzde for a percentage, or "
        "|sayi(2).",
        count,
    ),
    "number_format": lambda count: ngettext(
        "{count} number looks different in Excel: {examples} ({details}). In the template, put |tl, "
        "|sayi(2) or |yuzde behind the name, and keep codes that begin with zeros as text.",
        "{count} numbers look different in Excel: {examples} ({details}). In the template, put |tl, "
        "|sayi(2) or |yuzde behind the name, and keep codes that begin with zeros as text.",
        count,
    ),
    "duplicate_header": lambda count: ngettext(
        "{count} column has the name of another: {examples}. Rename it to use it.",
        "{count} columns have the names of others: {examples}. Rename them to use them.",
        count,
    ),
    "unnamed_column": lambda count: ngettext(
        "{count} column with values has no name: {examples}. Name it to use it.",
        "{count} columns with values have no names: {examples}. Name them to use them.",
        count,
    ),
    "other_sheets": lambda count: ngettext(
        "{count} more sheet has no phone numbers and is not read: {examples}. To read another sheet, name "
        "it with --sheet.",
        "{count} more sheets have no phone numbers and are not read: {examples}. To read another sheet, "
        "name it with --sheet.",
        count,
    ),
    "nul_bytes": lambda count: ngettext(
        "{count} NUL byte in the file was skipped. Check the list, or save it again.",
        "{count} NUL bytes in the file were skipped. Check the list, or save it again.",
        count,
    ),
    "suppression": lambda _count: _("Numbers never to be sent to are read from {details}"),
    "unreadable_suppression": lambda count: ngettext(
        "{count} cell of numbers never to be sent to cannot be read, so its number is not suppressed: "
        "{examples}. Correct it.",
        "{count} cells of numbers never to be sent to cannot be read, so their numbers are not suppressed: "
        "{examples}. Correct them.",
        count,
    ),
    "over_max_recipients": lambda _count: _(
        "The campaign exceeds --max-recipients ({details}), so send refuses it"
    ),
    "over_max_credits": lambda _count: _(
        "The campaign exceeds --max-credits ({details}), so send refuses it"
    ),
    "leftover_braces": lambda count: ngettext(
        "{count} text contains {{ or }}: {examples}. A placeholder may not have been filled in.",
        "{count} texts contain {{ or }}: {examples}. A placeholder may not have been filled in.",
        count,
    ),
    "column_matched": lambda count: ngettext(
        "{count} placeholder takes a column whose name is written differently: {details}",
        "{count} placeholders take columns whose names are written differently: {details}",
        count,
    ),
    "braces_without_columns": lambda _count: _(
        "The template uses no column of the list, and its text contains {{ or }}. A placeholder may not have "
        "been filled in."
    ),
    "invisible_characters": lambda count: ngettext(
        "{count} text contains invisible characters, which can make it expensive: {examples}. --fold "
        "typographic removes them where the text gets cheaper.",
        "{count} texts contain invisible characters, which can make them expensive: {examples}. --fold "
        "typographic removes them where a text gets cheaper.",
        count,
    ),
    "blank_lines": lambda count: ngettext(
        "{count} text has two or more blank lines in a row: {examples}",
        "{count} texts have two or more blank lines in a row: {examples}",
        count,
    ),
    "greeting_without_name": lambda count: ngettext(
        "{count} text has a sign in place of a name after its greeting, as in “Sayın -,”: {examples}. "
        "Correct the cell, or give the template a default.",
        "{count} texts have a sign in place of a name after their greeting, as in “Sayın -,”: {examples}. "
        "Correct the cells, or give the template a default.",
        count,
    ),
    "leftover_value": lambda count: ngettext(
        "{count} text contains a word such as nan, None or null, which programs write for an empty cell: "
        "{examples}",
        "{count} texts contain a word such as nan, None or null, which programs write for an empty cell: "
        "{examples}",
        count,
    ),
    "doubled_blanks": lambda count: ngettext(
        "{count} text has more than one blank in a row: {examples}",
        "{count} texts have more than one blank in a row: {examples}",
        count,
    ),
    "empty_greeting": lambda count: ngettext(
        "{count} text greets nobody, as in “Sayın ,”: {examples}",
        "{count} texts greet nobody, as in “Sayın ,”: {examples}",
        count,
    ),
    "blank_before_comma": lambda count: ngettext(
        "{count} text has a blank before a comma: {examples}",
        "{count} texts have a blank before a comma: {examples}",
        count,
    ),
    "link": lambda count: ngettext(
        "{count} text contains a link: {examples}. Check that it leads where it should.",
        "{count} texts contain a link: {examples}. Check that it leads where it should.",
        count,
    ),
    "no_refusal": lambda count: ngettext(
        "{count} text is commercial (--iys) and does not say how to refuse further ones, which the law "
        "requires: {examples}",
        "{count} texts are commercial (--iys) and do not say how to refuse further ones, which the law "
        "requires: {examples}",
        count,
    ),
    "no_mersis": lambda count: ngettext(
        "{count} text is commercial (--iys) and lacks the sender's MERSİS number, which the law requires of "
        "companies: {examples}",
        "{count} texts are commercial (--iys) and lack the sender's MERSİS number, which the law requires "
        "of companies: {examples}",
        count,
    ),
    "wrong_letters": lambda count: ngettext(
        "{count} text or name has letters that look wrong, like those of a file that was read in another "
        "encoding: {examples}. Save the list or the template again as UTF-8.",
        "{count} texts or names have letters that look wrong, like those of a file that was read in another "
        "encoding: {examples}. Save the list or the template again as UTF-8.",
        count,
    ),
    "sent_before": lambda count: ngettext(
        "The list is an earlier results file: {count} row of it was accepted or may have been ({examples}). "
        "Send to the others only with --not-accepted, or to all again with --again.",
        "The list is an earlier results file: {count} rows of it were accepted or may have been "
        "({examples}). Send to the others only with --not-accepted, or to all again with --again.",
        count,
    ),
    "sent_in_campaign": lambda _count: _(
        "This list was sent before in another campaign ({details}). To keep these numbers out, use "
        "--suppress with that campaign file."
    ),
    "same_text": lambda count: ngettext(
        "{count} recipient gets the same text, whatever the columns hold",
        "All {count} recipients get the same text, whatever their columns hold",
        count,
    ),
    "split_number": lambda count: ngettext(
        "{count} number seems to be split into two cells, side by side: {examples}. Put it together in one "
        "column, as =B2&C2 does.",
        "{count} numbers seem to be split into two cells, side by side: {examples}. Put them together in "
        "one column, as =B2&C2 does.",
        count,
    ),
    "several_texts": lambda count: ngettext(
        "{count} row sends a second text to a number that is already in the list: {examples}. "
        "--one-per-number keeps the first.",
        "{count} rows send a second text to a number that is already in the list: {examples}. "
        "--one-per-number keeps the first.",
        count,
    ),
}


def said(finding: Finding) -> str:
    """Return a finding as a sentence."""
    sentence = _SENTENCES.get(finding.code)
    said = sentence(finding.count) if sentence else summary(finding.code, finding.count)
    return said.format(
        count=f"{finding.count:,}", examples=listed_examples(finding), details=", ".join(finding.details)
    )


def listed_examples(finding: Finding) -> str:
    """Return the examples of a finding in one line, each sheet named once; it tells if there are more."""
    examples = joined_addresses(finding.examples)
    more = finding.count > len(finding.examples) > 0
    return _("{examples} …").format(examples=examples) if more else examples
