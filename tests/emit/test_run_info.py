from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pipeline.emit.run_info import write_run_info

from . import contoh


def test_run_info_says_what_made_the_output(tmp_path: Path) -> None:
    hasil = contoh.contoh_hasil(tmp_path / "masuk", jumlah=8)
    out = tmp_path / "hasil"
    (out / "gambar").mkdir(parents=True)
    (out / "gambar/a.png").write_bytes(b"x")
    info = json.loads(write_run_info(hasil, out).read_text(encoding="utf-8"))
    assert info["mulai"] == "2026-03-02T08:00:00+07:00"
    assert info["durasi_detik"] == 192.0
    assert info["pengaturan"] == {"pekerja": 2, "pembaca_kedua": True}
    assert info["jumlah"]["baris"]["temuan"] == 8
    assert info["jumlah"]["temuan_per_status"] == {
        "dugaan_salah_baca": 2,
        "pasti": 4,
        "perlu_dicek": 2,
    }
    assert info["jumlah"]["angka_per_status_baca"]["ragu"] == 1
    assert info["jumlah"]["dokumen_per_status"]["gagal"] == 1
    assert {"pymupdf", "jinja2", "xlsxwriter"} <= set(info["pustaka"])
    assert "pytest" not in info["pustaka"]
    assert "tesseract" in info["tesseract"].lower()
    assert set(info["komputer"]) == {"sistem", "prosesor", "python"}
    assert info["berkas"] == {"gambar/a.png": hashlib.sha256(b"x").hexdigest()}
    assert info["pesan"] == list(hasil.pesan)
