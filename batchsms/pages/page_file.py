"""A template and what it shows → one HTML file, with everything in it and everything shown escaped."""

import base64
import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from batchsms.clock import TURKEY
from batchsms.errors import InputError
from batchsms.i18n import _, language, ngettext
from batchsms.output_files import OutputKind, check_output
from batchsms.results.table_file import write_whole

__all__ = ["check_page_path", "page", "write_page"]

_HERE = Path(__file__).parent
_MARK = b'<meta name="generator" content="batchsms">'
_BEGINNING = 2_000  # bytes of a file in which the mark stands


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(_=_, ngettext=ngettext, css=_read("page.css"), script=_read("search.js"))
    templates.globals["script_hash"] = _hash(_read("search.js"))
    return templates


def page(name: str, shown: Mapping[str, Any], now: datetime, *, has_script: bool = False) -> str:
    """Return a page of a template of this folder, as it is made at a moment."""
    made_at = now.astimezone(TURKEY).strftime("%d.%m.%Y %H:%M")
    return (
        _templates().get_template(name).render(shown, lang=language(), has_script=has_script, made_at=made_at)
    )


def check_page_path(path: Path, inputs: Collection[Path]) -> None:
    """Raise `InputError` where a page must not be written, or cannot be."""
    check_output(path, _PAGE, inputs, usual=Path("batchsms.html"))


def write_page(text: str, path: Path, inputs: Collection[Path]) -> Path:
    """Write a page whole or not at all, for its owner's eyes; return where it is. Raises `InputError`."""
    try:
        return write_whole(lambda new: new.write_text(text, encoding="utf-8"), path, _PAGE, inputs)
    except OSError as error:
        raise InputError(
            "bad_html_path",
            _("{path} cannot be written: {error}").format(path=path, error=error.strerror or error),
            hint=_("Name another place with --html"),
        ) from error


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """Return what the page's own policy knows its script by."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _is_earlier_page(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _MARK in file.read(_BEGINNING)
    except OSError:
        return False


_PAGE = OutputKind(
    "bad_html_path",
    "--html",
    (".html", ".htm"),
    lambda: _("The page {path} must end in .html"),
    _is_earlier_page,
    lambda: _("{path} already exists and is no page of batchsms. It is not written over."),
)
