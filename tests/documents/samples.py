"""What several tests of this room read: an article of our own, as text, page, crawl record and PDF."""

from __future__ import annotations

from collections.abc import Sequence

PARAGRAPHS = (
    "The mayor of Tarn, Ilse Brandt, said on Wednesday that the old harbour bridge would close for repairs in June.",
    "“We have put this off for ten years, and we cannot put it off again,” she told the town council.",
    "Engineers from the county found cracks in two of the bridge's seven piers last autumn, according to a report.",
    "The ferry company Norrland Lines said it would run four more crossings a day while the bridge is shut.",
)
ARTICLE = "\n".join(PARAGRAPHS)


def page(title: str = "Harbour bridge to close in June", paragraphs: Sequence[str] = PARAGRAPHS) -> str:
    """A page with that article."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>\n{body}</article></body></html>"
    )


def pdf(
    pages: Sequence[Sequence[tuple[float, float, str]]], info: str = "", size: int = 11, encrypt: str = ""
) -> bytes:
    """A PDF that draws each (left, height, text) of each page."""
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        drawn = "".join(f"1 0 0 1 {left} {height} Tm ({text}) Tj\n" for left, height, text in lines)
        content = f"BT /F1 {size} Tf\n{drawn}ET"
        bodies.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        bodies.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(bodies)} 0 R >>"
        )
        kids.append(f"{len(bodies)} 0 R")
    bodies[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    bodies.append(f"<< {info} >>")
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(bodies) + 1} /Root 1 0 R /Info {len(bodies)} 0 R {encrypt} >>"
    end = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer {trailer}\nstartxref\n{len(written)}\n%%EOF"
    return written + end.encode()


def served(
    body: bytes, url: str = "https://tarn-courier.example/a", status: str = "200 OK", headers: str = "",
    kind: str = "text/html; charset=utf-8", length: int | None = None, warc: str = "",
) -> bytes:  # fmt: skip
    """A WARC record of a page as a server gave it; `length` overrides the record's own."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2017-04-12T10:00:00Z\r\n{warc}"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http) if length is None else length}"
        "\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
