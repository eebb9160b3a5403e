from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from pipeline.emit import report
from pipeline.emit.crops import cut_crops
from pipeline.emit.result import Hasil
from pipeline.emit.write import write_files

from . import contoh
from .peramban import CHROMIUM, Peramban, peramban

JAHAT = '<script>document.title="x"</script><img src=https://contoh.invalid/a.png onerror=alert(1)>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laporan")


@pytest.fixture(scope="module")
def hasil(folder: Path) -> Hasil:
    hasil = contoh.contoh_hasil(folder / "masuk data", jumlah=12, unit=3)
    hostile = dataclasses.replace(hasil.temuan[3], uraian=JAHAT, judul=JAHAT, saran=JAHAT)
    return dataclasses.replace(
        hasil, temuan=(*hasil.temuan[:3], hostile, *hasil.temuan[4:]), pesan=(JAHAT,)
    )


@pytest.fixture(scope="module")
def laporan(folder: Path, hasil: Hasil) -> Path:
    out = folder / "hasil"
    out.mkdir()
    write_files(hasil, out, folder / "masuk data", out)
    return out / "laporan/index.html"


class Elemen(HTMLParser):
    """Collects start tags with their attributes, and whether tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.semua: list[tuple[str, dict[str, str]]] = []
        self.terbuka: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.semua.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in {"meta", "img", "input", "br", "link", "col"}:
            self.terbuka.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.terbuka.pop() == tag

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.semua if name == tag]


@pytest.fixture(scope="module")
def elemen(laporan: Path) -> Elemen:
    return Elemen(laporan.read_text(encoding="utf-8"))


def test_markup_is_well_formed_and_ids_are_unique(elemen: Elemen) -> None:
    assert elemen.terbuka == []
    ids = [attributes["id"] for _, attributes in elemen.semua if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [a["href"][1:] for a in elemen.of("a") if a["href"].startswith("#")]
    assert targets and set(targets) <= set(ids)
    labels = [a["aria-labelledby"] for _, a in elemen.semua if "aria-labelledby" in a]
    assert set(labels) <= set(ids)


def test_text_of_the_paper_never_becomes_markup(elemen: Elemen) -> None:
    assert len(elemen.of("script")) == 1
    assert not [a for _, a in elemen.semua if any(name.startswith("on") for name in a)]
    assert not [a for _, a in elemen.semua if "style" in a]


def test_nothing_is_loaded_from_elsewhere(elemen: Elemen) -> None:
    sources = [a[name] for _, a in elemen.semua for name in ("src", "srcset", "data") if name in a]
    assert sources and all(source.startswith("data:image/png;base64,") for source in sources)
    assert elemen.of("link") == []
    (policy,) = [a["content"] for a in elemen.of("meta") if a.get("http-equiv")]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy and "http" not in policy


def test_order_of_the_findings(elemen: Elemen, hasil: Hasil) -> None:
    articles = elemen.of("article")
    assert len(articles) == len(hasil.temuan)
    status = [a["data-status"] for a in articles]
    apart = status.index("dugaan_salah_baca")
    assert set(status[apart:]) == {"dugaan_salah_baca"}
    assert "dugaan_salah_baca" not in status[:apart]
    order = [
        (a["data-unit"], ["pasti", "perlu_dicek"].index(a["data-status"])) for a in articles[:apart]
    ]
    assert order == sorted(order)


def test_links_lead_to_the_page_of_the_pdf(elemen: Elemen, laporan: Path) -> None:
    links = [a["href"] for a in elemen.of("a") if ".pdf#page=" in a["href"]]
    assert links
    for link in links:
        path, page = unquote(link).split("#page=")
        assert (laporan.parent / path).resolve().is_file()
        assert page == "1"


def test_first_screen_counts(laporan: Path, hasil: Hasil) -> None:
    page = laporan.read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert f"Berkas {len(hasil.dokumen)} " in text
    assert "Tidak terbaca 1" in text and "Duplikat 1" in text
    assert "bukan PDF: tanpa kepala %PDF" in text
    assert re.search(r"Kecamatan Kencong tidak ada 2025-2029 tidak ada – 2025", text)
    assert re.search(r"1 angka bacaannya ragu", text)


def test_pictures_are_linked_above_the_limit(
    folder: Path, hasil: Hasil, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder / "besar"
    bukti, _ = cut_crops(hasil.bukti, folder / "masuk data", out)
    monkeypatch.setattr(report, "EMBED_LIMIT", 1000)
    path = report.write_report(
        dataclasses.replace(hasil, bukti=bukti), out, folder / "masuk data", out
    )
    page = Elemen(path.read_text(encoding="utf-8"))
    sources = [a["src"] for a in page.of("img")]
    assert sources and all((path.parent / source).is_file() for source in sources)
    assert "kirim keduanya bersama" in path.read_text(encoding="utf-8")


def test_an_empty_result_gives_a_page(folder: Path) -> None:
    out = folder / "kosong"
    out.mkdir()
    path = report.write_report(Hasil(pembacaan=contoh.pembacaan()), out, folder, out)
    page = path.read_text(encoding="utf-8")
    assert Elemen(page).terbuka == []
    assert "Tidak ada temuan pasti atau perlu dicek." in page and "Tidak ada berkas." in page


def test_a_finding_of_an_unknown_rule_is_shown(folder: Path, hasil: Hasil) -> None:
    out = folder / "tanpa aturan"
    out.mkdir()
    bare = dataclasses.replace(hasil, aturan={}, bukti=())
    page = report.write_report(bare, out, folder, out).read_text(encoding="utf-8")
    assert len(Elemen(page).of("article")) == len(hasil.temuan)


# --- in a real browser ---------------------------------------------------------------------

butuh_peramban = pytest.mark.skipif(not CHROMIUM, reason="no chromium on this computer")
TAMPAK = "[...document.querySelectorAll('article.temuan')].filter(a => a.checkVisibility())"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peramban]:
    with peramban(tmp_path_factory.mktemp("profil")) as browser:
        yield browser


@butuh_peramban
def test_opens_from_disk_without_network(browser: Peramban, laporan: Path, hasil: Hasil) -> None:
    browser.open(laporan.as_uri())
    assert browser.ask(f"{TAMPAK}.length") == len(hasil.temuan)
    assert browser.ask("[...document.images].every(i => i.loading === 'lazy' || i.naturalWidth)")
    assert browser.ask("document.title").startswith("Selaras")
    assert browser.keluhan == []
    assert {url.split(":")[0] for url in browser.permintaan} <= {"file", "data", "about"}
    assert laporan.as_uri() in browser.permintaan


@butuh_peramban
def test_linked_pictures_show(browser: Peramban, folder: Path, laporan: Path) -> None:
    linked = folder / "besar/laporan/index.html"
    if not linked.exists():
        pytest.skip("made by another test")
    browser.open(linked.as_uri())
    browser.ask("document.images[0].scrollIntoView()")
    browser.wait("document.images[0].complete && document.images[0].naturalWidth > 0")
    assert browser.keluhan == []


@butuh_peramban
def test_filters_narrow_the_list(browser: Peramban, laporan: Path, hasil: Hasil) -> None:
    browser.open(laporan.as_uri())

    def choose(name: str, value: str) -> int:
        browser.ask(
            f"(() => {{ const k = document.forms.saringan.elements['{name}']; k.value = '{value}';"
            "k.dispatchEvent(new Event('input', {bubbles: true})); })()"
        )
        return int(browser.ask(f"{TAMPAK}.length"))

    serious = [t for t in hasil.temuan if t.tingkat == "tinggi"]
    assert 0 < len(serious) < len(hasil.temuan)
    assert choose("tingkat", "tinggi") == len(serious)
    sure = [t for t in serious if t.status == "pasti"]
    assert choose("status", "pasti") == len(sure)
    unit = sure[0].unit
    here = [t for t in sure if t.unit == unit]
    assert choose("unit", unit) == len(here)
    assert browser.ask("document.getElementById('hitungan').textContent").startswith(
        f"{len(here)} dari {len(hasil.temuan)} "
    )
    heading = browser.ask(
        "document.querySelector('section.unit:not([hidden]) .jumlah').textContent"
    )
    everything = [t for t in hasil.temuan if t.unit == unit and t.status != "dugaan_salah_baca"]
    assert heading == f"{len(here)} dari {len(everything)} temuan"
    assert choose("cari", "kata yang tidak ada") == 0
    assert browser.ask("document.getElementById('tak-ada').checkVisibility()")
    address = browser.ask("location.href")
    browser.open(address.replace("kata+yang+tidak+ada", ""))
    assert browser.ask(f"{TAMPAK}.length") == len(here)
    browser.ask("document.querySelector('#saringan button').click()")
    browser.wait(f"{TAMPAK}.length === {len(hasil.temuan)}")


@butuh_peramban
def test_rule_and_search_filters(browser: Peramban, laporan: Path, hasil: Hasil) -> None:
    count = sum(t.aturan == "capaian-hitung" for t in hasil.temuan)
    browser.open(laporan.as_uri() + "#saring?aturan=capaian-hitung")
    assert browser.ask(f"{TAMPAK}.length") == count > 0
    browser.open(laporan.as_uri() + "#saring?aturan=rumpun:Bentuk")
    assert browser.ask(f"{TAMPAK}.every(a => a.dataset.aturan === 'nip-bentuk')")
    wanted = hasil.temuan[0].temuan_id
    browser.open(laporan.as_uri() + f"#saring?cari={wanted.upper()}")
    assert browser.ask(f"{TAMPAK}.map(a => a.id)") == [f"temuan-{wanted}"]


@butuh_peramban
def test_indicator_and_decision_filters(browser: Peramban, laporan: Path, hasil: Hasil) -> None:
    name = next(k.indikator for k in hasil.kinerja if k.kunci == "kunci-1")
    count = sum(t.kunci == "kunci-1" for t in hasil.temuan)
    browser.open(laporan.as_uri() + f"#saring?indikator={name}")
    assert browser.ask(f"{TAMPAK}.length") == count > 0
    browser.open(laporan.as_uri() + "#saring?keputusan=belum")
    assert browser.ask(f"{TAMPAK}.length") == len(hasil.temuan)
    browser.open(laporan.as_uri() + "#saring?keputusan=tolak")
    assert browser.ask(f"{TAMPAK}.length") == 0


@butuh_peramban
def test_a_cell_of_the_matrix_filters(browser: Peramban, laporan: Path) -> None:
    browser.open(laporan.as_uri())
    said = browser.ask(
        "(() => { const c = document.querySelector('.matriks td a'); c.click();"
        "return [Number(c.textContent), c.dataset.unit]; })()"
    )
    shown = f"{TAMPAK}.filter(a => a.dataset.status !== 'dugaan_salah_baca')"
    assert browser.ask(f"{shown}.length") == said[0]
    assert browser.ask(f"{TAMPAK}.every(a => a.dataset.unit === '{said[1]}')")


@butuh_peramban
def test_a_link_to_a_finding_shows_it_whatever_is_filtered(
    browser: Peramban, laporan: Path
) -> None:
    browser.open(laporan.as_uri() + "#saring?cari=tidak-akan-ada")
    assert browser.ask(f"{TAMPAK}.length") == 0
    browser.ask("location.hash = document.querySelector('article.temuan').id")
    browser.wait("document.querySelector('article.temuan').checkVisibility()")


@butuh_peramban
def test_keyboard(browser: Peramban, laporan: Path) -> None:
    browser.open(laporan.as_uri())
    browser.press("j")
    first = browser.ask("document.activeElement.id")
    browser.press("j")
    second = browser.ask("document.activeElement.id")
    ids = browser.ask(f"{TAMPAK}.map(a => a.id)")
    assert [first, second] == ids[:2]
    browser.press("k")
    assert browser.ask("document.activeElement.id") == first
    browser.press("/")
    assert browser.ask("document.activeElement.name") == "cari"
    browser.press("j")
    assert browser.ask("document.activeElement.value") == "j"


@pytest.fixture(scope="module")
def sebab(folder: Path, hasil: Hasil) -> tuple[Path, list[str]]:
    """Return a report whose first unit has three findings of one cause, and their ids."""
    unit = hasil.temuan[0].unit
    alike = [t for t in hasil.temuan if t.unit == unit and t.status == "pasti"]
    assert len(alike) >= 2
    ids = {t.temuan_id for t in alike}
    temuan = tuple(
        dataclasses.replace(t, kelompok="satu-sebab" if t.temuan_id in ids else "")
        for t in hasil.temuan
    )
    out = folder / "sebab"
    out.mkdir()
    one_cause = dataclasses.replace(hasil, temuan=temuan)
    write_files(one_cause, out, folder / "masuk data", out)
    return out / "laporan/index.html", sorted(ids)


@butuh_peramban
def test_findings_of_one_cause_are_shown_as_one(
    browser: Peramban, sebab: tuple[Path, list[str]], hasil: Hasil
) -> None:
    laporan, ids = sebab
    browser.open(laporan.as_uri())
    assert browser.ask(f"{TAMPAK}.length") == len(hasil.temuan) - len(ids) + 1
    said = browser.ask("document.querySelector('details.sekelompok .banyak').textContent")
    assert said == str(len(ids) - 1)
    shown = browser.ask(f"{TAMPAK}.map(a => a.id.slice('temuan-'.length))")
    (lead,) = set(shown) & set(ids)
    folded = next(name for name in ids if name != lead)

    # a link to one that is folded away opens it; so does a filter that leaves the first out
    browser.ask(f"location.hash = 'temuan-{folded}'")
    browser.wait(f"document.getElementById('temuan-{folded}').checkVisibility()")
    browser.open(laporan.as_uri() + f"#saring?cari={folded}")
    assert browser.ask(f"{TAMPAK}.map(a => a.id)") == [f"temuan-{folded}"]
    browser.open(laporan.as_uri() + f"#temuan-{folded}")
    browser.wait(f"document.getElementById('temuan-{folded}').checkVisibility()")

    # the keyboard walks into it
    browser.open(laporan.as_uri())
    for _ in range(shown.index(lead) + 2):
        browser.press("j")
    assert browser.ask("document.activeElement.id").removeprefix("temuan-") in set(ids) - {lead}
    assert browser.ask("document.activeElement.checkVisibility()")


@butuh_peramban
def test_without_javascript_it_is_a_plain_list(
    browser: Peramban, laporan: Path, hasil: Hasil
) -> None:
    browser.open(laporan.as_uri(), script=False)
    document = browser.call("DOM.getDocument", depth=1)["root"]["nodeId"]

    def shown(selector: str) -> int:
        nodes = browser.call("DOM.querySelectorAll", nodeId=document, selector=selector)["nodeIds"]
        return sum(_has_box(browser, node) for node in nodes)

    assert shown("article.temuan") == len(hasil.temuan)
    assert shown("#saringan") == 0


def _has_box(browser: Peramban, node: int) -> bool:
    try:
        browser.call("DOM.getBoxModel", nodeId=node)
    except AssertionError:
        return False
    return True


@butuh_peramban
def test_the_page_is_no_wider_than_its_window(browser: Peramban, laporan: Path) -> None:
    browser.open(laporan.as_uri())
    for width in (360, 800, 1400):
        browser.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        assert browser.ask("document.documentElement.scrollWidth") <= width
    browser.call("Emulation.clearDeviceMetricsOverride")


@butuh_peramban
def test_a_policy_break_would_be_seen(browser: Peramban, laporan: Path) -> None:
    page = laporan.read_text(encoding="utf-8")
    broken = laporan.with_name("rusak.html")
    foreign = '<script>document.title = "jahat"</script><img src="https://contoh.invalid/a.png">'
    broken.write_text(page.replace("<main", foreign + "<main"), encoding="utf-8")
    browser.open(broken.as_uri())
    broken.unlink()
    assert browser.ask("document.title") != "jahat"
    browser.wait("document.images[0].complete")
    assert any("Content Security Policy" in complaint for complaint in browser.keluhan)
    assert not [url for url in browser.permintaan if url.startswith("http")]
