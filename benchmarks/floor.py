"""The floor: as fast as a list can be sent, with no checks, no journal, and nothing that could go wrong.

    python benchmarks/floor.py LIST.csv                     reads and formats alone
    python benchmarks/floor.py LIST.csv RESULTS.csv PORT

pyarrow reads, `%` formats, the same bytes are posted by a raw client in orders of 1,000, and pyarrow writes.
"""

import http.client
import sys
from collections.abc import Sequence

import pyarrow as pa
from pyarrow import csv

_ORDER = 1_000
_ANY_ANSWER = b"<id>"
_BEGIN = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<request>\n<authentication>\n'
    "<key>demo</key>\n<hash>demo</hash>\n</authentication>\n<order>\n<sender>APITEST</sender>\n<iys>0</iys>\n"
)
_MESSAGE = (
    "<message>\n<text><![CDATA[%s]]></text>\n<receipents>\n<number>%s</number>\n</receipents>\n</message>\n"
)
_END = "</order>\n</request>\n"
_TEXT = "Sayın %s, %s numaralı siparişiniz yola çıktı. Tutar: %s TL. Sorularınız için 0850 000 00 00."


def main(source: str, target: str = "", port: int = 0) -> None:
    """Read and format; with a target, post and write, too."""
    kinds = csv.ConvertOptions(column_types=dict.fromkeys(_NAMES, pa.string()))
    table = csv.read_csv(source, convert_options=kinds)
    columns = [table[name].to_pylist() for name in _NAMES]
    texts = [_TEXT % row for row in zip(columns[1], columns[0], columns[3], strict=True)]
    if not target:
        return
    ids = _post(port, texts, [number[-10:] for number in columns[2]])
    for name, column in (("sms_text", texts), ("sms_order_id", ids)):
        table = table.append_column(name, pa.array(column))
    csv.write_csv(table, target)


_NAMES = ("no", "ad", "telefon", "tutar")


def _post(port: int, texts: Sequence[str], numbers: Sequence[str]) -> list[str]:
    client = http.client.HTTPConnection("127.0.0.1", port)
    ids: list[str] = []
    for first in range(0, len(texts), _ORDER):
        part = zip(texts[first : first + _ORDER], numbers[first : first + _ORDER], strict=True)
        body = (_BEGIN + "".join([_MESSAGE % one for one in part]) + _END).encode()
        client.request("POST", "/v1/send-sms", body, {"Content-Type": "text/xml; charset=utf-8"})
        answer = client.getresponse().read()
        begin = answer.index(_ANY_ANSWER) + len(_ANY_ANSWER)
        ids += [answer[begin : begin + 9].decode()] * min(_ORDER, len(texts) - first)
    return ids


if __name__ == "__main__":
    match sys.argv[1:]:
        case [source]:
            main(source)
        case [source, target, port]:
            main(source, target, int(port))
