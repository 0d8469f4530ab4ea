"""The options of a campaign and of its sending, and what they come to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from batchsms.campaign.credentials import DEFAULT_GATEWAY
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
from batchsms.commands.options.declaration import PATH, all_of, option
from batchsms.i18n import _
from batchsms.pricing.folds import FOLDS
from batchsms.pricing.segments import Tariff
from batchsms.reading.list_reader import Layout
from batchsms.sending.dispatch import Pace

__all__ = [
    "budget_of",
    "campaign_options",
    "content_of",
    "pace_of",
    "packing_of",
    "sending_options",
    "source_of",
]

campaign_options = all_of(
    option("-t", "--template", type=PATH, help=_("The Jinja2 text, in a file.")),
    option("--text", help=_("The Jinja2 text itself.")),
    option("--sender", help=_("The approved header, exactly as in the panel.")),
    option(
        "--iys",
        type=click.Choice(IYS_LISTS),
        help=_("The İYS list for commercial messages, or none for informational ones."),
    ),
    option("--at", help=_('Schedule, Turkey\'s time: "DD/MM/YYYY HH:MM"; "now" with a campaign file.')),
    option("--phone-column", default="", help=_("The column that holds the numbers.")),
    option("--sheet", default="", help=_("The sheet, by name or number.")),
    option("--header-row", type=click.IntRange(min=1), help=_("The row that holds the column names.")),
    option("--no-header", is_flag=True, help=_("The list has no column names; they are A, B, C.")),
    option(
        "--hidden-rows",
        type=click.Choice(("skip", "include")),
        default="skip",
        show_default=True,
        help=_("What to do with rows that are hidden or filtered out."),
    ),
    option("--encoding", default="", help=_("The encoding of a text file.")),
    option("--delimiter", default="", help=_("The delimiter of a text file.")),
    option(
        "--order-size",
        type=click.IntRange(1, 50_000),
        default=1_000,
        show_default=True,
        help=_("Recipients per order."),
    ),
    option(
        "--suppress",
        multiple=True,
        type=PATH,
        help=_("A list, or a campaign file, of numbers never to be sent to; may be repeated."),
    ),
    option("--one-per-number", is_flag=True, help=_("Send to each number once, whatever the texts.")),
    option("--max-recipients", type=click.IntRange(min=1), help=_("Refuse to send to more than this.")),
    option("--max-credits", type=click.IntRange(min=1), help=_("Refuse to send for more than this.")),
    option(
        "--fold",
        multiple=True,
        type=click.Choice(tuple(FOLDS)),
        help=_("Make dear characters plain, where the text gets cheaper; may be repeated."),
    ),
    option(
        "--operator-characters",
        type=click.IntRange(0, 20),
        default=Tariff().reserve,
        show_default=True,
        help=_("Characters that the gateway adds to each text."),
    ),
    option(
        "--turkish-letter-cost",
        type=click.IntRange(1, 2),
        default=Tariff().turkish_letter_cost,
        show_default=True,
        help=_("What each of ç Ğ ğ İ ı Ş ş counts."),
    ),
    option("--credit-price", help=_("What a credit costs, in TL.")),
    option("--limit", type=click.IntRange(min=1), help=_("Stop after this many recipients.")),
    option("-o", "--campaign", type=PATH, help=_("The campaign file; default: beside the list.")),
    option("--results", type=PATH, help=_("The results, .xlsx or .csv; default: beside the campaign file.")),
)

sending_options = all_of(
    option("--yes", is_flag=True, help=_("Send without a question.")),
    option(
        "--test-to",
        metavar="NUMBER",
        environment=False,
        help=_("Send the shortest, longest and dearest text to this number alone, now, and no more."),
    ),
    option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=120.0,
        show_default=True,
        help=_("Seconds to wait for an answer."),
    ),
    option(
        "--concurrency",
        type=click.IntRange(1, 32),
        default=1,
        show_default=True,
        help=_("Posts under way at once."),
    ),
    option("--rate", type=click.FloatRange(min=0, min_open=True), help=_("Recipients per second, at most.")),
    option(
        "--settle-after",
        type=click.FloatRange(min=0),
        default=60.0,
        show_default=True,
        help=_("Seconds to wait before an order that is in no record counts as not taken."),
    ),
    option(
        "--resend-unknown",
        is_flag=True,
        environment=False,
        help=_("Send orders again of which nobody knows whether they were taken."),
    ),
    option(
        "--moved",
        is_flag=True,
        environment=False,
        help=_("Go on here with a campaign file that was begun in another place."),
    ),
    option("--gateway-url", default=DEFAULT_GATEWAY, show_default=True, help=_("The gateway's address.")),
    option(
        "--sandbox", is_flag=True, help=_("Send to a local gateway inside this command: nothing goes out.")
    ),
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


def pace_of(options: Mapping[str, Any]) -> Pace:
    """Return how fast a run goes, and how far."""
    return Pace(
        concurrency=options["concurrency"],
        rate=options["rate"],
        limit=options["limit"],
        resend_unknown=options["resend_unknown"],
    )


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
