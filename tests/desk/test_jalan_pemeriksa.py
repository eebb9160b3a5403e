"""A reviewer's whole way in a real browser: filter, look, decide, correct, reload, run again."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.conclude import conclude
from pipeline.desk.meja import figure_id
from pipeline.desk.server import Peladen
from pipeline.desk.simpanan import read_decisions
from pipeline.emit.write import emit
from pipeline.reconcile.rule import load_rules
from pipeline.whole_file import Isi
from schemas.records import Kinerja
from schemas.vocabulary import StatusBaca
from tests.emit.peramban import CHROMIUM, Peramban, peramban

from . import berkas_uji
from .conftest import contoh_keluaran
from .test_keputusan import BETULKAN, minta

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium on this computer")

JAHAT = '<img src=x onerror="document.title=1">'
TAMPAK = "[...document.querySelectorAll('article.temuan')].filter(a => a.checkVisibility())"


def run_again(isi: list[Isi], out: Path, sumber: Path) -> None:
    """Do what a run does after reading: conclude with the decisions of the output, and emit."""
    hasil = conclude(isi, rules=load_rules(None), keputusan=read_decisions(out))
    emit(berkas_uji.dated(hasil, sumber), out, sumber)


@pytest.fixture
def isi(tmp_path: Path) -> list[Isi]:
    return berkas_uji.read_folder(tmp_path / "masuk")


@pytest.fixture
def server(tmp_path: Path, isi: list[Isi]) -> Iterator[Peladen]:
    run_again(isi, tmp_path / "hasil", tmp_path / "masuk")
    peladen = Peladen(tmp_path / "hasil", "Rina")
    thread = threading.Thread(target=peladen.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield peladen
    peladen.shutdown()
    thread.join()
    peladen.server_close()


def open_desk(browser: Peramban, server: Peladen) -> None:
    browser.open(server.alamat)
    browser.wait("document.body.dataset.meja === 'siap'")


def fill(browser: Peramban, form: str, text: str) -> None:
    browser.ask(
        f"(() => {{ const f = document.querySelector({form!r}); f.elements.isi.value = {text!r};"
        "f.requestSubmit(); })()"
    )


def doubtful(server: Peladen) -> Kinerja:
    return next(k for k in server.meja.hasil().kinerja if k.teks == "46,00")


def test_the_way_of_a_reviewer(
    server: Peladen, isi: list[Isi], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rules = {t.aturan: t for t in server.meja.hasil().temuan}
    assert {"target-lkjip-pk", "capaian-hitung"} <= set(rules)
    target, hitung = rules["target-lkjip-pk"], rules["capaian-hitung"]
    with peramban(tmp_path_factory.mktemp("profil")) as browser:
        open_desk(browser, server)
        everything = browser.ask(f"{TAMPAK}.length")

        # filter
        browser.ask(
            "(() => { const k = document.forms.saringan.elements.aturan; k.value = "
            "'target-lkjip-pk'; k.dispatchEvent(new Event('input', {bubbles: true})); })()"
        )
        assert 0 < browser.ask(f"{TAMPAK}.length") < everything
        one = f"#temuan-{target.temuan_id}"

        # open the evidence: the crop is there, and the link gives the paper
        browser.ask(f"document.querySelector('{one} img').scrollIntoView()")
        browser.wait(f"document.querySelector('{one} img').naturalWidth > 100")
        link = browser.ask(f"document.querySelector('{one} a.potongan').href")
        assert link.startswith(server.alamat) and "#page=" in link
        browser.ask(
            f"fetch({link!r}).then(j => j.text()).then(t => {{ window.pdf = t.slice(0, 5) }})"
        )
        browser.wait("window.pdf === '%PDF-'")

        # decide: a rejection needs its reason
        browser.ask(f"document.querySelector('{one} [data-jenis=tolak]').click()")
        fill(browser, f"{one} .meja form", " ")
        browser.wait(f"!!document.querySelector('{one} .galat')")
        fill(browser, f"{one} .meja form", f"angka PK salah ketik {JAHAT}")
        browser.wait(f"document.querySelector('{one}').dataset.keputusan === 'tolak'")
        assert "salah ketik <img" in browser.ask(
            f"document.querySelector('{one} .putusan').textContent"
        )

        # correct the figure that stands in doubt
        two = f"#temuan-{hitung.temuan_id}"
        realisasi = doubtful(server)
        place = f'{two} .betulkan[data-angka="{realisasi.kinerja_id}"]'
        browser.ask("document.querySelector('#saringan button').click()")
        browser.ask(f"document.querySelector('{place} [data-betulkan]').click()")
        fill(browser, f"{place} form", "delapan puluh")
        browser.wait(f"!!document.querySelector('{place} .galat')")
        fill(browser, f"{place} form", "40,00")
        browser.wait(f"!!document.querySelector('{place} .dibetulkan')")

        # reload
        open_desk(browser, server)
        assert browser.ask(f"document.querySelector('{one}').dataset.keputusan") == "tolak"
        assert "menjadi 40,00 oleh Rina" in browser.ask(
            f"document.querySelector('{place} .dibetulkan').textContent"
        )
        assert browser.ask("document.title").startswith("Selaras")
        assert browser.keluhan == []
        icon = f"http://127.0.0.1:{server.server_port}/favicon.ico"
        own = (server.alamat, icon, "data:", "about:")
        assert all(url.startswith(own) for url in browser.permintaan)

        # run again: the rejection stands, the correction is in the tables and in the checks
        run_again(isi, tmp_path / "hasil", tmp_path / "masuk")
        figure = doubtful(server)
        assert str(figure.nilai) == "40.00" and figure.status_baca is StatusBaca.DIKOREKSI
        after = {t.temuan_id: t for t in server.meja.hasil().temuan}
        assert after[target.temuan_id].keputusan == "tolak"
        assert hitung.temuan_id not in after
        open_desk(browser, server)
        assert browser.ask(f"!!document.querySelector('#ditolak {one}')")
        assert browser.ask(f"document.querySelector('{two}') === null")


def test_a_correction_changes_what_a_finding_says(
    server: Peladen, isi: list[Isi], tmp_path: Path
) -> None:
    meja = server.meja
    paper = berkas_uji.naskah_of(isi, "perjanjian_kinerja")
    pk = next(k for k in meja.hasil().kinerja if k.naskah_id == paper)
    before = next(t for t in meja.hasil().temuan if t.aturan == "target-lkjip-pk")
    assert before.nilai_b == "80" and pk.nilai == 80
    meja.correct_figure(figure_id(pk), minta(BETULKAN, "90,00"))
    run_again(isi, tmp_path / "hasil", tmp_path / "masuk")
    after = [t for t in meja.hasil().temuan if t.aturan == "target-lkjip-pk"]
    assert [(t.status, t.nilai_b) for t in after] == [("pasti", "90.00")]


def test_one_decision_for_findings_of_one_cause(tmp_path: Path) -> None:
    hasil, _ = contoh_keluaran(tmp_path, jumlah=12)
    unit = hasil.temuan[0].unit
    alike = {t.temuan_id for t in hasil.temuan if t.unit == unit and t.status == "pasti"}
    temuan = tuple(
        dataclasses.replace(t, kelompok="satu" if t.temuan_id in alike else "")
        for t in hasil.temuan
    )
    out = tmp_path / "lagi"
    emit(dataclasses.replace(hasil, temuan=temuan), out, tmp_path / "masuk")
    server = Peladen(out, "Rina")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        with peramban(tmp_path / "profil") as browser:
            open_desk(browser, server)
            lead = ".sebab > article.temuan"
            assert browser.ask("document.querySelector('.untuk-semua') === null")
            browser.ask(f"document.querySelector('{lead} [data-jenis=tolak]').click()")
            fill(browser, f"{lead} .meja form", "salah ketik pada semua")
            browser.wait("!!document.querySelector('.untuk-semua')")
            said = browser.ask("document.querySelector('.untuk-semua').textContent")
            assert said == f"Tolak juga {len(alike) - 1} temuan lain dengan sebab yang sama"
            browser.ask("document.querySelector('.untuk-semua').click()")
            browser.wait("document.querySelector('.untuk-semua') === null")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    decisions = read_decisions(out)
    assert {one.temuan_id for one in decisions} == alike and len(decisions) == len(alike) > 1
    assert {(one.jenis, one.isi) for one in decisions} == {("tolak", "salah ketik pada semua")}
