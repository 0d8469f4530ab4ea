"""A length of time as it is typed: `90s`, `30m`, `2h`, `1h30m`, `90d` → seconds."""

import math
import re
from typing import Any

import click

from batchsms.i18n import _

__all__ = ["DURATION", "UNTIL_DONE"]

UNTIL_DONE = "done"
"""What stands for a time without an end."""

_DURATION = re.compile(
    r"(?:([0-9]{1,5})d)?(?:([0-9]{1,4})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s)?", re.IGNORECASE
)


class _Duration(click.ParamType[float]):
    """Days, hours, minutes and seconds, at least one of them."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return seconds; infinity for `UNTIL_DONE`."""
        if isinstance(value, float):
            return value
        if value == UNTIL_DONE:
            return math.inf
        match = _DURATION.fullmatch(str(value).replace(" ", ""))
        if not match or not any(match.groups()):
            self.fail(
                _(
                    "{value} is no duration. Write it as 90s, 30m, 2h or 1h30m, or leave it out at the end."
                ).format(value=value),
                param,
                ctx,
            )
        days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
        return days * 86_400 + hours * 3_600 + minutes * 60 + seconds


DURATION = _Duration()
