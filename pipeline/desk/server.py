"""The desk as a page on this computer: the report with buttons, served on the loopback.

Only this computer can reach it, and only a page that knows the token in the address. A
request must name this server (`Host`), a change must come from this server's own page
(`Origin`) as JSON. Everything that comes from a paper is escaped where it is shown, and the
content policy keeps the page from running or loading anything else.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from pipeline.desk.halaman import keadaan, render_desk
from pipeline.desk.meja import Meja, Permintaan, SudahBerubah, TidakDapat
from pipeline.desk.simpanan import SimpananRusak
from pipeline.emit.dokumen import FOLDER as DOCUMENTS
from pipeline.emit.dokumen import documents_policy
from pipeline.emit.keputusan import JenisKeputusan
from pipeline.emit.read_back import BukanKeluaran, input_folder
from pipeline.emit.report import FOLDER as REPORT
from pipeline.emit.report import desk_policy
from pipeline.emit.thumbnails import FOLDER as THUMBNAILS

ALAMAT = "127.0.0.1"
LARGEST_REQUEST = 64 * 1024
"""Bytes of a request's body."""
_THUMBNAIL = re.compile(r"[0-9a-f]{12}-[0-9]+-[0-9]+(-[0-9a-f]{8})?\.jpg")
_PDF_LINK = re.compile(r'(<a class="ke-pdf" href=")[^"#]*')
_PICTURE = re.compile(r"[A-Za-z0-9._-]+\.png")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


