"""What a user would write instead: each row rendered and posted by itself.

python benchmarks/peers.py PORT LIST.csv each       a connection of its own for each row
python benchmarks/peers.py PORT LIST.csv client     one that is kept open
"""

import sys
from collections.abc import Callable

import httpx
import pandas as pd
from jinja2 import Template

_TEXT = (
    "Sayın {{ ad }}, {{ no }} numaralı siparişiniz yola çıktı. Tutar: {{ tutar }} TL. "
    "Sorularınız için 0850 000 00 00."
)
_ORDER = (
    '<?xml version="1.0" encoding="UTF-8" ?><request><authentication><key>demo</key><hash>demo</hash>'
    "</authentication><order><sender>APITEST</sender><iys>0</iys><message><text><![CDATA[{text}]]></text>"
    "<receipents><number>{number}</number></receipents></message></order></request>"
)
Post = Callable[..., httpx.Response]


def main(port: int, source: str, way: str) -> None:
    """Send each row."""
    if way == "nothing":
        return
    if way == "each":
        _send(port, source, httpx.post)
        return
    with httpx.Client() as client:
        _send(port, source, client.post)


def _send(port: int, source: str, post: Post) -> None:
    template = Template(_TEXT)
    for _at, row in pd.read_csv(source, dtype=str).iterrows():
        body = _ORDER.format(text=template.render(row), number=row["telefon"][-10:])
        answer = post(f"http://127.0.0.1:{port}/v1/send-sms", content=body.encode())
        answer.raise_for_status()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
