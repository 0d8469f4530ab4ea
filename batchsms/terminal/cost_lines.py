"""What a campaign costs → lines that a person reads in one screen, and JSON."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from batchsms.i18n import _, ngettext
from batchsms.numbers.msisdn import masked
from batchsms.pricing.campaign_costs import Character, Costs, Saving, Share
from batchsms.results.preview import Specimen

__all__ = ["as_json", "bill", "texts"]

_WIDTH = 96
_LINES_OF_A_TEXT = 3
_SHOWN = 3
_ABOUT = 40
"""Characters shown before the first that a fold changed."""


def bill(costs: Costs, price: Decimal | None, folded: Specimen | None, *, verbose: bool) -> str:
    """Return what a campaign costs, why, and what would make it cheaper; `price` is a credit's, in TL."""
    return "\n".join(_lines(costs, price, folded, verbose=verbose))


def _lines(costs: Costs, price: Decimal | None, folded: Specimen | None, *, verbose: bool) -> Iterator[str]:
    line = ngettext("{count:,} credit in all", "{count:,} credits in all", costs.credits)
    yield line.format(count=costs.credits) + _priced(costs.credits, price)
    for share in costs.shares:
        yield _share(share)
    yield from _character_lines(costs.characters, verbose=verbose)
    yield from _folded_lines(costs, folded)
    if costs.savings:
        yield _savings(costs.savings, costs.credits)


def _priced(credits_in_all: int, price: Decimal | None) -> str:
    if price is None:
        return ""
    return _(": {amount:,.2f} TL, at {price} TL each").format(
        amount=credits_in_all * price, price=f"{price:f}"
    )


def _share(share: Share) -> str:
    recipients = ngettext("{count:>9,} recipient", "{count:>9,} recipients", share.recipients)
    cost = ngettext("{count:,} credit", "{count:,} credits", share.credits)
    segments = ", ".join(
        ngettext("{segments} segment: {count:,}", "{segments} segments: {count:,}", segments).format(
            segments=segments, count=count
        )
        for segments, count in share.segments.items()
    )
    return _("  {recipients}  {encoding:<7}  {cost} ({segments})").format(
        recipients=recipients.format(count=share.recipients).strip().rjust(20),
        encoding=share.encoding,
        cost=cost.format(count=share.credits),
        segments=segments,
    )


def _character_lines(characters: Sequence[Character], *, verbose: bool) -> Iterator[str]:
    """Yield a line for each character of a dear encoding; the seven Turkish letters share one."""
    singly = [one for one in characters if verbose or one.encoding == "ucs2"]
    together = [one for one in characters if one not in singly]
    for one in singly if verbose else singly[:_SHOWN]:
        line = ngettext(
            "  {encoding} because of {code} {character}: {count:,} recipient, row {rows}",
            "  {encoding} because of {code} {character}: {count:,} recipients, rows {rows}",
            one.recipients,
        )
        yield line.format(
            encoding=one.encoding,
            code=one.code,
            character=f"{one.character} {one.name}" if one.character.isprintable() else one.name,
            count=one.recipients,
            rows=_rows(one),
        )
    if len(singly) > _SHOWN and not verbose:
        yield _("  … and of {count} more characters (--verbose shows them)").format(
            count=len(singly) - _SHOWN
        )
    if together:
        letters = ", ".join(f"{one.character} ({one.recipients:,})" for one in together)
        yield _("  {encoding} because of {letters}: rows {rows}").format(
            encoding=together[0].encoding, letters=letters, rows=_rows(together[0])
        )


def _rows(character: Character) -> str:
    rows = ", ".join(map(str, character.rows))
    return f"{rows} …" if character.recipients > len(character.rows) else rows


def _folded_lines(costs: Costs, specimen: Specimen | None) -> Iterator[str]:
    if costs.folded is None:
        return
    line = ngettext(
        "Folded: {count:,} recipient gets a plainer text, for {now:,} credits instead of {before:,}",
        "Folded: {count:,} recipients get a plainer text, for {now:,} credits instead of {before:,}",
        costs.folded.recipients,
    )
    yield line.format(
        count=costs.folded.recipients, now=costs.credits, before=costs.credits + costs.folded.saved
    )
    if specimen:
        pairs = zip(specimen.unfolded, specimen.text, strict=False)
        same = next((at for at, (before, after) in enumerate(pairs) if before != after), 0)
        start = max(0, same - _ABOUT)
        yield _("  row {row} before: {text}").format(
            row=specimen.sheet_row, text=_excerpt(specimen.unfolded, start)
        )
        yield _("  row {row} after:  {text}").format(
            row=specimen.sheet_row, text=_excerpt(specimen.text, start)
        )


