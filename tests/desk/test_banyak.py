"""31 units and 2.000 findings stay quick in a real browser: from disk and at the desk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pipeline.desk.server import Peladen
from tests.emit.peramban import CHROMIUM, peramban

from .conftest import contoh_keluaran

JUMLAH = 2000
SARING = """(() => {
  const k = document.forms.saringan.elements.tingkat, awal = performance.now();
  k.value = 'tinggi'; k.dispatchEvent(new Event('input', {bubbles: true}));
  document.body.offsetHeight;
  return performance.now() - awal; })()"""
LUKISAN = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@pytest.mark.penuh
@pytest.mark.skipif(not CHROMIUM, reason="no chromium on this computer")
def test_two_thousand_findings(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    _, out = contoh_keluaran(tmp_path, jumlah=JUMLAH, unit=31)
    server = Peladen(out, "Rina")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        with peramban(tmp_path_factory.mktemp("profil")) as browser:
            measured = {}
            for name, address in (
                ("berkas", (out / "laporan/index.html").as_uri()),
                ("meja", server.alamat),
            ):
                browser.open(address)
                if name == "meja":
                    browser.wait("document.body.dataset.meja === 'siap'")
                assert browser.ask("document.querySelectorAll('article.temuan').length") == JUMLAH
                browser.wait(f"{LUKISAN} > 0")
                measured[name] = (browser.ask(LUKISAN), browser.ask(SARING))
            print(measured)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert all(value < 1000 for pair in measured.values() for value in pair), measured
