"""The corpus: lists as marketing teams have them, each with what must come of it."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from corpus.makers import ods, raw_xlsx, text, unicode_text, xls, xlsb, xlsx, zipped
from corpus.plans import TEXT
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from batchsms.result_columns import RESULT_COLUMNS

HEADER = ("Ad", "Telefon")

Row = tuple[int, int | None, str | None, str]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IN_A_WORKBOOK = ("Liste!B{0}", "Liste!A{0}", "Liste, row {0}")
IN_A_TEXT = ("row {0} (Telefon)", "row {0} (Ad)", "row {0}")
OF_ROWS = frozenset({"hidden_row", "not_a_recipient"})


@dataclass(frozen=True)
class Case:
    """One file: how it is made, what is said of it, and what must come of each row."""

    name: str
    make: Callable[[], bytes]
    rows: Sequence[Row]
    findings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    template: str = TEXT
    options: Mapping[str, object] = field(default_factory=dict)
    details: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What the findings say in words, of those where that is expected."""
    detected: str = ""
    about: Mapping[int, str] = field(default_factory=dict)
    """What a left out row's sentence must hold."""
    at: tuple[str, str, str] | None = None
    """How a number, a missing value and a whole row are addressed, where not as usual."""

    def places(self) -> dict[str, list[str]]:
        """Return the first addresses of each reason."""
        is_workbook = self.make().startswith((b"PK", _OLE))
        cell, missing, whole = self.at or (IN_A_WORKBOOK if is_workbook else IN_A_TEXT)
        places: dict[str, list[str]] = {}
        for row, _number, _text, reason in self.rows:
            if reason:
                form = missing if reason == "missing_value" else whole if reason in OF_ROWS else cell
                places.setdefault(reason, []).append(form.format(row))
        return {reason: addresses[:5] for reason, addresses in places.items()}


def number(last: int) -> int:
    """Return a made-up number, by its last digits."""
    return 905_300_000_000 + last


def phone(last: int) -> str:
    """Return it as it is usually typed."""
    return f"0530 000 {last // 100:02} {last % 100:02}"


def ali(row: int, last: int = 1, ad: str = "Ali") -> Row:
    """Return the row of somebody who is sent to."""
    return (row, number(last), f"Merhaba {ad}", "")


def out(row: int, reason: str) -> Row:
    """Return a row that is left out."""
    return (row, None, None, reason)


def cells(changes: Mapping[str, object]) -> Callable:
    """Return a change of some cells of a sheet."""

    def change(sheet) -> None:
        for address, value in changes.items():
            sheet[address] = value

    return change


def hide(*rows: int, columns: str = "", merged: str = "", autofilter: str = "") -> Callable:
    """Return a change that hides rows and columns, and merges cells."""

    def change(sheet) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True
        for column in columns:
            sheet.column_dimensions[column].hidden = True
        if merged:
            sheet.merge_cells(merged)
        if autofilter:
            sheet.auto_filter.ref = autofilter
            sheet.auto_filter.add_filter_column(0, ["x"])

    return change


def quoted(address: str) -> Callable:
    """Return a change that marks a cell as text, as Excel does for a typed apostrophe."""

    def change(sheet) -> None:
        sheet[address].quotePrefix = True

    return change


def numbers_as(formats: Mapping[str, str]) -> Callable:
    """Return a change that gives the cells of columns a number format."""

    def change(sheet) -> None:
        for column, code in formats.items():
            for cell in sheet[column]:
                cell.number_format = code

    return change


def chained(*changes: Callable) -> Callable:
    """Return changes as one."""

    def change(sheet) -> None:
        for each in changes:
            each(sheet)

    return change


def formatted_to_the_end(sheet) -> None:
    """Format the rows down to the last one that there is."""
    fill = PatternFill("solid", fgColor="FFFF00")
    for row in (3, 5_000, 1_048_576):
        sheet.row_dimensions[row].fill = fill
        sheet.cell(row, 1).fill = fill
        sheet.cell(row, 16_384).fill = fill


def of_1904(sheet) -> None:
    """Count the days of the workbook from 1904, as Excel for Mac did; the first date stays what it is."""
    day = sheet["A2"].value
    sheet.parent.epoch = CALENDAR_MAC_1904
    sheet["A2"] = day


def hidden_in_xls(sheet) -> None:
    """Hide the third row of an old workbook."""
    sheet.row(2).hidden = True


def _in_xml(*rows: str) -> Callable[[], bytes]:
    return lambda: raw_xlsx("".join(rows))


def _words(*words: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in words)


TWO = [HEADER, ("Ali", phone(1)), ("Veli", phone(2))]
TWO_ROWS = [ali(2), ali(3, 2, "Veli")]
TURKISH = [("Müşteri Adı", "Telefon"), ("Şükrü Iğdır", phone(1)), ("Işıl Çağ", phone(2))]
TURKISH_ROWS = [ali(2, 1, "Şükrü Iğdır"), ali(3, 2, "Işıl Çağ")]
OF_TURKISH = "Merhaba {{ musteri_adi }}"

KINDS = [
    Case("a workbook .xlsx", lambda: xlsx(TWO), TWO_ROWS, detected="sheet Liste"),
    Case("a workbook .xls", lambda: xls(TWO), TWO_ROWS, detected="sheet Liste"),
    Case("a workbook .ods", lambda: ods(TWO), TWO_ROWS, detected="sheet Liste"),
    Case("a workbook .xlsb", lambda: xlsb(TWO), TWO_ROWS, detected="sheet Liste"),
    Case("a text, commas", lambda: text(TWO, delimiter=","), TWO_ROWS, detected="utf-8, delimiter ,"),
    Case("a text, tabs", lambda: text(TWO, delimiter="\t"), TWO_ROWS, detected="utf-8, delimiter tab"),
    Case("a text, bars", lambda: text(TWO, delimiter="|"), TWO_ROWS, detected="utf-8, delimiter |"),
    Case("a text, CR alone", lambda: text(TWO, line_end="\r"), TWO_ROWS),
    Case("a text, LF", lambda: text(TWO, line_end="\n"), TWO_ROWS),
    Case("a text without a last line end", lambda: text(TWO, last_line_end=False), TWO_ROWS),
    Case(
        "a text with NUL bytes",
        lambda: text(TWO).replace(b"Ali", b"A\0li"),
        TWO_ROWS,
        {"nul_bytes": []},
    ),
]

