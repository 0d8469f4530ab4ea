"""The options of a campaign → its content, schedule and budget."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from batchsms.campaign.settings import (
    Budget,
    Content,
    checked_iys,
    checked_price,
    checked_schedule,
    checked_sender,
    template_source,
)
from batchsms.clock import now
from batchsms.pricing.tariff import FOLD_NAMES, Tariff

__all__ = ["budget_of", "checked_new_schedule", "content_of", "inputs_of", "one_text"]


def inputs_of(recipients: Path, options: Mapping[str, Any]) -> tuple[Path, ...]:
    """Return the files that are read: known before any of them is opened."""
    texts = (options["template"],) if options["template"] else ()
    return (recipients, *texts, *(options["suppress"] or ()))


def content_of(options: Mapping[str, Any]) -> Content:
    """Return what every message shares, checked."""
    file, text = one_text(options)
    template, name = template_source(file, text)
    return Content(
        template,
        name,
        checked_sender(options["sender"]),
        checked_iys(options["iys"]),
        checked_schedule(options["at"], now()),
        folder=file.parent if file else None,
        folds=tuple(name for name in FOLD_NAMES if name in options["fold"]),
        tariff=Tariff(options["operator_characters"], options["turkish_letter_cost"]),
    )


def budget_of(options: Mapping[str, Any]) -> Budget:
    """Return what the campaign may come to, checked."""
    price = checked_price(options["credit_price"])
    return Budget(price, options["max_recipients"], options["max_credits"])


def one_text(options: Mapping[str, Any]) -> tuple[Path | None, str | None]:
    """Return template and text; where both are given, a flag goes before the environment."""
    source = click.get_current_context().get_parameter_source
    typed = [name for name in ("template", "text") if source(name) is ParameterSource.COMMANDLINE]
    if len(typed) != 1:
        return options["template"], options["text"]
    return (options["template"], None) if typed == ["template"] else (None, options["text"])


def checked_new_schedule(at: str | None) -> str | None:
    """Return the schedule that is set anew: None for no other than the planned one, `""` for now."""
    if not at:
        return None
    return "" if at == "now" else checked_schedule(at, now())
