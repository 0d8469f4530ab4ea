"""A starter folder: settings that all campaigns share, and one campaign with its list and its text.

FOLDER/batchsms.toml
FOLDER/hosgeldin/campaign.toml, liste.csv, metin.txt
"""

import json
from collections.abc import Mapping
from pathlib import Path

from batchsms.errors import InputError
from batchsms.i18n import _

__all__ = ["CAMPAIGN", "LIST", "SHARED", "TEXT", "starter_files", "write_missing"]

SHARED = Path("batchsms.toml")
CAMPAIGN = Path("hosgeldin") / "campaign.toml"
LIST = Path("hosgeldin") / "liste.csv"
TEXT = Path("hosgeldin") / "metin.txt"

_SHARED = """\
# Settings that all campaigns of this folder share. Every option of batchsms can stand here under its own
# name, without the hyphens before it. Paths are relative to this file. "batchsms config" shows what holds.
# Credentials never stand here: "batchsms login" stores them.

# The approved header, exactly as the panel shows it. APITEST is for tests.
sender = {sender}

# Refuse to send more than this by mistake:
max-recipients = 1000
# max-credits = 5000

# Numbers that never get a message:
# suppress = ["kara-liste.csv"]

# What a credit costs, in TL:
# credit-price = 0.085

# Settings under a name of their own, for --profile deneme:
[profile.deneme]
sender = "APITEST"
sandbox = true
"""
_CAMPAIGN = """\
# This campaign: its list, its text, and what the law wants to know.

list = "liste.csv"
template = "metin.txt"

# BIREYSEL: offers or greetings to people. TACIR: the same to traders. none: information only.
iys = "{iys}"
"""
_LIST = """\
Müşteri Adı;Telefon
Ayşe Yılmaz;0530 000 00 00
Mehmet Demir;0530 000 00 01
Çağla Şahin;0530 000 00 02
"""
_INFORMATION = (
    "Sayın {{ musteri_adi }}, kaydınız tamamlandı. "
    "Sorularınız için 0850 000 00 00 numaralı hattı arayabilirsiniz.\n"
)
_OFFER = (
    "Sayın {{ musteri_adi }}, hafta sonu mağazamızda %20 indirim sizi bekliyor! "
    "Ret: IPTAL yazıp 0000'a gönderin. Örnek Ticaret A.Ş. MERSİS 0000000000000000\n"
)


def starter_files(sender: str, iys: str) -> dict[Path, str]:
    """Return what a starter folder holds, by the files' places in it."""
    return {
        SHARED: _SHARED.format(sender=json.dumps(sender)),
        CAMPAIGN: _CAMPAIGN.format(iys=iys),
        LIST: "\ufeff" + _LIST,
        TEXT: _INFORMATION if iys == "none" else _OFFER,
    }


def write_missing(folder: Path, files: Mapping[Path, str]) -> tuple[list[Path], list[Path]]:
    """Write the files that are not there yet; return those that were written, and those that were there.

    Raises `InputError` where one cannot be written.
    """
    written: list[Path] = []
    there: list[Path] = []
    for name, content in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, content)
            written.append(path)
        except FileExistsError:
            if not path.is_file():
                raise _unwritable(path, _("something else has its name")) from None
            there.append(path)
        except OSError as error:
            raise _unwritable(path, error.strerror or str(error)) from error
    return written, there


def _write(path: Path, content: str) -> None:
    """Write a new file, whole or not at all."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            path.unlink()
            raise


def _unwritable(path: Path, reason: str) -> InputError:
    return InputError(
        "unwritable_folder",
        _("{path} cannot be written: {error}").format(path=path, error=reason),
        hint=_("Name another folder: batchsms init FOLDER"),
    )
