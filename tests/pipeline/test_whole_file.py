"""What a file's message says of what was read but not taken up."""

from __future__ import annotations

from pathlib import Path

from pipeline.run import run
from pipeline.whole_file import NAMELESS
from schemas.vocabulary import StatusDokumen
from tests.ketahanan import naskah_baik

NAMED = ("Meningkatnya layanan publik", "Indeks Kepuasan Masyarakat", "81,50")
NAMELESS_ROW = ("Meningkatnya ketertiban", "", "72,25")


def test_figures_without_a_name_are_told_with_their_page(tmp_path: Path) -> None:
    folder = tmp_path / "masuk"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(naskah_baik.agreement("Contoh", [NAMED]))
    (folder / "b.pdf").write_bytes(naskah_baik.agreement("Lain", [NAMED, NAMELESS_ROW]))
    told = {d.berkas: (d.status, d.pesan) for d in run(folder, tmp_path / "out", pekerja=1).dokumen}
    assert told == {
        "a.pdf": (StatusDokumen.TERBACA, ""),
        "b.pdf": (StatusDokumen.TERBACA, f"hal. 1: {NAMELESS}"),
    }