class Peladen(ThreadingHTTPServer):
    """The server of one output folder."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would let another program take the port

    def __init__(self, out: Path, pemeriksa: str, port: int = 0) -> None:
        """Open the output folder and bind to a port of the loopback (0: any free one).

        Raises:
            BukanKeluaran: the folder is no complete output.
            SimpananRusak: its decisions cannot be read.
            OSError: the port is taken.
        """
        self.meja = Meja(out)
        self.pemeriksa = pemeriksa
        self.token = secrets.token_urlsafe(24)
        self.turn = threading.Lock()
        self._page: tuple[tuple[int, ...], str] = ((), "")
        self.page()  # now, so that the first look need not wait
        super().__init__((ALAMAT, port), _Penjawab)

    @property
    def alamat(self) -> str:
        """The address to open, with its token."""
        return f"http://{ALAMAT}:{self.server_port}/{self.token}/"

    def hosts(self) -> tuple[str, ...]:
        """Return what a request may name as its host."""
        return f"{ALAMAT}:{self.server_port}", f"localhost:{self.server_port}"

    def page(self) -> str:
        """Return the page as it stands now; made anew when a run or a decision changed it."""
        versi = self.meja.versi
        if self._page[0] != versi:
            self._page = (versi, render_desk(self.meja))
        return self._page[1]


@dataclass(frozen=True, slots=True)
class _Jawaban:
    """An answer: status, media type, content, and headers beside those that all have."""

    status: int
    jenis: str
    isi: bytes
    tajuk: Mapping[str, str] = field(default_factory=dict)


def _in_json(status: int, content: Mapping[str, Any]) -> _Jawaban:
    text = json.dumps(content, ensure_ascii=False)
    return _Jawaban(status, "application/json; charset=utf-8", text.encode())


def _refusal(status: int, why: str) -> _Jawaban:
    return _in_json(status, {"galat": why})


class _Penjawab(BaseHTTPRequestHandler):
    server: Peladen
    server_version = "Selaras"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        path = self._path()
        if path is None:
            return
        with self.server.turn:
            jawaban = self._get(path)
        # Outside the turn: who reads slowly, as a browser does a long paper, holds up nobody.
        self._send(jawaban)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _get(self, path: str) -> _Jawaban:
        try:
            if path in ("", "index.html"):
                return _Jawaban(200, "text/html; charset=utf-8", self.server.page().encode())
            if path == "api/keadaan":
                return _in_json(200, keadaan(self.server.meja, self.server.pemeriksa))
            for start, give in (
                ("gambar/", self._picture),
                ("halaman/", self._thumbnail),
                ("dokumen/", self._document),
                ("berkas/", self._paper),
            ):
                if path.startswith(start):
                    return give(path.removeprefix(start))
        except (BukanKeluaran, SimpananRusak) as error:
            return _refusal(503, str(error))
        return _refusal(404, "Tidak ada.")

    def do_POST(self) -> None:
        path = self._path()
        if path is None:
            return
        if path != "api/putuskan":
            self._refuse(404, "Tidak ada.")
        elif self.headers.get("Origin") not in {f"http://{host}" for host in self.server.hosts()}:
            self._refuse(403, "Permintaan tidak datang dari halaman ini.")
        elif self.headers.get_content_type() != "application/json":
            self._refuse(415, "Permintaan harus JSON.")
        elif (body := self._body()) is not None:
            with self.server.turn:
                jawaban = self._decide(body)
            self._send(jawaban)

    def _path(self) -> str | None:
        """Return the path below the token, decoded; None if the request was refused."""
        if self.headers.get("Host") not in self.server.hosts():
            self._refuse(403, "Alamat peladen tidak dikenal.")
            return None
        if self.path == "/favicon.ico":  # browsers ask for it unbidden
            self._send(_Jawaban(204, "image/x-icon", b""))
            return None
        first, _, rest = urlsplit(self.path).path.lstrip("/").partition("/")
        if not hmac.compare_digest(first.encode(), self.server.token.encode()):
            self._refuse(404, "Buka alamat yang tertulis saat selaras review dijalankan.")
            return None
        return unquote(rest)

    def _body(self) -> Mapping[str, Any] | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_REQUEST:
            self._refuse(413, "Permintaan terlalu besar atau tanpa panjang.")
            return None
        try:
            content = json.loads(self.rfile.read(int(length)))
        except ValueError:
            content = None
        if not isinstance(content, dict):
            self._refuse(400, "Permintaan bukan JSON yang sah.")
            return None
        return content

    def _decide(self, body: Mapping[str, Any]) -> _Jawaban:
        try:
            view = _decide(self.server.meja, body)
            self.server.pemeriksa = _text(body, "pemeriksa")
        except SudahBerubah as error:
            return _refusal(409, str(error))
        except TidakDapat as error:
            return _refusal(422, str(error))
        except (BukanKeluaran, SimpananRusak) as error:
            return _refusal(503, str(error))
        return _in_json(200, view)

    def _picture(self, name: str) -> _Jawaban:
        path = self.server.meja.out / "gambar" / name
        if _PICTURE.fullmatch(name) and path.is_file():
            return _Jawaban(200, "image/png", path.read_bytes())
        return _refusal(404, "Gambar tidak ada.")

    def _thumbnail(self, name: str) -> _Jawaban:
        path = self.server.meja.out / REPORT / THUMBNAILS / name
        if _THUMBNAIL.fullmatch(name) and path.is_file():
            return _Jawaban(200, "image/jpeg", path.read_bytes())
        return _refusal(404, "Gambar tidak ada.")

    def _document(self, name: str) -> _Jawaban:
        """Give the page of a document as the run wrote it, its links to the PDF led to us."""
        path = self.server.meja.out / REPORT / DOCUMENTS / name
        dokumen_id, dot, kind = name.partition(".")
        known = {one.dokumen_id: one.berkas for one in reversed(self.server.meja.hasil().dokumen)}
        if f"{dot}{kind}" != ".html" or dokumen_id not in known or not path.is_file():
            return _refusal(404, "Tidak ada.")
        link = escape(f"../berkas/{quote(known[dokumen_id])}")
        page = _PDF_LINK.sub(lambda found: found[1] + link, path.read_text(encoding="utf-8"))
        more = {"Content-Security-Policy": f"{documents_policy()}; frame-ancestors 'none'"}
        return _Jawaban(200, "text/html; charset=utf-8", page.encode(), more)

    def _paper(self, berkas: str) -> _Jawaban:
        hasil = self.server.meja.hasil()
        known = {dokumen.berkas for dokumen in hasil.dokumen}
        folder = input_folder(hasil, self.server.meja.out)
        path = folder / berkas
        inside = path.resolve().is_relative_to(folder.resolve())  # whatever links or `..` there are
        if berkas not in known or not inside or not path.is_file():
            return _refusal(404, "Berkas masukan tidak ada di tempatnya lagi.")
        content = path.read_bytes()
        is_pdf = content.startswith(b"%PDF-")
        # What is no PDF is offered for saving: nothing of the input runs in this origin.
        kind = "application/pdf" if is_pdf else "application/octet-stream"
        name = f"filename*=UTF-8''{quote(path.name)}"
        disposition = f"{'inline' if is_pdf else 'attachment'}; {name}"
        return _Jawaban(200, kind, content, {"Content-Disposition": disposition})

    def _refuse(self, status: int, why: str) -> None:
        self._send(_refusal(status, why))

    def _send(self, jawaban: _Jawaban) -> None:
        if jawaban.status >= HTTPStatus.BAD_REQUEST:
            self.close_connection = True
        self.send_response(HTTPStatus(jawaban.status))
        headers = {
            "Content-Type": jawaban.jenis,
            "Content-Length": str(len(jawaban.isi)),
            **_HEADERS,
        }
        if jawaban.jenis.startswith("text/html"):
            headers["Content-Security-Policy"] = f"{desk_policy()}; frame-ancestors 'none'"
        elif jawaban.jenis != "application/pdf":
            headers["Content-Security-Policy"] = "default-src 'none'"
        for name, value in {**headers, **jawaban.tajuk}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(jawaban.isi)

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing: the address holds the token."""


def _decide(meja: Meja, body: Mapping[str, Any]) -> dict[str, Any]:
    """Take the decision that a page asks for; return how the subject stands then."""
    kepala = body.get("kepala")
    if not isinstance(kepala, list) or not all(isinstance(one, str) for one in kepala):
        raise TidakDapat("Permintaan tidak lengkap; muat ulang halaman.")
    try:
        jenis = JenisKeputusan(_text(body, "jenis"))
    except ValueError:
        raise TidakDapat("Keputusan tidak dikenal.") from None
    minta = Permintaan(
        jenis=jenis,
        pemeriksa=_text(body, "pemeriksa"),
        isi=_text(body, "isi"),
        kepala=tuple(kepala),
        sidik=_text(body, "sidik"),
    )
    angka, temuan = _text(body, "angka"), _text(body, "temuan")
    if angka and jenis is JenisKeputusan.UJI:
        meja.answer_sample(angka, minta)
        return meja.figure_view(angka, "uji")
    if angka:
        meja.correct_figure(angka, minta, temuan)
        return meja.figure_view(angka)
    meja.decide_finding(temuan, minta)
    return meja.finding_view(temuan)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise TidakDapat("Permintaan tidak sah; muat ulang halaman.")
    return value
