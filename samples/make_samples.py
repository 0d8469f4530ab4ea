"""Makes the sample lists beside this file, `musteriler.xlsx` and `musteriler.csv`, from the same rows.

The lists are dirty on purpose: they hold what real ones hold. Every mobile number is made up and lies
between 530 000 00 00 and 530 000 09 99. The same rows give the same bytes, however often it runs.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

HEADERS = ("Müşteri Adı", "Telefon", "Bakiye", "Son Ödeme", "Şehir")
WIDTHS = (26, 34, 12, 12, 16)
SHEET = "Müşteriler"
TIDY_ROWS = 260
ODD_ROW_EVERY = 6
"""An odd row follows this many tidy ones, for as long as there are odd ones."""

FIRST_NAMES = (
    *("Ayşe", "Mehmet", "Çağla", "İbrahim", "Gülşen", "Ömer", "Zeynep", "Uğur", "Şule", "Barış", "Elif"),
    *(
        "Kerem",
        "Işıl",
        "Oğuz",
        "Nazlı",
        "Tolga",
        "Pınar",
        "Yiğit",
        "Ceren",
        "Halil",
        "Büşra",
        "Onur",
        "Sibel",
    ),
)
LAST_NAMES = (
    *("Yılmaz", "Demir", "Şahin", "Çelik", "Kaya", "Öztürk", "Aydın", "Doğan", "Koç", "Güneş", "Arslan"),
    *("Işık", "Toprak", "Yıldız", "Taş", "Ünal", "Bulut"),
)
CITIES = ("İstanbul", "Ankara", "İzmir", "Eskişehir", "Muğla", "Şanlıurfa", "Çanakkale", "Iğdır")

Phone = str | int | float
FORMS: tuple[Callable[[str], Phone], ...] = (
    lambda ten: f"0{ten}",
    lambda ten: f"90{ten}",
    lambda ten: f"+90 {_grouped(ten, ' ')}",
    int,
    lambda ten: f"0{_grouped(ten, ' ')}",
    lambda ten: ten,
    lambda ten: f"0 ({ten[:3]}) {ten[3:6]} {ten[6:8]} {ten[8:]}",
    lambda ten: f"0090{ten}",
    lambda ten: f"0{_grouped(ten, '.')}",
    float,
    lambda ten: _grouped(ten, "-"),
    lambda ten: f"+90{ten}",
    lambda ten: int(f"90{ten}"),
    lambda ten: f"0{_grouped(ten, chr(0xA0))}",  # a no-break space, as copied from a web page
)
"""Every form in which a number is accepted, as a cell holds it."""


@dataclass(frozen=True)
class Row:
    """One customer; `None` is an empty cell. `balance` is in kuruş, a hundredth of a lira."""

    name: str | None = None
    phone: Phone | None = None
    balance: int | None = None
    due: date | None = None
    city: str | None = None


def rows() -> Iterator[Row]:
    """Give the rows of the lists: tidy ones, and odd ones among them."""
    odd = odd_rows()
    for at, row in enumerate(islice(tidy_rows(), TIDY_ROWS), start=1):
        yield row
        if at % ODD_ROW_EVERY == 0:
            yield from islice(odd, 1)
    yield from odd


def tidy_rows() -> Iterator[Row]:
    """Give customers without end of whom every field is fit for use."""
    for at, form in enumerate(cycle(FORMS)):
        yield Row(
            name=f"{FIRST_NAMES[at % len(FIRST_NAMES)]} {LAST_NAMES[at % len(LAST_NAMES)]}",
            phone=form(f"{5_300_000_000 + at}"),
            balance=(4_995 + at * 3_715) // 100 * 100 + (0, 95, 49)[at % 3],
            due=date(2027, 1, 4) + timedelta(days=at * 5 % 90),
            city=CITIES[at % len(CITIES)],
        )


def odd_rows() -> Iterator[Row]:
    """Give rows that are no use as they are, and some that merely look so."""
    people = islice(tidy_rows(), TIDY_ROWS, None)
    # Numbers that cannot be sent to.
    for phone in (
        "530 000 09",
        "0212 000 00 00",
        "+49 30 000000",
        "sorulacak",
        "5,30E+09",
        "0530 000 09 01 / 0530 000 09 02",
        None,
        "444 0 000",
        "90 0530 000 09 03",
        "0530 000 09 0O",
        "+1 202 555 0100",
        "0530 000 09 041",
        "0850 000 00 00",
        "0530 000 09 05 veya 0530 000 09 06",
        "5,3E+09",
        "-",
    ):
        yield replace(next(people), phone=phone)
    # Names that break careless programs.
    for name in (
        "Şule O'Neill",
        "Deniz ]]> Kara",
        "=Ece Toprak",
        "NA",
        "Nazlı 🌷 Güneş",
        "\N{NO-BREAK SPACE}İrem Ünal\N{NO-BREAK SPACE}",
        "Kaya & Oğulları <Ticaret>",
        'Can "Usta" Taş',
        "Işık; Ertuğrul",
        "{{ musteri_adi }}",
    ):
        yield replace(next(people), name=name)
    # Fields that are empty, and rows in which nothing stands.
    yield replace(next(people), name=None)
    yield Row()
    yield replace(next(people), balance=None)
    yield replace(next(people), due=None)
    yield replace(next(people), name="   ")
    yield Row(name=" ")
    yield replace(next(people), city=None)
    # The same customer again, in another form of the number; and two customers with one number.
    first, second, third = islice(tidy_rows(), 3)
    yield replace(first, phone="+90 530 000 00 00")
    yield replace(second, phone=5_300_000_001)
    yield replace(third, name="Kemal Demirci", phone="0530 000 00 02")
    yield replace(next(people), phone="'05300000907")


def _grouped(ten: str, separator: str) -> str:
    return separator.join((ten[:3], ten[3:6], ten[6:8], ten[8:]))


def write_csv(path: Path, customers: Sequence[Row]) -> None:
    """Write the list as Excel in Turkey saves it: UTF-8 with a mark, `;`, decimal commas, days first."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS)
        for row in customers:
            writer.writerow(
                (row.name, row.phone, _lira(row.balance), row.due and f"{row.due:%d.%m.%Y}", row.city)
            )


