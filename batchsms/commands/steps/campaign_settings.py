"""The options of a campaign → its content, schedule and budget."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from batchsms.quiet_hours import QuietHours, Schedule, quiet_schedule

if TYPE_CHECKING:
    from batchsms.journal.campaign import Campaign

__all__ = [
    "budget_of",
    "checked_new_schedule",
    "content_of",
    "first_of",
    "inputs_of",
    "schedule_of_options",
    "schedule_of_run",
]


def inputs_of(recipients: Path, options: Mapping[str, Any]) -> tuple[Path, ...]:
    """Return the files that are read: known before any of them is opened."""
    texts = (options["template"],) if options["template"] else ()
    return (recipients, *texts, *(options["suppress"] or ()))


def content_of(options: Mapping[str, Any]) -> Content:
    """Return what every message shares, checked."""
    file, text = first_of(options, "template", "text")
    template, name = template_source(file, text)
    schedule = schedule_of_options(options)
    return Content(
        template,
        name,
        checked_sender(options["sender"]),
        checked_iys(options["iys"]),
        schedule.send_at,
        folder=file.parent if file else None,
        folds=tuple(name for name in FOLD_NAMES if name in options["fold"]),
        tariff=Tariff(options["operator_characters"], options["turkish_letter_cost"]),
        quiet_hours=options["quiet_hours"] or "",
        waits=schedule.waits,
    )


def schedule_of_options(options: Mapping[str, Any]) -> Schedule:
    """Return when a new campaign goes, checked. A test message, to oneself, may go in quiet hours."""
    send_at = checked_schedule(options["at"], now())
    if options.get("test_to") is not None:
        return Schedule(send_at)
    hours = QuietHours.of(options["quiet_hours"] or "")
    return quiet_schedule(send_at, hours, now(), refuses=options["in_quiet_hours"] == "refuse")


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


def schedule_of_run(planned: "Campaign", next_at: str | None, options: Mapping[str, Any]) -> Schedule | None:
    """Return when a campaign file goes that is sent now, None for as it is planned.

    `next_at` is the schedule of what is planned, None where nothing is. What only waits for the end of quiet
    hours goes when they are over, whenever that is. Raises `InputError` where it must not go.
    """
    asked = checked_new_schedule(options["at"])
    typed = options["quiet_hours"]
    hours = QuietHours.of(planned.quiet_hours if typed is None else typed)
    if asked is None and next_at is None:
        return None
    send_at = asked if asked is not None else "" if planned.waits else next_at or ""
    schedule = quiet_schedule(send_at, hours, now(), refuses=options["in_quiet_hours"] == "refuse")
    return None if asked is None and schedule == Schedule(next_at or "", bool(planned.waits)) else schedule
