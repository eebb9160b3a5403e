"""What `make accuracy` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from schemas.vocabulary import StatusBaca, StatusTemuan
from tests.akurasi.baris import TABEL
from tests.akurasi.degradasi import DPI, Skor, Ujian
from tests.akurasi.dokumen import HasilDokumen
from tests.akurasi.kalibrasi import bands
from tests.akurasi.keausan import DPI_TINGKAT, TINGKAT
from tests.akurasi.tabel import HURUF, TEPAT, SkorTabel, silently_wrong
from tests.akurasi.temuan import HasilTemuan, SkorTemuan, TemuanTerbaca, count_by_status

LONGEST = 110
"""A text of the lists of differences is cut after so many characters."""


def show_tables(scores: Mapping[tuple[str, str], SkorTabel], *, rinci: int) -> None:
    """Print the scores of all tables: by table, by column, by file; then differences."""
    totals = {name: SkorTabel() for name in TABEL}
    for (_, name), skor in scores.items():
        totals[name].add(skor)
    _print_grid(
        ("tabel", "tercetak", "terbaca", "ditemukan", "palsu", "recall", "palsu %"),
        [_row_counts((name,), skor) for name, skor in totals.items()],
    )
    _print_grid(
        ("berkas", "tabel", "tercetak", "terbaca", "ditemukan", "palsu", "recall", "palsu %"),
        [_row_counts(key, skor) for key, skor in scores.items() if skor.tercetak or skor.terbaca],
    )
    print("  kolom yang harus tepat, di antara baris yang ditemukan")
    for name, skor in totals.items():
        parts = [f"{k} {_of(skor.tepat[k], skor.kolom[k])}" for k in TEPAT[name] if skor.kolom[k]]
        print(f"    {name:<10} {' · '.join(parts)}")
    print("  kolom kata, huruf salah (CER)")
    for name, columns in HURUF.items():
        skor = totals[name]
        parts = [f"{k} {_percent(skor.salah_huruf[k], skor.huruf[k], 2)}" for k in columns]
        print(f"    {name:<10} {' · '.join(parts)}")
    _show_figures(totals)
    if rinci:
        differences = [beda for skor in scores.values() for beda in skor.beda]
        print(f"\n  perbedaan: {len(differences)}, ditampilkan {min(rinci, len(differences))}")
        for beda in differences[:rinci]:
            where = f"{beda.berkas} hal. {beda.halaman}"
            print(f"    {beda.tabel} {where}: {beda.apa}")
            print(f"      tercetak: {_cut(beda.tercetak)}\n      terbaca:  {_cut(beda.terbaca)}")


def _row_counts(key: Sequence[str], skor: SkorTabel) -> tuple[str, ...]:
    return (
        *key,
        str(skor.tercetak),
        str(skor.terbaca),
        str(skor.ditemukan),
        str(skor.palsu),
        _percent(skor.ditemukan, skor.tercetak),
        _percent(skor.palsu, skor.terbaca),
    )


def _show_figures(totals: Mapping[str, SkorTabel]) -> None:
    figures = [figure for name in ("kinerja", "anggaran") for figure in totals[name].angka]
    rows = []
    for metode in ("teks", "ocr"):
        own = [figure for figure in figures if figure.metode == metode]
        statuses = [sum(f.status_baca == status for f in own) for status in _STATUSES]
        wrong, relied = silently_wrong(own)
        exact = sum(figure.tepat for figure in own)
        rows.append(
            (
                metode,
                str(len(own)),
                _percent(exact, len(own), 2),
                *map(str, statuses),
                f"{wrong} dari {relied}",
            )
        )
    print("  angka kinerja dan anggaran yang ditemukan")
    _print_grid(("metode", "angka", "tepat", *_STATUSES, "salah di antara bersih/diperbaiki"), rows)
    _show_bands((figure.keyakinan, figure.tepat) for figure in figures)


_STATUSES = (StatusBaca.BERSIH.value, StatusBaca.DIPERBAIKI.value, StatusBaca.RAGU.value)


def _show_bands(angka: Iterable[tuple[float, bool]]) -> None:
    print("  kalibrasi: angka menurut keyakinan")
    _print_grid(
        ("keyakinan", "angka", "rata-rata", "tepat", "tepat %"),
        [
            (
                f"{pita.awal:g}–{pita.akhir:g}".replace(".", ","),
                str(pita.angka),
                _decimal(pita.rata, 4),
                str(pita.tepat),
                _percent(pita.tepat, pita.angka, 2),
            )
            for pita in bands(angka)
        ],
    )


def show_findings(hasil: HasilTemuan, *, rinci: int) -> None:
    """Print the scores of the findings, by rule; then those missed and those false."""
    total = SkorTemuan()
    for skor in hasil.skor.values():
        total.add(skor)
    rows = [_row_findings(rule, hasil.skor[rule]) for rule in sorted(hasil.skor)]
    _print_grid(
        (
            "aturan",
            "benar",
            "ditemukan",
            "pasti",
            "hilang",
            "salah-baca",
            "palsu",
            "palsu pasti",
            "boleh",
            "dugaan",
        ),
        [*rows, _row_findings("jumlah", total)],
    )
    certain = total.ditemukan_pasti + total.palsu_pasti
    every = total.ditemukan + total.palsu
    print(f"  ditemukan {_of(total.ditemukan, total.benar)}", end=" · ")
    print(f"di antaranya pasti {_of(total.ditemukan_pasti, total.ditemukan)}")
    print(f"  ketepatan pasti {_of(total.ditemukan_pasti, certain)}", end=" · ")
    print(f"ketepatan semua {_of(total.ditemukan, every)}")
    print(
        "  salah-baca: ada di kertas, disebut dugaan_salah_baca (terhitung hilang); boleh: temuan"
        " yang penilai boleh menilai lain,\n  tidak dihitung; dugaan: dugaan_salah_baca lain,"
        " tidak dihitung"
    )
    if hasil.tambahan:
        print(f"  di luar katalog, tidak dihitung: {len(hasil.tambahan)}")
    if rinci:
        for read in hasil.tambahan[:rinci]:
            print(f"    {read.aturan} [{read.status}] {read.nilai} {_cut(read.uraian)}")
        print(f"  hilang: {len(hasil.hilang)}")
        for printed in hasil.hilang[:rinci]:
            print(f"    {printed.aturan} {printed.nilai} {_cut(printed.tempat)}")
        for printed, read in hasil.dijelaskan[:rinci]:
            print(f"    disebut salah baca: {printed.aturan} {printed.nilai} {read.id}")
        print(f"  palsu: {len(hasil.palsu)}")
        for read in hasil.palsu[:rinci]:
            print(f"    {read.aturan} [{read.status}] {read.nilai} {_cut(read.uraian)}")


def _row_findings(name: str, skor: SkorTemuan) -> tuple[str, ...]:
    missed = skor.benar - skor.ditemukan
    return (
        name,
        str(skor.benar),
        str(skor.ditemukan),
        str(skor.ditemukan_pasti),
        str(missed),
        str(skor.dijelaskan_hilang),
        str(skor.palsu),
        str(skor.palsu_pasti),
        str(skor.ragu),
        str(skor.dugaan),
    )


def show_trap(terbaca: Sequence[TemuanTerbaca], certain: Sequence[TemuanTerbaca]) -> None:
    """Print whether the worn papers that agree were left in peace."""
    counts = ", ".join(f"{n} {status}" for status, n in sorted(count_by_status(terbaca).items()))
    print(f"  temuan: {counts or 'tidak ada'}")
    verdict = "tidak ada, seperti seharusnya" if not certain else f"{len(certain)} — SALAH"
    print(f"  target-pk-renstra yang pasti: {verdict}")
    for read in certain:
        print(f"    {read.nilai} {_cut(read.uraian)}")


def show_documents(results: Iterable[HasilDokumen], *, rinci: int) -> None:
    """Print the table of the worn documents, and the findings that the paper does not bear out."""
    rows, false = [], []
    for hasil in results:
        ujian, skor = hasil.ujian, hasil.skor
        sure = skor.ditemukan_pasti + skor.palsu_pasti
        rows.append(
            (
                f"{ujian.set_} {ujian.tingkat.nama} {ujian.dpi} dpi",
                str(hasil.halaman),
                _of(skor.ditemukan, skor.benar),
                str(skor.ditemukan_pasti),
                _percent(skor.ditemukan_pasti, sure),
                str(skor.palsu_pasti),
                str(skor.palsu - skor.palsu_pasti),
                str(skor.dugaan + skor.dijelaskan_hilang),
            )
        )
        false += [(rows[-1][0], read) for read in hasil.palsu]
    head = ("dokumen", "hal.", "ditemukan", "pasti", "pasti benar")
    _print_grid((*head, "palsu pasti", "palsu perlu_dicek", "dugaan_salah_baca"), rows)
    shown = [item for item in false if item[1].status == StatusTemuan.PASTI]
    shown = [*shown, *(item for item in false if item not in shown)][: max(rinci, len(shown))]
    for where, read in shown:
        print(f"    {where}: {read.aturan} [{read.status}] {read.nilai} {_cut(read.uraian)}")


def show_suite(results: Iterable[tuple[Ujian, Skor]], *, rinci: int) -> None:
    """Print the table of the degradation suite, level by level, and the wrong figures."""
    scores: dict[tuple[str, int], Skor] = {}
    for ujian, skor in results:
        scores.setdefault((ujian.tingkat.nama, ujian.dpi), Skor()).add(skor)
    rows = [_row_suite(f"{name} {dpi} dpi", skor) for (name, dpi), skor in scores.items()]
    graded = TINGKAT[:-1]
    for title, resolutions in (("200+300 dpi", DPI[1:]), ("150 dpi", DPI[:1])):
        total = Skor()
        for tingkat in graded:
            for dpi in resolutions:
                total.add(scores.get((tingkat.nama, dpi), Skor()))
        rows.append(_row_suite(f"ringan+sedang {title}", total))
    _print_grid(
        (
            "keausan",
            "halaman",
            "tegak",
            "sel",
            "sel di tempatnya",
            "angka",
            "tepat",
            "salah diandalkan",
            "bersih dari tepat",
            "CER",
            "detik/hal.",
        ),
        rows,
    )
    print("  dituntut 200+300 dpi: tepat ≥ 99,5 %, salah ≤ 1 dari 2.000, bersih ≥ 95 %,", end=" ")
    print("CER ≤ 1 %, sel ≥ 99 %, semua tegak")
    print("  dituntut 150 dpi: tepat ≥ 97 %, salah ≤ 1 dari 500, bersih ≥ 85 %,", end=" ")
    print("CER ≤ 3 %, sel ≥ 97 %, semua tegak")
    _show_levels(scores)
    everything = Skor()
    for skor in scores.values():
        everything.add(skor)
    _show_bands(everything.keyakinan)
    if rinci:
        _show_wrong(everything, rinci)


def _row_suite(name: str, skor: Skor) -> tuple[str, ...]:
    clean = skor.tepat_status[StatusBaca.BERSIH]
    return (
        name,
        str(skor.halaman),
        f"{skor.tegak}/{skor.halaman}",
        str(skor.sel),
        _percent(skor.sel_ditemukan, skor.sel, 2),
        str(skor.angka),
        _percent(skor.tepat, skor.angka, 2),
        f"{skor.salah_diandalkan} dari {skor.diandalkan}",
        _percent(clean, skor.tepat, 1),
        _percent(skor.huruf_salah, skor.huruf, 2),
        _decimal(skor.detik / skor.halaman, 1) if skor.halaman else "–",
    )


def _show_levels(scores: Mapping[tuple[str, int], Skor]) -> None:
    """Print what plain Tesseract finds at the resolution at which the levels are set."""
    print(f"  tesseract biasa (satu halaman sekaligus, tegak, {DPI_TINGKAT} dpi), angka ditemukan:")
    for tingkat in TINGKAT:
        skor = scores.get((tingkat.nama, DPI_TINGKAT), Skor())
        low, high = (f"{100 * share:.0f}" for share in tingkat.terbaca)
        share = _of(skor.polos_tepat, skor.polos_angka)
        print(f"    {tingkat.nama:<8} {share}, disetel untuk {low}–{high} %")


def _show_wrong(skor: Skor, rinci: int) -> None:
    relied = {StatusBaca.BERSIH.value, StatusBaca.DIPERBAIKI.value}
    wrong = sorted(skor.salah, key=lambda salah: salah.status not in relied)
    print(f"  angka salah: {len(wrong)}, ditampilkan {min(rinci, len(wrong))}")
    for salah in wrong[:rinci]:
        where = f"{salah.berkas} hal. {salah.halaman}, {salah.tingkat} {salah.dpi} dpi"
        print(f"    {where}, putar {salah.putar}: {salah.status}")
        print(f"      tercetak {salah.tercetak} · terbaca {_cut(salah.terbaca)}", end="")
        print(f" · {salah.bacaan}" if salah.bacaan else "")


def _print_grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: words to the left, numbers to the right, each column as wide as needed."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    numeric = [all(row[i][:1] in "0123456789–" for row in rows if row[i]) for i in range(len(head))]
    for row in (head, *rows):
        cells = [
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, numeric, strict=True)
        ]
        print("  " + "  ".join(cells).rstrip())
    print()


def _percent(part: int, whole: int, decimals: int = 1) -> str:
    return f"{_decimal(100 * part / whole, decimals)} %" if whole else "–"


def _decimal(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole} ({_percent(part, whole)})"


def _cut(teks: str) -> str:
    return teks if len(teks) <= LONGEST else teks[: LONGEST - 1] + "…"
