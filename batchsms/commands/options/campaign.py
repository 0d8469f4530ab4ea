"""The options of a campaign → its list, content, budget and packing.

An option is `frozen` where a campaign file keeps its value. The others can be set again with the file.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from batchsms.campaign.packing import Packing
from batchsms.campaign.settings import (
    IYS_LISTS,
    Budget,
    Content,
    checked_iys,
    checked_price,
    checked_schedule,
    checked_sender,
    template_source,
)
from batchsms.campaign.source import Source
from batchsms.clock import now
from batchsms.commands.options.checked_command import Problems
from batchsms.commands.options.declaration import PATH, FoldedChoice, all_of, option
from batchsms.i18n import _
from batchsms.pricing.folds import FOLDS
from batchsms.pricing.segments import Tariff
from batchsms.reading.list_reader import Layout

__all__ = [
    "budget_of",
    "campaign_options",
    "check_campaign",
    "content_of",
    "packing_of",
    "source_of",
]

campaign_options = all_of(
    option("-t", "--template", frozen=True, type=PATH, help=_("The Jinja2 text, in a file.")),
    option("--text", frozen=True, help=_("The Jinja2 text itself.")),
    option("--sender", frozen=True, help=_("The approved header, exactly as in the panel.")),
    option(
        "--iys",
        frozen=True,
        type=FoldedChoice(IYS_LISTS),
        help=_("The İYS list for commercial messages, or none for informational ones."),
    ),
    option(
        "--at", help=_('When to send, in Turkey time: "DD/MM/YYYY HH:MM"; with a campaign file also "now".')
    ),
    option("--phone-column", frozen=True, default="", help=_("The column that holds the numbers.")),
    option("--sheet", frozen=True, default="", help=_("The sheet, by name or number.")),
    option(
        "--header-row",
        frozen=True,
        type=click.IntRange(min=1),
        help=_("The row that holds the column names."),
    ),
    option(
        "--no-header", frozen=True, is_flag=True, help=_("The list has no column names; they are A, B, C.")
    ),
    option(
        "--hidden-rows",
        frozen=True,
        type=FoldedChoice(("skip", "include")),
        default="skip",
        show_default=True,
        help=_("Whether to send to rows that are hidden or filtered out."),
    ),
    option("--encoding", frozen=True, default="", help=_("The encoding of a text file.")),
    option("--delimiter", frozen=True, default="", help=_("The delimiter of a text file.")),
    option(
        "--order-size",
        frozen=True,
        type=click.IntRange(1, 50_000),
        default=1_000,
        show_default=True,
        help=_("Recipients per order."),
    ),
    option(
        "--suppress",
        frozen=True,
        multiple=True,
        type=PATH,
        help=_("A list, or a campaign file, of numbers that are never sent to; may be repeated."),
    ),
    option(
        "--one-per-number",
        frozen=True,
        is_flag=True,
        help=_("Send to each number once, even if its rows have different texts."),
    ),
    option(
        "--max-recipients", type=click.IntRange(min=1), help=_("Refuse to send to more recipients than this.")
    ),
    option("--max-credits", type=click.IntRange(min=1), help=_("Refuse to send for more credits than this.")),
    option(
        "--fold",
        frozen=True,
        multiple=True,
        type=FoldedChoice(tuple(FOLDS)),
        help=_(
            "Replace expensive characters by plain ones where that makes the text cheaper; may be repeated."
        ),
    ),
    option(
        "--operator-characters",
        frozen=True,
        type=click.IntRange(0, 20),
        default=Tariff().reserve,
        show_default=True,
        help=_("Characters that the gateway adds to each text."),
    ),
    option(
        "--turkish-letter-cost",
        frozen=True,
        type=click.IntRange(1, 2),
        default=Tariff().turkish_letter_cost,
        show_default=True,
        help=_("What each of ç Ğ ğ İ ı Ş ş counts."),
    ),
    option("--credit-price", frozen=True, help=_("What a credit costs, in TL.")),
    option("--limit", type=click.IntRange(min=1), help=_("Stop after this many recipients.")),
    option(
        "-o", "--campaign", frozen=True, type=PATH, help=_("The campaign file; default: beside the list.")
    ),
    option("--results", type=PATH, help=_("The results, .xlsx or .csv; default: beside the campaign file.")),
)


def source_of(path: Path, options: Mapping[str, Any]) -> Source:
    """Return where the rows come from."""
    layout = Layout(
        options["sheet"],
        options["encoding"],
        options["delimiter"],
        options["header_row"],
        options["no_header"],
        options["phone_column"],
    )
    return Source(path, layout, options["hidden_rows"], options["suppress"], options["one_per_number"])


def check_campaign(options: Mapping[str, Any], problems: Problems) -> None:
    """Note all that is wrong with what every message shares, and with the budget."""
    checks: dict[str, Callable[[], object]] = {
        "template": lambda: template_source(*_one_text(options)),
        "sender": lambda: checked_sender(options["sender"]),
        "iys": lambda: checked_iys(options["iys"]),
        "at": lambda: checked_schedule(options["at"], now()),
        "credit_price": lambda: budget_of(options),
    }
    for name, check in checks.items():
        if name not in problems.options:
            with problems.noted():
                check()


def content_of(options: Mapping[str, Any]) -> Content:
    """Return what every message shares, checked."""
    file, text = _one_text(options)
    template, name = template_source(file, text)
    return Content(
        template,
        name,
        checked_sender(options["sender"]),
        checked_iys(options["iys"]),
        checked_schedule(options["at"], now()),
        folder=file.parent if file else None,
        folds=tuple(name for name in FOLDS if name in options["fold"]),
        tariff=Tariff(options["operator_characters"], options["turkish_letter_cost"]),
    )


def budget_of(options: Mapping[str, Any]) -> Budget:
    """Return what the campaign may come to, checked."""
    price = checked_price(options["credit_price"])
    return Budget(price, options["max_recipients"], options["max_credits"])


def _one_text(options: Mapping[str, Any]) -> tuple[Path | None, str | None]:
    """Return template and text; where both are given, a flag goes before the environment."""
    source = click.get_current_context().get_parameter_source
    typed = [name for name in ("template", "text") if source(name) is ParameterSource.COMMANDLINE]
    if len(typed) != 1:
        return options["template"], options["text"]
    return (options["template"], None) if typed == ["template"] else (None, options["text"])


def packing_of(options: Mapping[str, Any]) -> Packing:
    """Return how recipients form orders."""
    return Packing(options["order_size"], options["limit"] or 0)
