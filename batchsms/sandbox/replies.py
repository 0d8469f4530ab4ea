"""What the gateway answers: codes, their messages and the bytes of each reply.

The HTTP status is the code and its reason phrase the message, in UTF-8, as in recorded traffic of the vendor.
XML as on the vendor's pages; the list of orders as JSON. Messages are Turkish, as the vendor's are; the
wording is the sandbox's own.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape

from batchsms.sandbox.reports import MessageStatus, OrderReport

MESSAGES: Mapping[int, str] = {
    200: "İşlem başarılı",
    400: "İstek çözümlenemedi",
    401: "Üyelik bilgileri hatalı",
    402: "Bakiye yetersiz",
    404: "Böyle bir adres veya yöntem yok",
    429: "Çok sık istek gönderildi",
    450: "Bu başlık kullanıma uygun değil",
    451: "Mükerrer sipariş",
    452: "Mesaj alıcıları hatalı",
    453: "Sipariş boyutu aşıldı",
    454: "Mesaj metni boş",
    455: "Sipariş bulunamadı",
    456: "İleri tarihli sipariş, rapor henüz hazır değil",
    457: "Gönderim tarihinin biçimi hatalı",
    458: "Tarih aralığı hatalı",
    464: "Sayfa numarası 1 veya daha büyük olmalı",
    468: "İYS sorgusu seçilmedi",
    469: "İYS listesi seçilmedi",
    470: "Hesapta İYS marka kodu yok",
    500: "Sunucu hatası",
    503: "Sunucu geçici olarak hizmet dışı",
}

LIRA_PER_CREDIT = 0.1
"""A price for `get-balance` and `get-report` to show; the vendor's own depends on the contract."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: HTTP status, the body's type and bytes, the reason (None: the standard's), more headers."""

    status: int
    content_type: str
    body: bytes
    reason: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def message(code: int) -> str:
    """Give the Turkish message of a code."""
    return MESSAGES.get(code, "Bilinmeyen durum")


def status(code: int) -> Reply:
    """Give a reply that holds the status alone."""
    return _response(code, "")


def taken(order_id: str) -> Reply:
    """Give the reply to an order that was taken."""
    return _response(200, f"<order><id>{order_id}</id></order>")


def report(found: OrderReport, *, page: int, row_count: int) -> Reply:
    """Give one page of an order's delivery reports; the price is in lira, as that of `get-balance`."""
    first = (page - 1) * row_count
    rows = found.rows[first : first + row_count]
    told = _summary(found) | {"price": f"{found.charged * LIRA_PER_CREDIT:.4f}"}
    summary = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in told.items())
    return _response(200, f"<order>{summary}{''.join(map(_row, rows))}</order>")


def _row(row: tuple[str, int]) -> str:
    """Write a row; numbers come back with +90, unlike they were sent."""
    number, outcome = row
    return f"<message><number>+90{number}</number><status>{outcome}</status></message>"


def balance(credits_: int) -> Reply:
    """Give the balance in lira and as a number of SMS."""
    lira = f"{credits_ * LIRA_PER_CREDIT:.4f}"
    return _response(200, f"<balance><amount>{lira}</amount><sms>{credits_}</sms></balance>")


def senders(names: Iterable[str]) -> Reply:
    """Give the approved senders."""
    return _response(200, f"<senders>{''.join(f'<sender>{escape(n)}</sender>' for n in names)}</senders>")


def blacklist(numbers: Sequence[str], *, page: int, row_count: int) -> Reply:
    """Give one page of the blacklist; `count` counts the numbers of all pages."""
    first = (page - 1) * row_count
    rows = "".join(f"<number>+90{number}</number>" for number in numbers[first : first + row_count])
    return _response(200, f"<blacklist><count>{len(numbers)}</count>{rows}</blacklist>")


def order_list(reports: Sequence[OrderReport], *, count: int) -> Reply:
    """Give one page of the list of orders; `count` counts those of all pages."""
    return _json(200, {"count": count, "orders": [_summary(found) for found in reports]})


def order_list_status(code: int) -> Reply:
    """Give the status alone, in the manner of the list of orders."""
    return _json(code, {})


def _summary(found: OrderReport) -> dict[str, object]:
    order = found.order
    return {
        "id": order.id,
        "status": int(found.status),
        "total": len(found.rows),
        "delivered": found.count(MessageStatus.DELIVERED),
        "undelivered": found.count(MessageStatus.UNDELIVERED),
        "waiting": found.count(MessageStatus.WAITING),
        "submitAt": _local(order.submitted_at),
        "sendAt": _local(order.send_at),
        "sender": order.sender,
    }


def _local(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S}"


def _response(code: int, rest: str) -> Reply:
    head = f"<status><code>{code}</code><message>{message(code)}</message></status>"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<response>{head}{rest}</response>'
    return Reply(code, "text/xml; charset=utf-8", body.encode(), message(code))


def _json(code: int, rest: Mapping[str, object]) -> Reply:
    head = {"code": code, "message": message(code)}
    body = json.dumps({"response": {"status": head, **rest}}, ensure_ascii=False)
    return Reply(code, "application/json; charset=utf-8", body.encode(), message(code))