def _lira(kurus: int | None) -> str:
    """Write an amount as Turkey does: 1.250,95."""
    return "" if kurus is None else f"{kurus / 100:,.2f}".translate(str.maketrans(",.", ".,"))


def write_workbook(path: Path, customers: Sequence[Row]) -> None:
    """Write the list as a workbook, with numbers and dates as what they are."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a worksheet")
    sheet.title = SHEET
    sheet.freeze_panes = "A2"
    sheet.append(HEADERS)
    for row in customers:
        sheet.append(
            (row.name, row.phone, None if row.balance is None else row.balance / 100, row.due, row.city)
        )
    _dress(sheet)
    saved = BytesIO()
    book.save(saved)
    path.write_bytes(_without_times(saved))


def _dress(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDE", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for name, phone, balance, due, _city in sheet.iter_rows(min_row=2):
        if isinstance(name.value, str):
            name.data_type = TYPE_STRING  # "=Ece Toprak" is a name and no formula
        phone.number_format = "0"
        balance.number_format = "#,##0.00"
        due.number_format = "dd.mm.yyyy"


LONG_AGO = (1980, 1, 1, 0, 0, 0)
A_TIME = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")


def _without_times(workbook: BytesIO) -> bytes:
    """Give a workbook whose bytes do not tell when it was saved, nor by which version of zlib."""
    timeless = BytesIO()
    with ZipFile(workbook) as old, ZipFile(timeless, "w", ZIP_STORED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = A_TIME.sub(b"1980-01-01T00:00:00Z", content)
            part = ZipInfo(name, LONG_AGO)
            part.create_system = 3  # Unix, wherever it runs
            new.writestr(part, content)
    return timeless.getvalue()


def main() -> None:
    """Write both lists beside this file."""
    folder = Path(__file__).parent
    customers = tuple(rows())
    write_csv(folder / "musteriler.csv", customers)
    write_workbook(folder / "musteriler.xlsx", customers)


if __name__ == "__main__":
    main()
