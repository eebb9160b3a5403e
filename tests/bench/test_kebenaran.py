"""The truth of the comparison comes from the source of a print."""

from __future__ import annotations

from pathlib import Path

from samples.pembuat.cetak import print_source
from tests.bench.kebenaran import figures_by_page

SUMBER = """<html><body>
<table class="keputusan"><tr><td>1.</td><td>Undang-Undang Nomor 23 Tahun 2014</td></tr>
<tr><td>5</td><td>6</td></tr><tr><td>7</td><td>8</td></tr></table>
<table class="tabel"><thead><tr><th>No</th><th>Indikator</th><th>2024</th><th>2025</th></tr></thead>
<tr><td>1</td><td>Indeks Kepuasan Masyarakat 2025</td><td>92,33</td><td>B (67)</td></tr>
<tr><td>2.</td><td rowspan="2">Laporan</td><td>-</td><td>4 Dok</td></tr>
<tr><td>3)</td><td>12</td><td>Rp. 1.200.000,00</td></tr></table>
<table class="tabel" style="break-before: page"><tr><td>Jumlah</td><td>90</td></tr></table>
</body></html>"""


def test_figures_of_tables_by_page_without_row_numbers_headings_and_lists(tmp_path: Path) -> None:
    source = tmp_path / "naskah.html"
    source.write_text(SUMBER, encoding="utf-8")
    assert figures_by_page(print_source(source)) == {
        1: (("92,33", "B (67)", "4 Dok", "12", "Rp. 1.200.000,00"),)
    }