LISTED = [
    Case(
        "1 semicolons and cp1254",
        lambda: text(TURKISH, encoding="cp1254"),
        TURKISH_ROWS,
        template=OF_TURKISH,
        detected="cp1254, delimiter ;",
    ),
    Case(
        "2 Unicode text",
        lambda: unicode_text(TURKISH),
        TURKISH_ROWS,
        template=OF_TURKISH,
        detected="utf-16, delimiter tab",
    ),
    Case(
        "3 a first line sep=",
        lambda: text([("Ad, Soyad", "Telefon"), ("Can, Ali", phone(1))], before="sep=;\r\n"),
        [ali(2, 1, "Can, Ali")],
        template="Merhaba {{ ad_soyad }}",
        detected="utf-8, delimiter ;",
    ),
    Case(
        "4 a byte order mark before the first name",
        lambda: text([("Telefon", "Ad"), (phone(1), "Ali")], encoding="utf-8-sig"),
        [ali(2)],
        detected="utf-8-sig, delimiter ;",
    ),
    Case(
        "5 numbers in numeric cells, with a blank row",
        lambda: xlsx([HEADER, ("Ali", 5300000001), (), ("Veli", 5300000002.0)]),
        [ali(2), ali(4, 2, "Veli")],
    ),
    Case(
        "5 a whole number with .0 in a text",
        lambda: text([HEADER, ("Ali", "5300000001.0"), ("Veli", "530000002.0")]),
        [ali(2), out(3, "bad_number")],
    ),
    Case(
        "6 scientific forms",
        lambda: text([HEADER, ("Ali", "5,300000001E+09"), ("Veli", "5,30E+09"), ("Can", "5.30123E+09")]),
        [ali(2), out(3, "damaged_number"), out(4, "damaged_number")],
        about={3: "Type it again"},
    ),
    Case(
        "7 apostrophes, typed and Excel's own",
        lambda: xlsx([HEADER, ("Ali", "'05300000001"), ("Veli", "05300000002")], change=quoted("B3")),
        TWO_ROWS,
    ),
    Case(
        "8 a lost leading zero",
        lambda: xlsx([HEADER, ("Ali", 5300000001), ("Veli", 530000002)]),
        [ali(2), out(3, "bad_number")],
    ),
    Case(
        "9 blanks, invisible marks and digits of other scripts",
        lambda: xlsx(
            [
                HEADER,
                ("Ali", "0530\xa0000\u200b00\xad01"),
                ("Veli", "０５３０００００００２"),  # noqa: RUF001 - full width is meant
                ("Can", "٠٥٣٠٠٠٠٠٠٠٣"),
                ("Ece", "O53O OOO OO O4"),
            ]
        ),
        [*TWO_ROWS, ali(4, 3, "Can"), out(5, "bad_number")],
        about={5: "Did you mean 905300000004?"},
    ),
    Case(
        "10 two numbers in a cell",
        lambda: xlsx([HEADER, ("Ali", "0530 000 00 01/0530 000 00 02"), ("Veli", phone(2))]),
        [out(2, "several_numbers"), ali(3, 2, "Veli")],
        about={2: "The cell holds 905300000001 and 905300000002. Give each a row of its own."},
    ),
    Case(
        "11 title rows above the header",
        lambda: xlsx([("BAYRAM KAMPANYASI",), (), ("Hazırlayan: Ece", None), *TWO]),
        [ali(5), ali(6, 2, "Veli")],
        {"rows_above_header": ["Liste, row 1", "Liste, row 3"]},
    ),
    Case(
        "12 a total and notes below the table",
        lambda: xlsx([*TWO, ("Toplam", 2), (), ("Not: liste günceldir",), ("Onaylayan: Ece",)]),
        [
            *TWO_ROWS,
            out(4, "not_a_recipient"),
            out(6, "not_a_recipient"),
            out(7, "not_a_recipient"),
        ],
    ),
    Case(
        "13 merged cells",
        lambda: xlsx(
            [("Şube", "Ad", "Telefon"), ("Bursa", "Ali", phone(1)), (None, "Veli", phone(2))],
            change=hide(merged="A2:A3"),
        ),
        [(2, number(1), "Bursa: Ali", ""), (3, number(2), "Bursa: Veli", "")],
        {"merged_cells": ["Liste!A2:A3"]},
        template="{{ sube }}: {{ ad }}",
    ),
    Case(
        "14 hidden rows are left out",
        lambda: xlsx([*TWO, ("Can", phone(3))], change=hide(3, autofilter="A1:B4", columns="A")),
        [ali(2), out(3, "hidden_row"), ali(4, 3, "Can")],
        {"hidden_columns": ["Liste!A:A"]},
    ),
    Case(
        "14 hidden rows are sent to when asked for",
        lambda: xlsx(TWO, change=hide(3)),
        TWO_ROWS,
        {"hidden_rows_included": ["Liste, row 3"]},
        options={"hidden_rows": "include"},
    ),
    Case(
        "15 a hidden first sheet, and one without phones",
        lambda: xlsx(
            {"Veri": [HEADER, ("Gizli", phone(9))], "Özet": [("Adet",), (2,)], "Liste": TWO}, hidden=["Veri"]
        ),
        TWO_ROWS,
        {"other_sheets": ["Özet"]},
        detected="sheet Liste",
    ),
    Case(
        "16 an old workbook",
        lambda: xls([("Ad", "Telefon", "Tarih"), ("Şükrü", 5300000001.0, date(2026, 3, 1))]),
        [(2, number(1), "Şükrü 01.03.2026", "")],
        template="{{ ad }} {{ tarih }}",
    ),
    Case("17 tabs named .xls", lambda: text(TWO, delimiter="\t", encoding="cp1254"), TWO_ROWS),
    Case(
        "18 hidden rows of .ods, .xlsb and .xls are known too: .ods",
        lambda: ods(TWO, hidden_rows=[3]),
        [ali(2), out(3, "hidden_row")],
    ),
    Case(
        "18 .xlsb",
        lambda: xlsb(TWO, hidden_rows=[3]),
        [ali(2), out(3, "hidden_row")],
    ),
    Case(
        "18 .xls",
        lambda: xls(TWO, change=hidden_in_xls),
        [ali(2), out(3, "hidden_row")],
    ),
    Case(
        "20 a formula without a stored value",
        lambda: xlsx([*TWO, ("Can", phone(3))], change=cells({"A3": '="Ve"&"li"', "D9": "=1+1"})),
        [ali(2), out(3, "missing_value"), ali(4, 3, "Can")],
        {"formula_without_value": ["Liste!A3"]},
    ),
    Case(
        "20 an error in a needed cell",
        lambda: xlsx([(*HEADER, "Not"), ("#N/A", phone(1), "#REF!"), ("Veli", "#N/A", None)]),
        [out(2, "missing_value"), out(3, "empty_number")],
        {"error_value": ["Liste!A2", "Liste!B3"]},
    ),
    Case(
        "20 the words of an error in a text",
        lambda: text([HEADER, ("#YOK", phone(1)), ("Veli", phone(2))]),
        [ali(2, 1, "#YOK"), ali(3, 2, "Veli")],
        {"error_text": ["row 2 (Ad)"]},
    ),
    Case(
        "21 dates",
        lambda: xlsx(
            [("Telefon", "Gün"), (phone(1), date(2026, 3, 1)), (phone(2), datetime(2026, 3, 1, 9, 30))]
        ),
        [(2, number(1), "01.03.2026", ""), (3, number(2), "01.03.2026 09:30", "")],
        template="{{ gun }}",
    ),
    Case(
        "22 money",
        lambda: xlsx([("Telefon", "Tutar"), (phone(1), 1234.5), (phone(2), 100.0)]),
        [(2, number(1), "1234,5 TL", ""), (3, number(2), "100 TL", "")],
        {"raw_number": ["Liste!B2"]},
        template="{{ tutar }} TL",
    ),
    Case(
        "10 a share that Excel shows as percent, printed raw",
        lambda: xlsx(
            [("Telefon", "Oran"), (phone(1), 0.2), (phone(2), 0.255), (phone(3), 1)],
            change=numbers_as({"B": "0%"}),
        ),
        [(2, number(1), "0,2", ""), (3, number(2), "0,255", ""), (4, number(3), "1", "")],
        {"raw_number": ["Liste!B2", "Liste!B3"]},
        details={
            "raw_number": ["Oran (B): Excel shows %20, the text says 0,2, and |yuzde writes it as Excel does"]
        },
        template="{{ oran }}",
    ),
    Case(
        "22 money and a share, with filters",
        lambda: xlsx([("Telefon", "Tutar", "Oran"), (phone(1), 1234.5, 0.25)]),
        [(2, number(1), "1.234,50 TL %25 0,3", "")],
        template="{{ tutar|tl }} {{ oran|yuzde }} {{ oran|sayi(1) }}",
    ),
    Case(
        "22 fractions in two columns, some in rows that are not sent to",
        lambda: xlsx(
            [
                ("Telefon", "Tutar", "Oran", "Puan"),
                *((phone(1 + at), 1.5 + at, 0.25, 4.5) for at in range(6)),
                (None, 1.5, 0.5, 4.5),
                ("Toplam", 9.5, 0.5, 4.5),
            ],
            change=hide(3),
        ),
        [
            (2, number(1), "1,5 0,25", ""),
            out(3, "hidden_row"),
            *((4 + at, number(3 + at), f"{3 + at},5 0,25", "") for at in range(4)),
            out(8, "empty_number"),
            out(9, "not_a_recipient"),
        ],
        {
            "raw_number": [
                *("Liste!B2", "Liste!B4"),
                *("Liste!C2", "Liste!C4"),
            ]
        },
        template="{% if puan > 4 %}{{ tutar }}{% endif %} {{ oran }}",
        at=("Liste!A{0}", "", "Liste, row {0}"),
    ),
    Case(
        "8 zeros, percent and money in the formats of whole numbers",
        lambda: xlsx(
            [
                ("Telefon", "Kod", "Oran", "Tutar", "Adet"),
                (phone(1), 7, 1, 1234, 7),
                (phone(2), 123, 1, 500, 8),
                (phone(3), 12, "yok", 0, 9),
            ],
            change=numbers_as({"B": "000", "C": "0%", "D": '#,##0.00\\ "TL"', "E": "0"}),
        ),
        [
            (2, number(1), "7 1 1234 7", ""),
            (3, number(2), "123 1 500 8", ""),
            (4, number(3), "12 yok 0 9", ""),
        ],
        {
            "number_format": ["Liste!B2", "Liste!C2", "Liste!D2"],
        },
        details={
            "number_format": [
                "Kod (B): Excel shows 007, the text says 7",
                "Oran (C): Excel shows %100, the text says 1, and |yuzde writes it as Excel does",
                "Tutar (D): Excel shows 1.234,00 TL, the text says 1234",
            ]
        },
        template="{{ kod }} {{ oran }} {{ tutar }} {{ adet }}",
    ),
    Case(
        "8 formats of a hidden row, of a column with a filter, of text, and of what may be a phone",
        lambda: xlsx(
            [
                ("Telefon", "Kod", "Tutar", "Cep", "Yazı"),
                (phone(1), 7, 1234, 5300000009, "7"),
                (phone(2), 123, 500, 5300000008, "8"),
            ],
            change=chained(hide(2), numbers_as({"B": "000", "C": "#,##0", "D": "00000000000", "E": "000"})),
        ),
        [out(2, "hidden_row"), (3, number(2), "123 500 5300000008 8", "")],
        {"number_format": ["Liste!D3"]},
        details={"number_format": ["Cep (D)"]},
        template="{{ kod }} {{ tutar|sayi }} {{ cep }} {{ yazi }}",
        options={"phone_column": "Telefon"},
    ),
    Case(
        "23 words that mean nothing elsewhere",
        lambda: text([HEADER, ("NA", phone(1)), ("null", phone(2)), ("None", phone(3)), ("N/A", phone(4))]),
        [ali(2, 1, "NA"), ali(3, 2, "null"), ali(4, 3, "None"), ali(5, 4, "N/A")],
    ),
    Case(
        "24 two columns of one name, not needed",
        lambda: xlsx([("Ad", "Not", "Telefon", "Not"), ("Ali", "a", phone(1), "b")]),
        [ali(2)],
        {"duplicate_header": ["Not (D)"]},
    ),
    Case(
        "25 names with line ends, blanks and Turkish case",
        lambda: xlsx([(" MÜŞTERİ\n ADI ", "TELEFON\xa0NO", "İYS"), ("Ali", phone(1), "evet")]),
        [(2, number(1), "Ali evet", "")],
        template="{{ musteri_adi }} {{ iys }}",
    ),
    Case(
        "26 decomposed letters",
        lambda: text([("Müşteri", "Telefon"), (unicodedata.normalize("NFD", "Şükrü Çağ"), phone(1))]),
        [ali(2, 1, "Şükrü Çağ")],
        template="Merhaba {{ musteri }}",
    ),
    Case(
        "27 an escaped return",
        lambda: xlsx([HEADER, ("iki_x000D_\nsatır", phone(1))]),
        [ali(2, 1, "iki\nsatır")],
    ),
    Case(
        "28 quotes and pictures pasted from elsewhere",
        lambda: xlsx([HEADER, ("“Ali” – 😀", phone(1))]),
        [ali(2, 1, "“Ali” – 😀")],
    ),
    Case(
        "29 landlines and numbers abroad",
        lambda: xlsx(
            [HEADER, ("a", "0212 123 45 67"), ("b", "0850 123 45 67"), ("c", "+49 151 12345678"), *TWO[1:]]
        ),
        [
            out(2, "landline"),
            out(3, "landline"),
            out(4, "foreign_number"),
            ali(5),
            ali(6, 2, "Veli"),
        ],
    ),
    Case(
        "31 values that begin like formulas",
        lambda: text([HEADER, ("=1+1", "+905300000001"), ("@ali", "+90 530 000 00 02")]),
        [ali(2, 1, "=1+1"), ali(3, 2, "@ali")],
    ),
    Case(
        "32 results fed back",
        lambda: text(
            [
                (*HEADER, "sms_number", "sms_text", "sms_status"),
                ("Ali", phone(1), "905300000001", "Merhaba Ali", "accepted"),
                ("Veli", phone(2), "905300000002", "Merhaba Veli", "excluded"),
            ],
            encoding="utf-8-sig",
        ),
        TWO_ROWS,
        {"sent_before": ["row 2"]},
        detected="utf-8-sig, delimiter ;",
    ),
    Case("33 formats down to the last row", lambda: xlsx(TWO, change=formatted_to_the_end), TWO_ROWS),
    Case(
        "34 numbers and texts in one column",
        lambda: xlsx([HEADER, ("Ali", "5300000001"), ("Veli", 5300000002), ("Can", "905300000003")]),
        [*TWO_ROWS, ali(4, 3, "Can")],
    ),
    Case(
        "a stray prefix is suggested, not repaired",
        lambda: text([HEADER, ("Ali", "+900530 000 00 01"), ("Veli", phone(2))]),
        [out(2, "bad_number"), ali(3, 2, "Veli")],
        about={2: "Did you mean 905300000001?"},
    ),
]

