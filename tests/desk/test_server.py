from __future__ import annotations

import http.client
import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pipeline.desk.meja import Meja, figure_id
from pipeline.desk.server import Peladen
from pipeline.desk.simpanan import read_decisions


@pytest.fixture
def server(out: Path) -> Iterator[Peladen]:
    peladen = Peladen(out, "Rina")
    thread = threading.Thread(target=peladen.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield peladen
    peladen.shutdown()
    thread.join()
    peladen.server_close()


def ask(
    server: Peladen,
    path: str,
    body: object = None,
    method: str = "",
    token: str | None = None,
    **headers: str,
) -> tuple[int, dict[str, str], bytes]:
    host = f"127.0.0.1:{server.server_port}"
    sent = {"Host": host}
    data = None
    if body is not None:
        sent |= {"Content-Type": "application/json", "Origin": f"http://{host}"}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    token = server.token if token is None else token
    connection.putrequest(
        method or ("POST" if data is not None else "GET"), f"/{token}/{path}", skip_host=True
    )
    for name, value in sent.items():
        if value:
            connection.putheader(name, value)
    if data is not None and "Content-Length" not in sent:
        connection.putheader("Content-Length", str(len(data)))
    connection.endheaders(data)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


def wish(server: Peladen, **more: Any) -> dict[str, Any]:
    name = server.meja.hasil().temuan[0].temuan_id
    return {"jenis": "setuju", "temuan": name, "pemeriksa": "Rina", "kepala": []} | more


def test_page_and_its_policy(server: Peladen) -> None:
    status, headers, content = ask(server, "")
    assert status == 200 and b"bilah-meja" in content
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert "connect-src 'self'" in policy and "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer" and headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


def test_it_is_bound_to_the_loopback(server: Peladen) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_only_who_knows_the_token_gets_anything(server: Peladen) -> None:
    for token in ("", "x", server.token[:-1], server.token + "x", "é"):
        status, _, content = ask(server, "", token=quote(token))
        assert status == 404 and b"<html" not in content
        assert ask(server, "api/putuskan", wish(server), token=quote(token))[0] == 404
    assert read_decisions(server.meja.out) == ()


@pytest.mark.parametrize("host", ["jahat.example", "127.0.0.1", "jahat.example:80", ""])
def test_a_request_must_name_this_server(server: Peladen, host: str) -> None:
    assert ask(server, "", Host=host)[0] == 403
    assert ask(server, "api/putuskan", wish(server), Host=host)[0] == 403
    assert read_decisions(server.meja.out) == ()


@pytest.mark.parametrize("origin", ["", "null", "http://jahat.example", "https://127.0.0.1"])
def test_a_change_must_come_from_its_own_page(server: Peladen, origin: str) -> None:
    assert ask(server, "api/putuskan", wish(server), Origin=origin)[0] == 403
    assert read_decisions(server.meja.out) == ()


def test_a_change_must_be_small_json(server: Peladen) -> None:
    assert ask(server, "api/putuskan", wish(server), Content_Type="text/plain")[0] == 415
    assert ask(server, "api/putuskan", b"{")[0] == 400
    assert ask(server, "api/putuskan", [1])[0] == 400
    assert ask(server, "api/putuskan", wish(server, isi="x" * 70_000))[0] == 413
    assert ask(server, "api/putuskan", wish(server, isi="x" * 5_000))[0] == 422
    assert ask(server, "api/putuskan", wish(server, kepala="x"))[0] == 422
    assert ask(server, "api/putuskan", wish(server, isi=1))[0] == 422
    assert ask(server, "api/putuskan", wish(server, jenis="hapus"))[0] == 422
    assert ask(server, "api/putuskan", wish(server, temuan="tidak-ada"))[0] == 409
    assert ask(server, "api/putuskan", wish(server, sidik="0"))[0] == 409
    assert ask(server, "api/putuskan", wish(server), method="PUT")[0] == 501
    assert read_decisions(server.meja.out) == ()


def test_a_decision_is_kept_and_shown(server: Peladen) -> None:
    status, _, content = ask(server, "api/putuskan", wish(server, jenis="tolak", isi="<b>kabur"))
    view = json.loads(content)
    assert status == 200 and view["kata"] == "tolak"
    assert [one.isi for one in read_decisions(server.meja.out)] == ["<b>kabur"]
    page = ask(server, "")[2].decode()
    assert "&lt;b&gt;kabur" in page and "<b>kabur" not in page
    state = json.loads(ask(server, "api/keadaan")[2])
    assert state["temuan"][server.meja.hasil().temuan[0].temuan_id]["kata"] == "tolak"


def test_a_figure_is_corrected(server: Peladen) -> None:
    state = json.loads(ask(server, "api/keadaan")[2])
    doubtful = figure_id(server.meja.hasil().kinerja[0])
    assert doubtful in state["angka"] and set(state["bukti"].values()) <= set(state["angka"])
    body = wish(server, jenis="betulkan", temuan="", angka=doubtful, isi="81,5")
    body["sidik"] = state["angka"][doubtful]["sidik"]
    status, _, content = ask(server, "api/putuskan", body)
    assert status == 200 and json.loads(content)["isi"] == "81,5"
    assert ask(server, "api/putuskan", body | {"isi": "delapan"})[0] == 422


def test_files_of_the_output_and_the_input_and_no_others(server: Peladen) -> None:
    hasil = server.meja.hasil()
    status, headers, content = ask(server, hasil.bukti[0].gambar)
    assert status == 200 and content.startswith(b"\x89PNG")
    status, headers, content = ask(server, "berkas/" + quote(hasil.dokumen[0].berkas))
    assert status == 200 and content.startswith(b"%PDF") and headers["Content-Type"].endswith("pdf")
    (server.meja.out / "gambar/rahasia.txt").write_text("x", encoding="utf-8")
    for path in (
        "gambar/../run.json",
        "gambar/%2e%2e/run.json",
        "gambar/rahasia.txt",
        "gambar/",
        "berkas/../hasil/run.json",
        "berkas/%2e%2e/hasil/run.json",
        "berkas//etc/passwd",
        "berkas/rusak.pdf",
        "keputusan.sqlite",
        "run.json",
    ):
        assert ask(server, path)[0] == 404, path


def test_a_link_out_of_the_input_is_not_followed(server: Peladen, tmp_path: Path) -> None:
    (tmp_path / "rahasia.txt").write_text("rahasia", encoding="utf-8")
    name = server.meja.hasil().dokumen[0].berkas
    (tmp_path / "masuk" / name).unlink()
    (tmp_path / "masuk" / name).symlink_to(tmp_path / "rahasia.txt")
    status, _, content = ask(server, "berkas/" + quote(name))
    assert status == 404 and b"rahasia" not in content.lower()


def test_a_paper_outside_of_the_input_is_not_given(server: Peladen, tmp_path: Path) -> None:
    """An output that somebody else made may name any file as one of its papers."""
    (tmp_path / "rahasia.txt").write_text("rahasia", encoding="utf-8")
    table = server.meja.out / "dokumen.json"
    name = server.meja.hasil().dokumen[0].berkas
    table.write_text(table.read_text(encoding="utf-8").replace(name, "../rahasia.txt"))
    os.utime(server.meja.out / "run.json")
    known = {one.berkas for one in Meja(server.meja.out).hasil().dokumen}
    assert "../rahasia.txt" in known
    server.meja = Meja(server.meja.out)
    for path in ("berkas/../rahasia.txt", "berkas/..%2Frahasia.txt"):
        status, _, content = ask(server, path)
        assert status == 404 and b"rahasia" not in content


def test_who_reads_slowly_holds_up_nobody(server: Peladen, tmp_path: Path) -> None:
    name = server.meja.hasil().dokumen[0].berkas
    (tmp_path / "masuk" / name).write_bytes(b"%PDF-1.7\n" + bytes(30_000_000))
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as slow:
        path = f"/{server.token}/berkas/{quote(name)}"
        slow.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode()
        )
        assert slow.recv(16)  # it has begun, and is read no further
        began = time.monotonic()
        assert ask(server, "api/putuskan", wish(server))[0] == 200
        assert time.monotonic() - began < 10


