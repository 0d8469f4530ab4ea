"""A day as `due` names it: of the week, `mon` or `pazartesi`; of the month, `15` or `last`; `weekdays`."""

from typing import Any

import click

from batchsms.i18n import _

__all__ = ["DAY"]


class _Day(click.ParamType[str]):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word, where it names a day."""
        from batchsms.nights.due import is_day

        if not is_day(str(value)):
            self.fail(
                _(
                    "{value} is no day. Write mon, tue, wed, thu, fri, sat, sun, weekdays, weekend, daily, "
                    "last, or a day of the month from 1 to 31."
                ).format(value=value),
                param,
                ctx,
            )
        return str(value)


DAY = _Day()
