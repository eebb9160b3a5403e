"""The report and the desk in Firefox: filter, open, decide; skipped only where it is missing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pipeline.desk.server import Peladen
from pipeline.desk.simpanan import read_decisions
from tests.emit.firefox import FIREFOX, rubah

pytestmark = pytest.mark.skipif(not FIREFOX, reason="no Firefox on this computer")
TAMPAK = "[...document.querySelectorAll('article.temuan')].filter(a => a.checkVisibility())"
PILIH = """(() => { const k = document.forms.saringan.elements.status; k.value = 'pasti';
  k.dispatchEvent(new Event('input', {bubbles: true})); return true; })()"""


def test_report_and_desk(out: Path, tmp_path: Path) -> None:
    server = Peladen(out, "Rina")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    sure = sum(t.status == "pasti" for t in server.meja.hasil().temuan)
    try:
        with rubah(tmp_path / "profil") as browser:
            browser.open((out / "laporan/index.html").as_uri())
            everything = browser.ask(f"{TAMPAK}.length")
            assert browser.ask(PILIH) and browser.ask(f"{TAMPAK}.length") == sure < everything
            assert browser.ask("getComputedStyle(document.querySelector('.cap')).borderStyle")
            browser.ask("document.querySelector('article img').scrollIntoView()")
            browser.wait("document.querySelector('article img').naturalWidth > 100")
            (page, *_) = sorted((out / "laporan/dokumen").glob("*.html"))
            browser.open(page.as_uri())
            browser.wait("document.images[0].complete && document.images[0].naturalWidth > 100")

            browser.open(server.alamat)
            browser.wait("document.body.dataset.meja === 'siap'")
            one = browser.ask(f"{TAMPAK}[0].id")
            browser.ask(f"document.querySelector('#{one} [data-jenis=setuju]').click()")
            browser.wait(f"document.getElementById('{one}').dataset.keputusan === 'setuju'")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    (decision,) = read_decisions(out)
    assert decision.temuan_id == one.removeprefix("temuan-") and decision.pemeriksa == "Rina"
