"""How long small runs take, against the time that the command line's own library takes to be imported."""

import os
import subprocess
import sys
from pathlib import Path

from run import Comparison

ROUNDS = 20
BATCHSMS = Path(sys.executable).with_name("batchsms")
LIST = "ad,gsm,tutar\nAli,05300000001,10\nAyşe,05300000002,20\nCan,05300000003,30\n"
PLAN = (
    "liste.csv",
    "--text",
    "Sayın {{ ad }}, borcunuz {{ tutar }} TL.",
    "--sender",
    "ACME",
    "--iys",
    "none",
)
AT_ONCE = 1.5
A_PREVIEW = 3.0


def comparisons(folder: Path) -> list[Comparison]:
    """Compare runs of the command with `python -c "import click"`, each in a process of its own."""
    (folder / "liste.csv").write_text(LIST, encoding="utf-8")
    _run(folder, "plan", *PLAN, "-o", "liste.campaign")
    return [
        Comparison(
            f"batchsms {arguments[0]}, {what}",
            lambda arguments=arguments: _run(folder, *arguments),  # type: ignore[misc]  # the loop's value
            lambda: _run(folder),
            aim,
            ROUNDS,
        )
        for what, aim, *arguments in (
            ("help", AT_ONCE, "--help"),
            ("version", AT_ONCE, "--version"),
            ("of three recipients", AT_ONCE, "status", "liste.campaign"),
            ("an option that is none", AT_ONCE, "send", "liste.csv", "--nope"),
            ("nothing but a list", AT_ONCE, "send", "liste.csv"),
            ("a list of three rows", A_PREVIEW, "preview", *PLAN),
        )
    ]


def _run(folder: Path, *arguments: str) -> None:
    """Run the command, or import click alone where there are no arguments."""
    command = [str(BATCHSMS), *arguments] if arguments else [sys.executable, "-c", "import click"]
    environment = os.environ | {"BATCHSMS_KEY": "a-key", "BATCHSMS_HASH": "a-hash"}
    subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True)  # noqa: S603 - ours
