"""Counts → a bar chart as SVG, readable in black and white. The page has the same counts as a table."""

import re
from collections.abc import Sequence

from markupsafe import Markup

__all__ = ["Bar", "bar_chart"]

Bar = tuple[str, int]
"""What is counted, and how many."""

_INK = "#1c1c1a"
_MOST_BARS = 12
_BLANKS = "\N{NO-BREAK SPACE}" * 5
_ID = re.compile(r"\bchart-[0-9a-f-]{36}\b")
_NOT_DRAWN = re.compile(r"<!--.*?-->|<script.*?</script>", re.DOTALL)


def bar_chart(name: str, bars: Sequence[Bar]) -> Markup:
    """Return a chart of at most a dozen bars, under a name of its own on the page; `""` where there are none.

    It is drawn in one colour on white, with each count beside its bar, so that no colour tells anything.
    Those who cannot see it have the table, and it is hidden from them.
    """
    if not bars:
        return Markup()
    import pygal  # noqa: PLC0415 - for pages alone
    from pygal.style import Style  # noqa: PLC0415 - as above

    shown = list(bars[:_MOST_BARS])
    chart = pygal.HorizontalBar(
        style=Style(**_STYLE),
        width=640,
        height=60 + 34 * len(shown),
        range=(0, 1.15 * max(count for _label, count in shown)),
        # The library puts the middle of a count at the end of its bar; blanks move it out.
        value_formatter=lambda count: f"{_BLANKS}{count:,.0f}",
        **_DRAWN,
    )
    chart.x_labels = [label for label, _count in reversed(shown)]
    chart.add("", [count for _label, count in reversed(shown)])
    drawn = _ID.sub(f"chart-{name}", _NOT_DRAWN.sub("", chart.render(is_unicode=True)))
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704 - the library escapes labels


_STYLE = {
    "background": "#ffffff",
    "plot_background": "#ffffff",
    "foreground": _INK,
    "foreground_strong": _INK,
    "foreground_subtle": _INK,
    "colors": ("#4d4d4a",),
    "opacity": "1",
    "font_family": "system-ui, sans-serif",
    "label_font_size": 14,
    "value_font_size": 14,
    "value_colors": (_INK,),
}
_DRAWN = {
    "js": (),
    "show_legend": False,
    "show_y_guides": False,
    "show_x_labels": False,
    "print_values": True,
    "print_values_position": "top",
    "disable_xml_declaration": True,
    "truncate_label": 24,
}
