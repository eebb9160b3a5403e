from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.emit.keputusan import SAMPEL, JenisKeputusan, Keputusan, Sidik
from pipeline.emit.result import Hasil
from pipeline.emit.uji_petik import Sampel, uji_petik, upper_bound
from pipeline.emit.write import write_files
from schemas.vocabulary import StatusBaca

from . import contoh


@pytest.fixture(scope="module")
def hasil(tmp_path_factory: pytest.TempPathFactory) -> Hasil:
    return contoh.contoh_hasil(tmp_path_factory.mktemp("uji") / "masuk", jumlah=2)


@pytest.mark.parametrize(
    ("salah", "diperiksa", "batas"),
    [
        # For none wrong the bound is 1 - 0.05^(1/n).
        (0, 1, 0.95),
        (0, 10, 1 - 0.05**0.1),
        (0, 59, 1 - 0.05 ** (1 / 59)),
        (0, 60, 1 - 0.05 ** (1 / 60)),
        (0, 300, 1 - 0.05 ** (1 / 300)),
        # The 0.95 quantile of Beta(k + 1, n - k): closed for k = n - 1, tabulated else.
        (9, 10, 0.95 ** (1 / 10)),
        (1, 10, 0.394163),
        (2, 10, 0.506901),
        (5, 10, 0.777559),
        (1, 100, 0.046560),
        (10, 10, 1.0),
    ],
)
def test_known_bounds(salah: int, diperiksa: int, batas: float) -> None:
    assert upper_bound(salah, diperiksa) == pytest.approx(batas, abs=2e-6)


def test_no_bound_without_a_look() -> None:
    for wrong in ((0, 0), (2, 1), (-1, 5)):
        with pytest.raises(ValueError):
            upper_bound(*wrong)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_bound_lies_above_what_was_seen_and_grows_with_it(seen: tuple[int, int]) -> None:
    salah, diperiksa = seen
    assert salah / diperiksa <= upper_bound(salah, diperiksa) <= 1
    if salah:
        assert upper_bound(salah - 1, diperiksa) < upper_bound(salah, diperiksa)


def ids(hasil: Hasil, benih: int, jumlah: int = 5) -> set[str]:
    uji = uji_petik(hasil, Sampel(benih, jumlah))
    assert uji is not None
    return {one.angka_id for one in uji.butir}


def test_only_clean_figures_and_each_place_once(hasil: Hasil) -> None:
    uji = uji_petik(hasil, Sampel(1, 1000))
    assert uji is not None and uji.populasi == len(uji.butir)
    assert {one.angka.status_baca for one in uji.butir} == {StatusBaca.BERSIH}
    places = [one.tempat for one in uji.butir]
    assert len(places) == len(set(places))
    assert [one.nomor for one in uji.butir] == list(range(1, len(places) + 1))


def test_the_seed_draws_the_sample(hasil: Hasil) -> None:
    assert ids(hasil, 7) == ids(hasil, 7) and len(ids(hasil, 7)) == 5
    assert len({frozenset(ids(hasil, seed)) for seed in range(10)}) > 5
    assert ids(hasil, 7, 3) < ids(hasil, 7, 5)
    reordered = dataclasses.replace(hasil, kinerja=tuple(reversed(hasil.kinerja)))
    assert ids(reordered, 7) == ids(hasil, 7)


def test_every_figure_is_drawn_about_as_often(hasil: Hasil) -> None:
    population = uji_petik(hasil, Sampel(0, 1000))
    assert population is not None
    drawn = Counter(name for seed in range(1000) for name in ids(hasil, seed))
    expected = 1000 * 5 / population.populasi
    assert set(drawn) == {one.angka_id for one in population.butir}
    assert all(0.5 * expected < count < 1.5 * expected for count in drawn.values())


def test_no_sample_no_section(hasil: Hasil) -> None:
    assert uji_petik(hasil) is None


def test_nothing_clean_gives_no_bound() -> None:
    uji = uji_petik(Hasil(pembacaan=contoh.pembacaan()), Sampel(1, 60))
    assert uji is not None and uji.butir == () and not uji.lengkap
    assert "Baru 0 dari 0" in uji.kesimpulan


def test_the_page_shows_the_sample(hasil: Hasil, tmp_path: Path) -> None:
    drawn = Keputusan(
        keputusan_id="a" * 32,
        waktu="2026-03-02T01:00:00.000000+00:00",
        pemeriksa="Rina",
        jenis=JenisKeputusan.SAMPEL,
        sasaran=SAMPEL,
        isi=str(Sampel(3, 4)),
        bukti=Sidik(()).to_json(),
    )
    folder = tmp_path / "hasil"
    folder.mkdir()
    with_sample = dataclasses.replace(hasil, keputusan=(drawn,))
    write_files(with_sample, folder, tmp_path, folder)
    page = (folder / "laporan/index.html").read_text(encoding="utf-8")
    assert "Baru 0 dari 4 angka dijawab" in page and page.count("data-uji=") == 4
