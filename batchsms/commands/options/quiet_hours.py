"""Quiet hours as they are typed, `21:00-09:00`, or `off` to go without those that a settings file sets."""

from typing import Any

import click

from batchsms.i18n import _
from batchsms.quiet_hours import QuietHours

__all__ = ["QUIET_HOURS"]


class _QuietHours(click.ParamType[str]):
    name = "hours"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return them in one form, `""` for none."""
        if value in {"", "off"}:
            return ""
        try:
            return str(QuietHours.of(str(value)))
        except ValueError:
            self.fail(
                _("{value} is not a span of hours. Write it as 21:00-09:00, or off.").format(value=value),
                param,
                ctx,
            )


QUIET_HOURS = _QuietHours()
