"""Read damaged files, each of which must be a list or be refused: `mangled.py FOLDER KIND SEED COUNT`.

A process of its own, with little memory, since a reader in Rust may end the whole process. It says
what it was at before each file, so that the one that ended it is known and can be made again.
"""

import io
import random
import resource
import sys
import time
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.makers import ods, text, unicode_text, xls, xlsb, xlsx, zipped

from batchsms.errors import InputError
from batchsms.reading.list_reader import Layout, open_list

MEMORY = 2 * 1024**3
SECONDS = 20
ROWS = [("Ad", "Telefon", "Tutar"), *((f"Kişi {n}", f"0530000{n:04}", n * 1.5) for n in range(30))]

WHOLE = {
    "csv": lambda: text(ROWS),
    "cp1254": lambda: text(ROWS, encoding="cp1254", delimiter="\t"),
    "utf-16": lambda: unicode_text(ROWS),
    "xlsx": lambda: xlsx(ROWS, change=_busy),
    "xls": lambda: xls([*ROWS, ("a", "b", date(2026, 3, 1))]),
    "ods": lambda: ods(ROWS, hidden_rows=[3]),
    "xlsb": lambda: xlsb(ROWS, hidden_rows=[3]),
}


def _busy(sheet) -> None:
    sheet["D2"] = "=1+1"
    sheet["D3"] = "#N/A"
    sheet.merge_cells("D4:D6")
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["C"].hidden = True


def mangled(whole: bytes, chance: random.Random) -> bytes:
    """Damage a file; of an archive often a part within, so that more than a checksum is tried."""
    if whole.startswith(b"PK") and chance.random() < 0.9:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(parts))
        return zipped(parts | {name: _damaged(parts[name], chance)})
    return _damaged(whole, chance)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _time in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(damaged) + 1)
        match chance.randrange(6):
            case 0 if at < len(damaged):
                damaged[at] ^= 1 << chance.randrange(8)
            case 1:
                del damaged[at : at + chance.choice((1, 4, 100))]
            case 2:
                damaged[at:at] = damaged[(other := chance.randrange(len(damaged) + 1)) : other + 200]
            case 3:
                damaged[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f"))
            case 4:
                damaged[at:at] = chance.choice((b'"', b";", b"\r", b"\0", b"99999999", b"<", b"&", b"\xff"))
            case _ if chance.random() < 0.1:
                del damaged[at:]
    return bytes(damaged)


def main() -> int:
    """Read damaged files one after the other; return 1 where one is neither read nor refused."""
    folder, kind, seed, count = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    whole, path = WHOLE[kind](), Path(folder, "liste")
    for at in range(int(count)):
        name = f"{kind} {seed} {at}"
        path.write_bytes(mangled(whole, random.Random(name)))  # noqa: S311 - no secret
        print(name, flush=True)  # noqa: T201 - for the test that runs this
        begin = time.monotonic()
        with suppress(InputError):
            for _chunk in open_list(path, Layout()).chunks:
                pass
        if time.monotonic() - begin > SECONDS:
            print(f"took more than {SECONDS} s")  # noqa: T201
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