def _excerpt(text: str, start: int) -> str:
    end = start + 2 * _ABOUT
    cut = " ".join(text[start:end].split("\n"))
    return ("…" if start else "") + cut + ("…" if end < len(text) else "")


_CHANGES: dict[str, Callable[[], str]] = {
    "fold": lambda: _("--fold {value}"),
    "remove": lambda: _("to do without {value}"),
    "shorten": lambda: _("texts shorter by {value}"),
}


def _savings(savings: Sequence[Saving], credits_in_all: int) -> str:
    best, *others = savings
    line = _("What saves most: {change}, {saved:,} of {credits:,} credits").format(
        change=_change(best), saved=best.credits, credits=credits_in_all
    )
    if others:
        listed = "; ".join(f"{_change(one)}, {one.credits:,}" for one in others[:_SHOWN])
        line += "\n" + _("  also: {changes}").format(changes=listed)
    return line


def _change(saving: Saving) -> str:
    value = saving.value
    if saving.change == "remove" and not value.isprintable():
        value = f"U+{ord(value):04X}"
    if saving.change == "shorten":
        value = ngettext("{count} character", "{count} characters", int(value)).format(count=value)
    return _CHANGES[saving.change]().format(value=value)


_KINDS: dict[str, Callable[[], str]] = {
    "first": lambda: _("first"),
    "longest": lambda: _("longest"),
    "dearest": lambda: _("dearest"),
    "shortest": lambda: _("shortest"),
}


def texts(specimens: Sequence[Specimen], *, verbose: bool) -> str:
    """Return messages as lines of text, their numbers masked; long ones are cut unless `verbose`."""
    return "\n".join(line for one in specimens for line in _text_lines(one, verbose=verbose))


def _text_lines(one: Specimen, *, verbose: bool) -> Iterator[str]:
    place = ngettext(
        "The {kinds} text: row {row}, {number}, {count} segment, {characters} characters",
        "The {kinds} text: row {row}, {number}, {count} segments, {characters} characters",
        one.segments,
    )
    yield place.format(
        kinds=", ".join(_KINDS[kind]() for kind in one.kinds),
        row=one.sheet_row,
        number=masked(one.msisdn),
        count=one.segments,
        characters=len(one.text),
    )
    lines = [part for line in one.text.split("\n") for part in _wrapped(line)]
    shown = lines if verbose or len(lines) <= _LINES_OF_A_TEXT else [*lines[:_LINES_OF_A_TEXT], "…"]
    for line in shown:
        yield f"    {line}"


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, _WIDTH, replace_whitespace=False) or [""]


def as_json(
    costs: Costs, price: Decimal | None, specimens: Sequence[Specimen], folded: Specimen | None
) -> dict[str, object]:
    """Return the costs under the keys of the JSON object; prices are texts, to be exact."""
    return {
        "credits": costs.credits,
        "credit_price": None if price is None else f"{price:f}",
        "price": None if price is None else f"{costs.credits * price:.2f}",
        "encodings": [
            {
                "encoding": one.encoding,
                "recipients": one.recipients,
                "credits": one.credits,
                "segments": {str(count): recipients for count, recipients in one.segments.items()},
            }
            for one in costs.shares
        ],
        "characters": [
            {
                "character": one.character,
                "code": one.code,
                "name": one.name,
                "encoding": one.encoding,
                "recipients": one.recipients,
                "rows": one.rows,
            }
            for one in costs.characters
        ],
        "savings": [
            {"change": one.change, "value": one.value, "credits": one.credits} for one in costs.savings
        ],
        "folded": costs.folded
        and {
            "recipients": costs.folded.recipients,
            "credits_before": costs.credits + costs.folded.saved,
            "row": folded and folded.sheet_row,
            "before": folded and folded.unfolded,
            "after": folded and folded.text,
        },
        "texts": [
            {
                "kinds": list(one.kinds),
                "row": one.sheet_row,
                "number": masked(one.msisdn),
                "segments": one.segments,
                "characters": len(one.text),
                "text": one.text,
            }
            for one in specimens
        ],
    }
