"""The options of a campaign → its list, content, budget and packing."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from batchsms.campaign.packing import Packing
from batchsms.campaign.settings import (
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
from batchsms.i18n import _
from batchsms.pricing.folds import FOLDS
from batchsms.pricing.segments import Tariff
from batchsms.reading.list_reader import Layout

__all__ = ["budget_of", "check_campaign", "content_of", "inputs_of", "packing_of", "source_of"]


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
    return Source(
        path,
        layout,
        options["hidden_rows"],
        options["suppress"],
        options["one_per_number"],
        "send" if options["again"] else "skip" if options["not_accepted"] else "refuse",
    )


def inputs_of(recipients: Path, options: Mapping[str, Any]) -> tuple[Path, ...]:
    """Return the files that are read: known before any of them is opened."""
    texts = (options["template"],) if options["template"] else ()
    return (recipients, *texts, *(options["suppress"] or ()))


def check_campaign(options: Mapping[str, Any], problems: Problems) -> None:
    """Note all that is wrong with what every message shares, and with the budget."""
    checks: dict[str, Callable[[], object]] = {
        "template": lambda: template_source(*_one_text(options)),
        "sender": lambda: checked_sender(options["sender"]),
        "iys": lambda: checked_iys(options["iys"]),
        "at": lambda: checked_schedule(options["at"], now()),
        "credit_price": lambda: budget_of(options),
    }
    if options["again"] and options["not_accepted"]:
        problems.usage(_("--again and --not-accepted cannot be used together"))
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