PAIRS = [
    Case(
        "Unicode text, titles and a total",
        lambda: unicode_text([("Kampanya İ",), (), *TURKISH, ("TOPLAM", "2")]),
        [ali(4, 1, "Şükrü Iğdır"), ali(5, 2, "Işıl Çağ"), out(6, "not_a_recipient")],
        {"rows_above_header": ["row 1"]},
        template=OF_TURKISH,
    ),
    Case(
        "merged cells and hidden rows",
        lambda: xlsx(
            [
                ("Şube", *HEADER),
                ("Bursa", "Ali", phone(1)),
                (None, "Veli", phone(2)),
                (None, "Can", phone(3)),
            ],
            change=hide(2, merged="A2:A4"),
        ),
        [out(2, "hidden_row"), (3, number(2), "Bursa: Veli", ""), (4, number(3), "Bursa: Can", "")],
        {"merged_cells": ["Liste!A2:A4"]},
        template="{{ sube }}: {{ ad }}",
    ),
    Case(
        "semicolons in cp1254, a quoted line end and a name there twice",
        lambda: text(
            [("Ad", "Telefon", "Şehir", "Şehir"), ("Ali\nCan", phone(1), "Iğdır", "x"), ("Veli", phone(2))],
            encoding="cp1254",
        ),
        [ali(2, 1, "Ali\nCan"), ali(3, 2, "Veli")],
        {"duplicate_header": ["Şehir (D)"]},
        detected="cp1254, delimiter ;",
    ),
    Case(
        "no header, apostrophes and no-break spaces",
        lambda: text([("Ali", "'0530\xa0000\xa000\xa001"), ("Veli", "'0530 000 00 02")]),
        [ali(1), ali(2, 2, "Veli")],
        {"no_header": []},
        template="Merhaba {{ a }}",
    ),
    Case(
        "no header, and the table begins at B3",
        lambda: xlsx([], change=cells({"B3": "Ali", "C3": phone(1), "B5": "Veli", "C5": phone(2)})),
        [ali(3), ali(5, 2, "Veli")],
        {"no_header": []},
        template="Merhaba {{ b }}",
    ),
    Case(
        "the table begins at C4, with merged cells",
        lambda: xlsx(
            [],
            change=lambda sheet: (
                cells({"C4": "Ad", "D4": "Telefon", "C5": "Ali", "D5": phone(1), "D6": phone(2)})(sheet),
                hide(merged="C5:C6")(sheet),
            ),
        ),
        [ali(5), ali(6, 2)],
        {"merged_cells": ["Liste!C5:C6"]},
    ),
    Case(
        "sep=, CR line ends and a total",
        lambda: text([*TWO, ("Genel Toplam", "")], before="sep=|\r", delimiter="|", line_end="\r"),
        [*TWO_ROWS, out(4, "not_a_recipient")],
        detected="utf-8, delimiter |",
    ),
    Case(
        "a mark, sep= and quoted delimiters",
        lambda: text([HEADER, ("Can;Ali", phone(1))], before="sep=;\r\n", encoding="utf-8-sig"),
        [ali(2, 1, "Can;Ali")],
    ),
    Case(
        "decimal commas and no quotes",
        lambda: text([("Telefon", "Tutar", "Puan"), (phone(1), "1,50", "2,5"), (phone(2), "2,00", "3,5")]),
        [(2, number(1), "1,50", ""), (3, number(2), "2,00", "")],
        template="{{ tutar }}",
        detected="utf-8, delimiter ;",
    ),
    Case(
        "titles with commas above semicolons",
        lambda: text([("Bursa, Mart, 2026, liste",), *TWO]),
        [ali(3), ali(4, 2, "Veli")],
        {"rows_above_header": ["row 1"]},
    ),
    Case(
        "hidden rows, blank rows and a total",
        lambda: xlsx([HEADER, (), ("Ali", phone(1)), (), ("Veli", phone(2)), ("Toplam",)], change=hide(5, 6)),
        [ali(3), out(5, "hidden_row"), out(6, "hidden_row")],
    ),
    Case(
        "a hidden column of phones, and titles",
        lambda: xlsx([("Liste",), *TWO], change=hide(columns="B")),
        [ali(3), ali(4, 2, "Veli")],
        {"rows_above_header": ["Liste, row 1"], "hidden_columns": ["Liste!B:B"]},
    ),
    Case(
        "numeric cells and scientific texts",
        lambda: xlsx([HEADER, ("Ali", 5.300000001e9), ("Veli", "5,3E+09"), ("Can", 905300000003.0)]),
        [ali(2), out(3, "damaged_number"), ali(4, 3, "Can")],
    ),
    Case(
        "two numbers in a cell with a line end, escaped",
        lambda: xlsx([HEADER, ("Ali", "05300000001_x000D_\n05300000002"), ("Veli", phone(2))]),
        [out(2, "several_numbers"), ali(3, 2, "Veli")],
    ),
    Case(
        "results fed back, with a hidden row and the same number again",
        lambda: xlsx(
            [
                (*HEADER, "sms_number", "sms_code"),
                ("Ali", phone(1), "905300000001", "200"),
                ("Veli", phone(2), "905300000002", "200"),
                ("Ali", phone(1), "905300000001", "duplicate"),
            ],
            change=hide(3),
        ),
        [ali(2), out(3, "hidden_row"), out(4, "duplicate")],
        about={4: "Row 2 "},
    ),
    Case(
        "formats down to the last row, and a hidden one",
        lambda: xlsx(TWO, change=lambda sheet: (formatted_to_the_end(sheet), hide(2)(sheet))),
        [out(2, "hidden_row"), ali(3, 2, "Veli")],
    ),
    Case(
        "notes right below the table, and what only looks like one",
        lambda: xlsx(
            [
                *(("Ad", "Telefon", "Şube"), ("Ali", phone(1), "İzmir")),
                *(("Not: sonradan eklendi",), ("Veli", phone(2), "Bursa")),
                *(
                    ("Notaş Ltd",),
                    ("Can", None, "Bursa"),
                    ("Not: fiyatlara KDV dahildir",),
                    ("Kaynak: CRM",),
                ),
            ]
        ),
        [
            *(
                ali(2),
                out(3, "empty_number"),
                ali(4, 2, "Veli"),
                out(5, "empty_number"),
                out(6, "empty_number"),
            ),
            *(out(7, "not_a_recipient"), out(8, "not_a_recipient")),
        ],
    ),
    Case(
        "a note above recipients who have no number",
        lambda: text([HEADER, ("Ali", phone(1)), ("NOT: ek", ""), ("Veli", "", ""), ("Can", "yok")]),
        [ali(2), out(3, "not_a_recipient"), out(4, "empty_number"), out(5, "bad_number")],
    ),
    Case(
        "numbers split in two columns, the second of which is named",
        lambda: xlsx([("Ad", "Kod", "Telefon"), ("Ali", "0530", "000 00 01"), ("Veli", None, phone(2))]),
        [out(2, "bad_number"), ali(3, 2, "Veli")],
        {"split_number": ["Liste!B2"]},
        about={2: "Did you mean 905300000001?"},
        at=("Liste!C{0}", "", ""),
    ),
    Case(
        "numbers split in two columns, the first of which is named",
        lambda: text(
            [("Cep", "", "Ad"), ("530", "0000001", "Ali"), ("530", "", "Veli"), ("", "0000003", "Can")]
        ),
        [out(2, "bad_number"), out(3, "bad_number"), out(4, "empty_number")],
        {"unnamed_column": ["B"], "split_number": ["row 2 (Cep)"]},
        about={2: "Did you mean 905300000001?"},
        at=("row {0} (Cep)", "", ""),
    ),
    Case(
        "a name alone in the last row",
        lambda: text([HEADER, ("Ali", phone(1)), ("Veli", "")]),
        [ali(2), out(3, "empty_number")],
    ),
    Case(
        "a total, notes and a signature that reaches into the column of phones",
        lambda: xlsx([*TWO, ("Toplam:", 2), (), ("Not: liste günceldir",), ("Onaylayan", "Ece")]),
        [*TWO_ROWS, *(out(row, "not_a_recipient") for row in (4, 6, 7))],
    ),
    Case(
        "names and notes that hold words of a total, with faulty numbers",
        lambda: text(
            [
                (*HEADER, "Not"),
                ("Toplamaz", "", ""),
                ("Ali", "5,30E+09", "Toplam borç"),
                ("Veli", "", "Toplam borç"),
                ("Can", phone(3), "Toplam"),
                ("Genel Toplam", "3", ""),
            ]
        ),
        [
            out(2, "empty_number"),
            out(3, "damaged_number"),
            out(4, "empty_number"),
            ali(5, 3, "Can"),
            out(6, "not_a_recipient"),
        ],
    ),
    Case(
        "forty title rows, and a sheet named in another case",
        lambda: xlsx({"LİSTE": [*[("Açıklama",)] * 40, *TWO], "Nisan": TWO}),
        [ali(42), ali(43, 2, "Veli")],
        {"rows_above_header": [f"LİSTE, row {row}" for row in range(1, 6)]},
        options={"sheet": "liste"},
        detected="sheet LİSTE: column names are in row 41",
    ),
    Case(
        "two header rows, a first telephone and an empty second one",
        lambda: xlsx(
            [
                ("Kişi", None, "İletişim", None),
                ("Ad", "Şube", "Telefon 1", "Telefon 2"),
                ("Ali", "x", phone(1)),
            ]
        ),
        [ali(3)],
        {"rows_above_header": ["Liste, row 1"]},
        detected="column names are in row 2, phone numbers in column Telefon 1 (C)",
    ),
    Case(
        "dates of 1904, a boolean and a date among the phones, and an error",
        lambda: xlsx(
            [
                ("Gün", "Telefon"),
                (date(2026, 3, 1), phone(1)),
                (None, True),
                (None, date(2026, 3, 1)),
                ("x", "#REF!"),
            ],
            change=of_1904,
        ),
        [
            (2, number(1), "01.03.2026", ""),
            out(3, "bad_number"),
            out(4, "bad_number"),
            out(5, "empty_number"),
        ],
        {"error_value": ["Liste!B5"]},
        template="{{ gun }}",
    ),
    Case(
        "letters within letters, and a number with a line end, as Excel stores them in place",
        _in_xml(
            f'<row r="1">{_words("Ad", "Telefon")}</row>',
            '<row r="2"><c r="A2" t="inlineStr"><is><r><t>A</t></r><r><rPr><b/></rPr><t>li</t></r></is></c>'
            '<c r="B2" t="inlineStr"><is><r><t>0530 000</t></r>'
            '<r><t xml:space="preserve"> 00 01&#10;</t></r></is></c></row>',
        ),
        [ali(2)],
    ),
    Case(
        "a sheet whose name needs quotes, titles, and rows that fail each for another reason",
        lambda: xlsx(
            {
                "Ali'nin Listesi": [
                    ("Liste",),
                    (),
                    *TWO,
                    ("Toplam", 2),
                    (None, phone(3)),
                    ("Can", "0212 123 45 67"),
                    ("Ali", phone(1)),
                ]
            },
            change=hide(5),
        ),
        [
            ali(4),
            out(5, "hidden_row"),
            out(6, "not_a_recipient"),
            out(7, "missing_value"),
            out(8, "landline"),
            out(9, "duplicate"),
        ],
        {"rows_above_header": ["Ali'nin Listesi, row 1"]},
        detected="sheet Ali'nin Listesi: column names are in row 3, phone numbers in column Telefon (B)",
        at=("'Ali''nin Listesi'!B{0}", "'Ali''nin Listesi'!A{0}", "Ali'nin Listesi, row {0}"),
    ),
    Case(
        "an .ods with a hidden sheet, titles and a date",
        lambda: ods(
            {
                "Veri": [HEADER, ("Gizli", phone(9))],
                "Liste": [("Bayram",), ("Telefon", "Gün"), (phone(1), date(2026, 3, 1))],
            },
            hidden=["Veri"],
        ),
        [(3, number(1), "01.03.2026", "")],
        {"rows_above_header": ["Liste, row 1"]},
        template="{{ gun }}",
    ),
    Case(
        "an .xls with two sheets, one hidden, and a hidden row",
        lambda: xls(
            {"Liste": [*TWO, ("Can", 5300000003.0)], "Veri": [HEADER, ("Gizli", phone(9))]},
            hidden=["Veri"],
            change=hidden_in_xls,
        ),
        [ali(2), out(3, "hidden_row"), ali(4, 3, "Can")],
    ),
    Case(
        "an .xlsb that begins at C3, numbers as numbers",
        lambda: xlsb([HEADER, ("Ali", 5300000001.0), ("Veli", 5300000002.0)], first_row=3, first_column=3),
        [ali(4), ali(5, 2, "Veli")],
    ),
    Case(
        "cp1254 with a .0, a landline and an empty number",
        lambda: text(
            [("Adı", "Cep"), ("Işıl", "5300000001.0"), ("b", "02121234567"), ("c", "")], encoding="cp1254"
        ),
        [ali(2, 1, "Işıl"), out(3, "landline"), out(4, "empty_number")],
        template="Merhaba {{ adi }}",
        at=("row {0} (Cep)", "", ""),
    ),
    Case(
        "empty names and short rows",
        lambda: text([("Ad", "", "Telefon"), ("Ali", "x", phone(1)), ("Veli",)], delimiter=","),
        [ali(2), out(3, "empty_number")],
        {"unnamed_column": ["B"]},
    ),
    Case(
        "a first row that may be a recipient",
        lambda: text([("Veli", "yok"), ("Ali", phone(1)), ("Can", phone(3))]),
        [(2, number(1), "Merhaba Ali", ""), (3, number(3), "Merhaba Can", "")],
        {"names_guessed": ["row 1"]},
        template="Merhaba {{ veli }}",
    ),
    Case(
        "a title, no header, and a bad number below",
        lambda: xlsx([("Bayram",), ("Ali", phone(1)), ("Veli", "yok"), ("Can", phone(3))]),
        [ali(2), out(3, "bad_number"), ali(4, 3, "Can")],
        {"no_header": [], "rows_above_header": ["Liste, row 1"]},
        template="Merhaba {{ a }}",
    ),
    Case(
        "two sheets with phones, one of them named",
        lambda: xlsx({"Mart": TWO, "Nisan": [HEADER, ("Can", phone(3))]}),
        [ali(2, 3, "Can")],
        options={"sheet": "Nisan"},
        detected="sheet Nisan",
    ),
    Case(
        "the row of names is given, and an encoding",
        lambda: text([("Telefon", "x"), HEADER[::-1], (phone(1), "Işıl")], encoding="iso-8859-9"),
        [ali(3, 1, "Işıl")],
        {"rows_above_header": ["row 1"]},
        options={"header_row": 2, "encoding": "iso-8859-9"},
        detected="iso-8859-9, delimiter ;",
    ),
    Case(
        "a list is said to have no header, with titles of phones",
        lambda: text([("Telefon", "Ad"), (phone(1), "Ali"), (phone(2), "Veli")]),
        [out(1, "bad_number"), ali(2), ali(3, 2, "Veli")],
        {"no_header": []},
        template="Merhaba {{ b }}",
        options={"no_header": True},
        at=("row {0} (A)", "", ""),
    ),
    Case(
        "rows and cells that do not say where they are, one hidden",
        _in_xml(
            f"<row>{_words('Ad', 'Telefon')}</row>",
            f"<row>{_words('Ali', phone(1))}</row>",
            f"<row hidden='1'>{_words('Veli', phone(2))}</row>",
        ),
        [ali(2), out(3, "hidden_row")],
    ),
    Case(
        "a formula with the empty text, and one without a value",
        _in_xml(
            f'<row r="1">{_words("Ad", "Telefon", "Not")}</row>',
            '<row r="2"><c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><f>1</f><v>5300000001</v></c></row>',
            '<row r="3"><c r="A3"><f>A1</f></c><c r="B3"><v>5300000002</v></c></row>',
            '<row r="4"><c r="A4" t="str"><f>A1</f><v>Can</v></c><c r="B4"><v>5300000003</v></c></row>',
        ),
        [out(2, "missing_value"), out(3, "missing_value"), ali(4, 3, "Can")],
        {"formula_without_value": ["Liste!A3"]},
    ),
]

