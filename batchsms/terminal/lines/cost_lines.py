"""What a campaign costs → lines: credits, price, expensive characters, what would save most; and JSON."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from batchsms.i18n import _, ngettext
from batchsms.numbers.masking import masked
from batchsms.pricing.costs import Character, Costs, Saving, Share
from batchsms.results.specimens import Specimen

__all__ = ["cost_json", "cost_lines"]

_SHOWN = 3
_ABOUT = 40
"""Characters shown before the first that a fold changed."""


def cost_lines(costs: Costs, price: Decimal | None, folded: Specimen | None, *, verbose: bool) -> str:
    """Return what a campaign costs, why, and what would make it cheaper; `price` is a credit's, in TL."""
    return "\n".join(_lines(costs, price, folded, verbose=verbose))


def _lines(costs: Costs, price: Decimal | None, folded: Specimen | None, *, verbose: bool) -> Iterator[str]:
    yield _in_all(costs.credits, price)
    for share in costs.shares:
        yield _share(share)
    yield from _character_lines(costs.characters, verbose=verbose)
    yield from _folded_lines(costs, folded)
    yield from _saving_lines(costs.savings, costs.credits)


def _in_all(credits_in_all: int, price: Decimal | None) -> str:
    if price is None:
        line = ngettext("{count:,} credit in all", "{count:,} credits in all", credits_in_all)
        return line.format(count=credits_in_all)
    line = ngettext(
        "{count:,} credit in all: {amount:,.2f} TL, at {price} TL each",
        "{count:,} credits in all: {amount:,.2f} TL, at {price} TL each",
        credits_in_all,
    )
    return line.format(count=credits_in_all, amount=credits_in_all * price, price=f"{price:f}")


def _share(share: Share) -> str:
    """Return a row of a table: recipients, encoding, credits, and recipients by segments."""
    recipients = ngettext("{count:,} recipient", "{count:,} recipients", share.recipients)
    cost = ngettext("{count:,} credit", "{count:,} credits", share.credits)
    by_segments = [
        ngettext("{segments} segment: {count:,}", "{segments} segments: {count:,}", segments).format(
            segments=segments, count=count
        )
        for segments, count in share.segments.items()
    ]
    first = recipients.format(count=share.recipients)
    cells = (f"{first:>20}", f"{share.encoding:<7}", cost.format(count=share.credits))
    return f"  {'  '.join(cells)} ({', '.join(by_segments)})"


def _character_lines(characters: Sequence[Character], *, verbose: bool) -> Iterator[str]:
    """Yield a line for each character of an expensive encoding; the seven Turkish letters share one."""
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
    if not verbose and (left := len(singly) - _SHOWN) > 0:
        more = ngettext(
            "  … and of {count} more character; --verbose shows it",
            "  … and of {count} more characters; --verbose shows them",
            left,
        )
        yield more.format(count=left)
    if together:
        letters = ", ".join(f"{one.character} ({one.recipients:,})" for one in together)
        line = ngettext(
            "  {encoding} because of {letters}: row {rows}",
            "  {encoding} because of {letters}: rows {rows}",
            together[0].recipients,
        )
        yield line.format(encoding=together[0].encoding, letters=letters, rows=_rows(together[0]))


def _rows(character: Character) -> str:
    rows = ", ".join(map(str, character.rows))
    return f"{rows} …" if character.recipients > len(character.rows) else rows


def _folded_lines(costs: Costs, specimen: Specimen | None) -> Iterator[str]:
    if costs.folded is None:
        return
    line = ngettext(
        "Folded: {count:,} recipient gets a plainer text; the campaign costs {now:,} instead of {before:,} "
        "credits",
        "Folded: {count:,} recipients get a plainer text; the campaign costs {now:,} instead of {before:,} "
        "credits",
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


def _saving_lines(savings: Sequence[Saving], credits_in_all: int) -> Iterator[str]:
    """Yield the biggest saving, and some more; a campaign of one credit has none to save."""
    for at, one in enumerate(savings[: 1 + _SHOWN]):
        line = _further(one) if at else _biggest(one)
        yield line.format(value=_value(one), saved=one.credits, credits=credits_in_all)


def _biggest(saving: Saving) -> str:
    match saving.change:
        case "fold":
            return _("Biggest saving: --fold {value} saves {saved:,} of {credits:,} credits")
        case "remove":
            return _("Biggest saving: removing {value} saves {saved:,} of {credits:,} credits")
        case _:
            return ngettext(
                "Biggest saving: texts shorter by {value} character save {saved:,} of {credits:,} credits",
                "Biggest saving: texts shorter by {value} characters save {saved:,} of {credits:,} credits",
                int(saving.value),
            )


def _further(saving: Saving) -> str:
    match saving.change:
        case "fold":
            return _("  --fold {value} saves {saved:,} of {credits:,} credits")
        case "remove":
            return _("  Removing {value} saves {saved:,} of {credits:,} credits")
        case _:
            return ngettext(
                "  Texts shorter by {value} character save {saved:,} of {credits:,} credits",
                "  Texts shorter by {value} characters save {saved:,} of {credits:,} credits",
                int(saving.value),
            )


def _value(saving: Saving) -> str:
    if saving.change == "remove" and not saving.value.isprintable():
        return f"U+{ord(saving.value):04X}"
    return saving.value


def cost_json(
    costs: Costs, price: Decimal | None, specimens: Sequence[Specimen], folded: Specimen | None
) -> dict[str, object]:
    """Return the costs under the keys of the JSON object; prices are texts, to be exact."""
    return {
        "credits": costs.credits,
        "credit_price": None if price is None else f"{price:f}",
        "price": None if price is None else f"{costs.credits * price:.2f}",
        "encodings": [_share_json(one) for one in costs.shares],
        "characters": [_character_json(one) for one in costs.characters],
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
        "texts": [_text_json(one) for one in specimens],
    }


def _share_json(share: Share) -> dict[str, object]:
    return {
        "encoding": share.encoding,
        "recipients": share.recipients,
        "credits": share.credits,
        "segments": {str(count): recipients for count, recipients in share.segments.items()},
    }


def _character_json(character: Character) -> dict[str, object]:
    return {
        "character": character.character,
        "code": character.code,
        "name": character.name,
        "encoding": character.encoding,
        "recipients": character.recipients,
        "rows": character.rows,
    }


def _text_json(specimen: Specimen) -> dict[str, object]:
    return {
        "kinds": list(specimen.kinds),
        "row": specimen.sheet_row,
        "number": masked(specimen.msisdn),
        "segments": specimen.segments,
        "characters": len(specimen.text),
        "text": specimen.text,
    }