def test_nobody_on_another_address_of_this_computer_is_answered(server: Peladen) -> None:
    for family, _, _, _, place in socket.getaddrinfo(socket.gethostname(), server.server_port):
        if family == socket.AF_INET and not place[0].startswith("127."):
            with pytest.raises(OSError):
                socket.create_connection(place[:2], timeout=2)


def test_what_is_no_pdf_is_only_offered_for_saving(server: Peladen, tmp_path: Path) -> None:
    (tmp_path / "masuk/rusak.pdf").write_bytes(b"<script>alert(1)</script>")
    status, headers, _ = ask(server, "berkas/rusak.pdf")
    assert status == 200 and headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Security-Policy"] == "default-src 'none'"


def test_the_page_of_a_document_leads_to_the_server_s_papers(server: Peladen) -> None:
    dokumen = server.meja.hasil().dokumen[0]
    name = f"dokumen/{dokumen.dokumen_id}.html"
    status, headers, content = ask(server, name)
    page = content.decode()
    assert status == 200 and "bilah-meja" not in page
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    links = set(re.findall(r'class="ke-pdf" href="([^"#]*)', page))
    assert links == {f"../berkas/{quote(dokumen.berkas)}"}
    status, headers, content = ask(server, links.pop().removeprefix("../"))
    assert status == 200 and headers["Content-Type"] == "application/pdf"
    (picture,) = re.findall(r'<img src="../(halaman/[^"]+)"', page)
    status, headers, _ = ask(server, picture)
    assert status == 200 and headers["Content-Type"] == "image/jpeg"
    assert ask(server, "index.html")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "dokumen/../../temuan.html",
        "dokumen/%2e%2e/index.html",
        "dokumen/000000000000.html",
        "halaman/../../run.json",
        "halaman/x.jpg",
        "halaman/%2e%2e%2findex.html",
    ],
)
def test_nothing_else_is_given(server: Peladen, path: str) -> None:
    assert ask(server, path)[0] == 404
