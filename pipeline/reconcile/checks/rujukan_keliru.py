"""A citation against the register of regulations."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.citations import Peraturan, find_by_title, number_key, regulation
from extractors.text import squeeze, words
from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.wording import contradicts
from schemas.records import Rujukan
from schemas.vocabulary import StatusBaca, TingkatTemuan

JUDUL_SAMA = 0.85
"""Titles this alike (0..1) are one regulation's."""


@aturan(
    id="rujukan-keliru",
    tingkat=TingkatTemuan.SEDANG,
    judul="Rujukan peraturan keliru",
    penjelasan="Nomor, tahun, atau judul peraturan yang dirujuk tidak sesuai dengan peraturannya.",
    dasar_hukum="UU Nomor 12 Tahun 2011, Lampiran II: dasar hukum memuat nomor, tahun, dan judul",
    membandingkan=(
        "Rujukan dengan daftar peraturan: judul yang sama dengan nomor atau tahun lain, atau nomor "
        "dan tahun yang sama dengan judul lain"
    ),
    toleransi=(
        "Judul yang disingkat atau dikutip sebagian; peraturan yang tidak ada dalam daftar, dan "
        "pendahulunya yang berjudul sama dengan nomor dan tahun lain, tidak dinilai"
    ),
    contoh_salah="PermenPANRB Nomor 53 Tahun 2015 tentang Petunjuk Teknis Perjanjian Kinerja.",
    contoh_benar="Permenpan Nomor 09/M.PAN/05/2007 dan PER/9/M.PAN/5/2007: peraturan yang sama.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Look every citation up in the register."""
    for item in buku.rekaman.rujukan:
        if item.naskah_id not in buku.naskah or not item.nomor.strip() or not item.tahun:
            continue
        right = _contradicted_by(item)
        if right is None:
            continue
        cited = f"{squeeze(item.nomor)} Tahun {item.tahun}"
        should = f"{right.nomor} Tahun {right.tahun}"
        if right.tahun == item.tahun and number_key(right.nomor) == number_key(item.nomor):
            cited, should = squeeze(item.tentang), right.tentang
        yield DrafTemuan(
            kantor=buku.office(item.naskah_id),
            tahun=year_of(buku.naskah[item.naskah_id]),
            identitas=(item.jenis, number_key(item.nomor), str(item.tahun), should),
            uraian=(
                f"Rujukan “{squeeze(item.teks)}” pada {place_words(buku, at(item))} tidak sesuai "
                f"dengan Nomor {right.nomor} Tahun {right.tahun} tentang {right.tentang}."
            ),
            nilai_a=cited,
            nilai_b=should,
            saran=f"Periksa peraturannya ({right.sumber}) dan perbaiki rujukan.",
            a=at(item),
            pasti=item.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI)
            and is_sure_text(item.metode, item.keyakinan)
            and not _runs_on(item, right),
            lintas_tahun=True,
        )


SEPAKAT = 5
"""Titles that begin with so many equal words may differ by what the sentence goes on with."""


def _runs_on(item: Rujukan, right: Peraturan) -> bool:
    """Say whether a cited title may only be cut off where the sentence around it begins.

    `tentang Pedoman Umum Penetapan Indikator Kinerja Utama Badan …` names whose they are.
    """
    told, known = words(item.tentang), words(right.tentang)
    same = next((i for i, (a, b) in enumerate(zip(told, known, strict=False)) if a != b), None)
    return same is not None and same >= SEPAKAT and right.tahun == item.tahun


def _contradicted_by(item: Rujukan) -> Peraturan | None:
    """Return the regulation of the register that shows a citation wrong.

    A title that another regulation bears tells which was meant, since titles are copied and
    figures typed; else the one with this number and year shows that the title is another's.
    """
    known = regulation(item.jenis, item.nomor, item.tahun)
    if known is not None:
        titles = (known.tentang, *known.tentang_lain)
        is_other = len(item.tentang) >= 8 and all(contradicts(item.tentang, it) for it in titles)
        return (_meant(item) or known) if is_other else None
    return _meant(item)


def _meant(item: Rujukan) -> Peraturan | None:
    """Return the regulation of this title whose number or year, not both, is the cited one."""
    for candidate, alike in find_by_title(item.jenis, item.tentang):
        same_number = number_key(candidate.nomor) == number_key(item.nomor)
        # Another number in another year is a predecessor or successor of the same title.
        if alike >= JUDUL_SAMA and same_number != (candidate.tahun == item.tahun):
            return candidate
    return None
