"""Make the samples: print the sources, scan them, write the truth.

python -m samples.pembuat [--set pengajuan|jebakan|kabupaten-lain|kabupaten-baru|all] [--out DIR]
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from samples.pembuat.cetak import print_source
from samples.pembuat.kebenaran import Kebenaran, collect
from samples.pembuat.kolom import write_csv
from samples.pembuat.susun import Susunan, bind, read_susunan

SAMPEL = Path(__file__).resolve().parent.parent
SET = ("pengajuan", "jebakan", "kabupaten-lain", "kabupaten-baru")


@dataclass(frozen=True, slots=True)
class Pilihan:
    """What the command line asks for."""

    set_: tuple[str, ...]
    out: Path
    hanya: str
    cetak: Path | None


def main(argv: list[str] | None = None) -> int:
    """Make the samples; return 1 if a source could not be made."""
    pilihan = _parse(argv)
    susunan = read_susunan(SAMPEL / "sumber" / "susunan.yaml")
    return 1 if sum(make_set(set_, susunan, pilihan) for set_ in pilihan.set_) else 0


def _parse(argv: list[str] | None) -> Pilihan:
    parser = argparse.ArgumentParser(prog="python -m samples.pembuat", description=__doc__)
    parser.add_argument("--set", dest="set_", choices=(*SET, "all"), default="all")
    parser.add_argument("--out", type=Path, default=SAMPEL, help="default: samples/")
    parser.add_argument("--hanya", default="", help="one source by its name; needs --out")
    parser.add_argument("--cetak", type=Path, help="also put the unscanned prints here")
    asked = parser.parse_args(argv)
    if asked.hanya and asked.out == SAMPEL:
        parser.error("--hanya menulis kebenaran satu berkas saja: sebut --out lain")
    chosen = SET if asked.set_ == "all" else (asked.set_,)
    return Pilihan(chosen, asked.out, asked.hanya, asked.cetak)


def make_set(set_: str, susunan: Susunan, pilihan: Pilihan) -> int:
    """Make the PDFs and the truth of one set; return how many sources failed."""
    sources = sorted((SAMPEL / "sumber" / set_).rglob("*.html"))
    if pilihan.hanya:
        sources = [source for source in sources if _name(source, set_) == pilihan.hanya]
    truth = Kebenaran()
    failed = 0
    for source in sources:
        try:
            rows = make_file(source, set_, susunan, pilihan)
        except (ValueError, OSError, KeyError, TypeError) as error:
            print(f"{source.name}: tidak dapat dibuat: {error!r}", file=sys.stderr)
            failed += 1
            continue
        for complaint in rows.keluhan:
            print(complaint, file=sys.stderr)
        failed += bool(rows.keluhan)
        truth.add(rows)
    folder = pilihan.out / "kebenaran" / set_
    folder.mkdir(parents=True, exist_ok=True)
    for tabel, rows_of_table in truth.baris.items():
        (folder / f"{tabel}.csv").write_text(write_csv(tabel, rows_of_table), encoding="utf-8")
    return failed


def make_file(source: Path, set_: str, susunan: Susunan, pilihan: Pilihan) -> Kebenaran:
    """Print, scan and bind one source; write its PDF; return its truth."""
    cetakan = replace(print_source(source), nama=_name(source, set_))
    if pilihan.cetak:
        _write(pilihan.cetak / f"{cetakan.nama}.pdf", cetakan.pdf)
    jilid = bind(cetakan, susunan.of(set_, cetakan.nama), susunan.resep)
    _write(pilihan.out / set_ / f"{cetakan.nama}.pdf", jilid.pdf)
    print(f"{set_}/{cetakan.nama}.pdf: {len(jilid.lembar)} halaman, {len(jilid.pdf) // 1024} KiB")
    return collect(cetakan, jilid)


def _name(source: Path, set_: str) -> str:
    """Return the path of a source below its set, without `.html`: sub-folders stay."""
    return source.relative_to(SAMPEL / "sumber" / set_).with_suffix("").as_posix()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
