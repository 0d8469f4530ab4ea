"""The options of a campaign, as they are typed; `steps.campaign_settings` makes of them what they come to.

An option is `frozen` where a campaign file keeps its value. The others can be set again with the file.
"""

import click

from batchsms.commands.options.declaration import PATH, FoldedChoice, all_of, option
from batchsms.commands.options.quiet_hours import QUIET_HOURS
from batchsms.gateway.order import IYS_LISTS
from batchsms.i18n import _
from batchsms.pricing.tariff import FOLD_NAMES, USUAL_TARIFF

__all__ = ["campaign_options"]

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
    option(
        "--quiet-hours",
        metavar="HOURS",
        type=QUIET_HOURS,
        help=_("Let nothing go out in these hours, Turkey's time: 21:00-09:00; off: at any time."),
    ),
    option(
        "--in-quiet-hours",
        type=FoldedChoice(("schedule", "refuse")),
        default="schedule",
        show_default=True,
        help=_("What to do in the quiet hours: schedule the messages for their end, or refuse to send."),
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
        "--suppress-blacklist",
        frozen=True,
        is_flag=True,
        help=_("Skip the numbers on the account's own blacklist, which is asked for now."),
    ),
    option(
        "--one-per-number",
        frozen=True,
        is_flag=True,
        help=_("Send to each number once, even if its rows have different texts."),
    ),
    option(
        "--again",
        frozen=True,
        is_flag=True,
        help=_("If the list is an earlier results file: send to all of its rows again."),
    ),
    option(
        "--not-accepted",
        frozen=True,
        is_flag=True,
        help=_("If the list is an earlier results file: skip the rows that were or may have been accepted."),
    ),
    option(
        "--max-recipients", type=click.IntRange(min=1), help=_("Refuse to send to more recipients than this.")
    ),
    option("--max-credits", type=click.IntRange(min=1), help=_("Refuse to send for more credits than this.")),
    option(
        "--fold",
        frozen=True,
        multiple=True,
        type=FoldedChoice(FOLD_NAMES),
        help=_(
            "Replace expensive characters by plain ones where that makes the text cheaper; may be repeated."
        ),
    ),
    option(
        "--operator-characters",
        frozen=True,
        type=click.IntRange(0, 20),
        default=USUAL_TARIFF.reserve,
        show_default=True,
        help=_("Characters that the gateway adds to each text."),
    ),
    option(
        "--turkish-letter-cost",
        frozen=True,
        type=click.IntRange(1, 2),
        default=USUAL_TARIFF.turkish_letter_cost,
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