OF_RESULTS = tuple(RESULT_COLUMNS)

WRITTEN = [
    Case(
        "a comma in quotes, and two numbers between semicolons",
        lambda: b'ad,gsm\n"A, B",05300000001;05300000002\nVeli,05300000002\n',
        [out(2, "several_numbers"), ali(3, 2, "Veli")],
        detected="delimiter ,): column names are in row 1, phone numbers in column gsm (B)",
        at=("row {0} (gsm)", "", ""),
    ),
    Case(
        "a name of phones that holds another delimiter",
        lambda: text([("Ad", "Telefon, cep"), ("Ali", phone(1))], delimiter="|"),
        [ali(2)],
        detected="delimiter |",
    ),
    Case(
        "a column of phones alone, whose cells hold several numbers",
        lambda: b"Telefon\n05300000001, 05300000002\n05300000003;05300000004\n05300000005\n",
        [out(2, "several_numbers"), out(3, "several_numbers"), (4, number(5), "Selam", "")],
        template="Selam",
    ),
    Case(
        "texts and numbers as Excel keeps their zeros and pluses",
        lambda: text(
            [
                ("Ad", "Telefon", "Kod"),
                ('="007"', '="05300000001"', "=1+1"),
                ("Veli", "=+905300000002", '="a""b"'),
            ]
        ),
        [(2, number(1), "007 =1+1", ""), (3, number(2), 'Veli a"b', "")],
        template="{{ ad }} {{ kod }}",
    ),
    Case(
        "links to phones, which are read, and to chats, which are asked about",
        lambda: text([HEADER, ("Ali", "tel:+90-530-000-00-01"), ("Veli", "https://wa.me/905300000002")]),
        [ali(2), out(3, "bad_number")],
        about={3: "Did you mean 905300000002?"},
    ),
    Case(
        "a list from an old Mac",
        lambda: text(TURKISH, encoding="mac_turkish"),
        TURKISH_ROWS,
        template=OF_TURKISH,
        detected="mac_turkish, delimiter ;",
    ),
    Case(
        "UTF-16 without a mark",
        lambda: text(TURKISH, encoding="utf-16-le"),
        TURKISH_ROWS,
        template=OF_TURKISH,
        detected="utf-16-le, delimiter ;",
    ),
    Case(
        "a results file fed back, whose apostrophes are its own",
        lambda: text([(*HEADER, *OF_RESULTS), ("'=1+1", phone(1), *"x" * 9), ("'n", phone(2), *"x" * 9)]),
        [ali(2, 1, "=1+1"), ali(3, 2, "'n")],
    ),
    Case(
        "any other list, whose apostrophes are its owner's",
        lambda: text([(*HEADER, *OF_RESULTS[:5]), ("'=1+1", phone(1), *"x" * 5)]),
        [ali(2, 1, "'=1+1")],
    ),
    Case(
        "columns that are called as days, months and functions are",
        lambda: xlsx([("Telefon", "now", "Ocak", "Pazartesi", "Bugün"), (phone(1), "a", 5, "b", "c")]),
        [(2, number(1), "a 5 b c", "")],
        template="{{ now }} {{ ocak }} {{ pazartesi }} {{ bugun }}",
    ),
    Case(
        "names with line ends, which are said in one line",
        lambda: text([("Ad\nSoyad", "Telefon\n(cep)"), ("Ali", phone(1)), ("Veli", "yok")]),
        [ali(2), out(3, "bad_number")],
        template="Merhaba {{ ad_soyad }}",
        detected="phone numbers in column Telefon (cep) (B)",
        at=("row {0} (Telefon (cep))", "", ""),
    ),
    Case(
        "a running number first, with a name",
        lambda: text([("No", *HEADER), ("1", "Ali", phone(1)), ("2", "Veli", phone(2))]),
        TWO_ROWS,
    ),
    Case(
        "a running number first, without a name",
        lambda: xlsx([(None, *HEADER), (1, "Ali", phone(1)), (2, "Veli", phone(2))]),
        TWO_ROWS,
        {"unnamed_column": ["A"]},
        at=("Liste!C{0}", "", ""),
    ),
    Case(
        "a running number first, and no names",
        lambda: text([("1", "Ali", phone(1)), ("2", "Veli", phone(2))]),
        [ali(1), ali(2, 2, "Veli")],
        {"no_header": []},
        template="Merhaba {{ b }}",
        detected="there are no column names, phone numbers are in column C",
    ),
    Case(
        "two rows of names, in two languages",
        lambda: text([("Ad", "Telefon"), ("Name", "Phone"), ("Ali", phone(1)), ("Veli", "telefon yok")]),
        [ali(3), out(4, "bad_number")],
        {"rows_above_header": ["row 1"]},
        template="Merhaba {{ name }}",
        at=("row {0} (Phone)", "", ""),
    ),
    Case(
        "two rows of names, the upper one of groups",
        lambda: xlsx([("Müşteri", "İletişim Telefonu"), HEADER, *TWO[1:]]),
        [ali(3), ali(4, 2, "Veli")],
        {"rows_above_header": ["Liste, row 1"]},
    ),
    Case(
        "a column of phones without a name, among others",
        lambda: xlsx([("Ad", None, "Şube"), ("Ali", phone(1), "x"), ("Veli", phone(2), "y")]),
        TWO_ROWS,
        {"names_guessed": ["Liste, row 1"], "unnamed_column": ["B"]},
        detected="phone numbers in column B",
    ),
    Case(
        "a column of phones without a name, beside one alone: a name or a title",
        lambda: text([("Ad", ""), ("Ali", phone(1)), ("Veli", phone(2))]),
        TWO_ROWS,
        {"no_header": [], "rows_above_header": ["row 1"]},
        template="Merhaba {{ a }}",
    ),
    Case(
        "the same, where the user knows",
        lambda: text([("Ad", ""), ("Ali", phone(1)), ("Veli", phone(2))]),
        TWO_ROWS,
        {"unnamed_column": ["B"]},
        options={"header_row": 1},
    ),
    Case("a list of one row", lambda: text(TWO[:2]), [ali(2)]),
    Case(
        "a list of one row without names",
        lambda: xlsx(TWO[1:2]),
        [ali(1)],
        {"no_header": []},
        template="Merhaba {{ a }}",
    ),
    Case(
        "a list of one column",
        lambda: text([("Telefon",), (phone(1),), (phone(2),)]),
        [(2, number(1), "Selam", ""), (3, number(2), "Selam", "")],
        template="Selam",
    ),
    Case(
        "a list of one cell",
        lambda: text([(phone(1),)]),
        [(1, number(1), "Selam", "")],
        {"no_header": []},
        template="Selam",
    ),
]

