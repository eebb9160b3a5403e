"""axe-core over the report and the desk: no serious violation."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pipeline.desk.meja import Meja
from pipeline.desk.server import Peladen
from pipeline.emit.uji_petik import Sampel
from pipeline.emit.write import emit
from tests.emit.peramban import CHROMIUM, Peramban, peramban

from .test_keputusan import CATATAN, TOLAK, minta

pytest.importorskip("axe_core_python")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium on this computer")


@pytest.fixture
def server(out: Path, tmp_path: Path) -> Iterator[Peladen]:
    meja = Meja(out)
    first, second = (t.temuan_id for t in meja.hasil().temuan[:2])
    meja.decide_finding(first, minta(TOLAK, "kabur"))
    meja.decide_finding(second, minta(CATATAN, "tanyakan"))
    meja.draw_sample(Sampel(1, 3), "Rina")
    emit(meja.hasil(), out, tmp_path / "masuk")
    peladen = Peladen(out, "Rina")
    thread = threading.Thread(target=peladen.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield peladen
    peladen.shutdown()
    thread.join()
    peladen.server_close()


def serious(browser: Peramban) -> list[tuple[str, Any]]:
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    browser.call("Runtime.evaluate", expression=axe)
    answer = browser.call(
        "Runtime.evaluate",
        expression="axe.run(document, {resultTypes: ['violations']})",
        awaitPromise=True,
        returnByValue=True,
    )
    found = answer["result"]["value"]
    assert found["passes"]
    return [
        (one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def test_no_serious_violation(server: Peladen, out: Path, tmp_path: Path) -> None:
    with peramban(tmp_path / "profil") as browser:
        dark = [{"name": "prefers-color-scheme", "value": "dark"}]
        browser.call("Emulation.setEmulatedMedia", features=dark)
        browser.open((out / "laporan/index.html").as_uri())
        assert serious(browser) == []
        browser.call("Emulation.setEmulatedMedia", features=[])
        browser.open((out / "laporan/index.html").as_uri())
        assert serious(browser) == []
        for page in sorted((out / "laporan/dokumen").glob("*.html"))[:2]:
            browser.open(page.as_uri())
            assert serious(browser) == []
        browser.open(server.alamat)
        browser.wait("document.body.dataset.meja === 'siap'")
        for name in ("tolak", "catatan"):
            browser.ask(f"document.querySelector('.meja [data-jenis={name}]').click()")
        browser.ask("document.querySelector('.betulkan [data-betulkan]').click()")
        assert serious(browser) == []
        browser.ask("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>')")
        assert [name for name, _ in serious(browser)] == ["image-alt"]
