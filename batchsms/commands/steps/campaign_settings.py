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

__all__ = ["budget_of", "checked_new_schedule", "content_of", "first_of", "inputs_of"]


def inputs_of(recipients: Path, options: Mapping[str, Any]) -> tuple[Path, ...]:
    """Return the files that are read: known before any of them is opened."""
    texts = (options["template"],) if options["template"] else ()
    return (recipients, *texts, *(options["suppress"] or ()))


def content_of(options: Mapping[str, Any]) -> Content:
    """Return what every message shares, checked."""
    file, text = first_of(options, "template", "text")
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


def first_of(options: Mapping[str, Any], name: str, other: str) -> tuple[Any, Any]:
    """Return the values of two options that exclude each other.

    Where both are there, one that is typed goes before one in the environment, and that before one in a file;
    the value of the other is then None.
    """
    one, two = options[name], options[other]
    source = click.get_current_context().get_parameter_source
    ranks = [source(which) or ParameterSource.DEFAULT for which in (name, other)]
    if not (one and two) or ranks[0] == ranks[1]:
        return one, two
    return (one, None) if ranks[0] < ranks[1] else (None, two)


def checked_new_schedule(at: str | None) -> str | None:
    """Return the schedule that is set anew: None for no other than the planned one, `""` for now."""
    if not at:
        return None
    return "" if at == "now" else checked_schedule(at, now())