CASES = [*KINDS, *LISTED, *PAIRS, *WRITTEN]


@dataclass(frozen=True)
class Refusal:
    """A file that is refused: with which code, and what the sentence and its hint must hold."""

    name: str
    make: Callable[[], bytes]
    code: str
    message: str
    hint: str
    template: str = TEXT
    options: Mapping[str, object] = field(default_factory=dict)


def protected_xls() -> bytes:
    """Return an old workbook whose second record asks for a password."""
    content = bytearray(xls(TWO))
    begin = content.index(b"\x09\x08\x10\x00\x00\x06")
    content[begin + 20 : begin + 22] = b"\x2f\x00"
    return bytes(content)


def encrypted() -> bytes:
    """Return the container that Excel puts a workbook with a password into."""
    name, other = ("\0".join(word).encode() + b"\0" for word in ("EncryptedPackage", "Workbook"))
    content = bytearray(xls(TWO))
    begin = content.index(other)
    content[begin : begin + len(name)] = name
    content[begin + 64] = len(name) + 2
    return bytes(content)


REFUSALS = [
    Refusal(
        "17 a web page named .xls",
        lambda: b"<html><table><tr><td>0530</td></tr></table>",
        "no_list",
        "a web page (HTML)",
        "save it as .xlsx",
    ),
    Refusal(
        "19 a workbook with a password",
        encrypted,
        "protected_workbook",
        "protected with a password",
        "save it without the password",
    ),
    Refusal(
        "19 an old workbook with a password",
        protected_xls,
        "protected_workbook",
        "protected with a password",
        "save it without the password",
    ),
    Refusal(
        "15 two sheets with phones",
        lambda: xlsx({"Mart": TWO, "Nisan": TWO}),
        "several_sheets",
        "Mart, Nisan",
        '--sheet "Mart"',
    ),
    Refusal(
        "20 a needed column of formulas without values",
        lambda: xlsx([HEADER, ("=C2", phone(1)), ("=C3", phone(2))]),
        "formulas_without_values",
        "from Liste!A2 on",
        "Open the workbook in Excel and save it",
    ),
    Refusal(
        "20 a list of nothing but formulas without values",
        lambda: xlsx([HEADER, ("=C2", "=D2"), ("=C3", "=D3")]),
        "formulas_without_values",
        "from Liste!A2 on",
        "Open the workbook in Excel and save it",
    ),
    Refusal(
        "24 two columns of one name, needed",
        lambda: xlsx([("Ad", "Telefon", "ad"), ("Ali", phone(1), "Veli")]),
        "ambiguous_column",
        "Ad (A), ad (C)",
        "Rename one of these columns",
    ),
    Refusal(
        "24 two columns of phones",
        lambda: xlsx([("Ad", "Telefon", "Telefon"), ("Ali", phone(1), phone(2))]),
        "several_phone_columns",
        "Telefon, Telefon",
        "a name of its own",
    ),
    Refusal("contacts", lambda: b"BEGIN:VCARD\r\n", "no_list", "a file of contacts (vCard)", "save it as"),
    Refusal("a web page in one file", lambda: b"MIME-Version: 1.0\r\n", "no_list", "(MHTML)", "save it as"),
    Refusal("a web page, remarked", lambda: b"<!-- x --><div>", "no_list", "(HTML)", "save it as"),
    Refusal("JSON", lambda: b'[{"telefon": "0"}]', "no_list", "a JSON file", "save it as"),
    Refusal("Numbers", lambda: zipped({"Index/a.iwa": ""}), "no_list", "Apple's Numbers", "save it as"),
    Refusal(
        "a recipient taken for the names, whose number no error may hold",
        lambda: text([("Ali", "0530 000 00 01", "x"), ("Veli", "yok", "y")]),
        "no_phone_column",
        "The columns are: Ali, …, x",
        "--phone-column",
        options={"header_row": 1},
    ),
    Refusal("a PDF", lambda: b"%PDF-1.7\n", "no_list", "a PDF", "save it as .xlsx"),
    Refusal("a picture", lambda: b"\x89PNG\r\n\x1a\n", "no_list", "a picture", "save it as .xlsx"),
    Refusal(
        "30 the lock that Excel keeps",
        lambda: b"\x03Ece" + b" " * 51 + b"\x03\0E\0c\0e\0" + b" \0" * 51,
        "undecodable_text",
        "",
        "",
    ),
    Refusal(
        "names between commas, and numbers between semicolons",
        lambda: b"ad,gsm\nAli;05300000001\n",
        "unclear_delimiter",
        'at "," or at ";"',
        'as in --delimiter ","',
    ),
    Refusal(
        "two delimiters that do as well",
        lambda: b"a,b;c\n1,2;3\n",
        "unclear_delimiter",
        'at ";" or at ","',
        "--delimiter",
    ),
    Refusal(
        "lines that are quoted whole",
        lambda: b'"ad,gsm"\r\n"Ali,05300000001"\r\n"Veli,05300000002"\r\n',
        "quoted_lines",
        "in quotation marks as a whole",
        "Text to Columns",
    ),
    Refusal(
        "lines that are quoted whole below the names",
        lambda: b'ad,gsm\n"Ali,05300000001"\n',
        "quoted_lines",
        "in quotation marks as a whole",
        "Delete the quotation mark",
    ),
    Refusal(
        "a list of one column without a number",
        lambda: text([("Ad",), ("Ali",)]),
        "no_phone_column",
        "No column holds phone numbers. The columns are: Ad.",
        "--phone-column",
    ),
    Refusal(
        "a quotation mark that is left open below a cell of two lines",
        lambda: b'sep=;\nAd;Telefon\n\n"iki\nsatir";0530\nVeli;"0530\nCan;0530\n',
        "malformed_text",
        "row 4: a quotation mark is opened and never closed",
        "Close it or delete it",
    ),
    Refusal(
        "a quotation mark that is left open far down",
        lambda: b"sep=;\nAd;Telefon\nAli;05300000001\n" + b"x;y\n" * 7_000 + b'"Veli;0530\nCan;0530\n',
        "malformed_text",
        "row 7003: a quotation mark is opened and never closed",
        "Close it or delete it",
    ),
    Refusal(
        "a quotation mark that is left open in a long list",
        lambda: text([HEADER, ("Ali", phone(1)), *[("Veli", phone(2))] * 10_000]).replace(b"Ali", b'"Ali', 1),
        "malformed_text",
        "row 2: a cell has more than 131,072 characters",
        "A quotation mark may be left open in the row",
    ),
    Refusal(
        "a cell beyond what Python's reader takes, below others",
        lambda: text([*TWO, ("x" * 140_000, phone(3))]),
        "malformed_text",
        "row 4: a cell has more than 131,072 characters",
        "save the list as .xlsx",
    ),
    Refusal(
        "a row that is too wide",
        lambda: text([*TWO, ("Can", phone(3), "x")]),
        "ragged_row",
        "row 4:",
        "quotation marks",
    ),
]
