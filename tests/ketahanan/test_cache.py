"""What is kept of a page comes back exactly, or not at all."""

from __future__ import annotations

import multiprocessing
import os
import struct
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.geometry.box import Afin, Kotak
from pipeline.read import cache
from pipeline.read.cache import Singgahan
from pipeline.read.codec import decode, encode
from pipeline.read.page import Bacaan, Garis, Halaman, Kata
from pipeline.read.workers import Terbaca
from schemas.vocabulary import Metode

SHA = "ab" * 32
numbers = st.floats(allow_nan=False)
boxes = st.builds(Kotak, numbers, numbers, numbers, numbers)
texts = st.text(st.characters(exclude_categories=()), max_size=8)
pages = st.builds(
    Halaman,
    nomor=st.integers(1, 3000),
    lebar=numbers,
    tinggi=numbers,
    metode=st.sampled_from(Metode),
    kata=st.lists(st.builds(Kata, texts, boxes, numbers, st.booleans()), max_size=3).map(tuple),
    garis=st.lists(st.builds(Garis, numbers, numbers, numbers, numbers), max_size=3).map(tuple),
    bacaan=st.lists(st.builds(Bacaan, texts, boxes, texts, numbers), max_size=3).map(tuple),
    tinta=st.lists(boxes, max_size=2).map(tuple),
    cap=st.lists(boxes, max_size=2).map(tuple),
    putaran=st.sampled_from((0, 90, 180, 270)),
    kemiringan=numbers,
    ke_tampilan=st.builds(Afin, *[numbers] * 6),
    pesan=texts,
)


def bits(value: Any) -> Any:
    """Reduce a record to what tells even 0.0 from -0.0, 1 from 1.0 and True, list from tuple."""
    if isinstance(value, float):
        return "float", struct.pack(">d", value)
    if is_dataclass(value):
        return type(value), [bits(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return type(value), [bits(item) for item in value]
    return type(value), value


@settings(max_examples=150, deadline=None)
@given(st.builds(Terbaca, pages, texts))
def test_a_page_comes_back_to_the_last_bit(terbaca: Terbaca) -> None:
    assert bits(decode(Terbaca, encode(terbaca))) == bits(terbaca)


def test_every_field_of_a_page_can_be_kept() -> None:
    made = {field.name for field in fields(Halaman)}
    assert made == set(pages.wrapped_strategy.kwargs)  # type: ignore[attr-defined]


def test_a_value_is_brought_to_its_declared_type() -> None:
    kata = decode(Kata, encode(Kata("x", Kotak(1, 2, 3, 4), 1)))
    assert bits(kata.keyakinan) == bits(1.0)
    assert bits(kata.kotak) == bits(Kotak(1.0, 2.0, 3.0, 4.0))


@dataclass(frozen=True)
class Campuran:
    angka: Decimal | None
    sel: dict[int, str]
    baru: frozenset[int]


decimals = st.decimals(allow_nan=False, allow_infinity=False)
mixed = st.builds(
    Campuran,
    st.none() | decimals,
    st.dictionaries(st.integers(), texts, max_size=3),
    st.frozensets(st.integers(), max_size=3),
)


@settings(max_examples=100, deadline=None)
@given(mixed)
def test_amounts_and_cells_come_back_exactly(campuran: Campuran) -> None:
    back = decode(Campuran, encode(campuran))
    assert back == campuran
    assert str(back.angka) == str(campuran.angka)  # 83.5 is not 83.50
    assert list(back.sel) == list(campuran.sel)


def test_what_is_no_amount_is_refused() -> None:
    with pytest.raises(ValueError):
        decode(Campuran, '["8x",[],[]]')


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '["a"]', "[[1,2],[3]]", '{"a":1}'])
def test_what_is_no_page_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode(Terbaca, text)


def test_kept_pages_are_found_by_content_number_and_version(tmp_path: Path) -> None:
    singgahan = Singgahan(tmp_path, "versi 1")
    singgahan.put(SHA, 3, b"isi")
    assert singgahan.get(SHA, 3) == b"isi"
    assert singgahan.get(SHA, 4) is None
    assert singgahan.get("cd" * 32, 3) is None
    assert Singgahan(tmp_path, "versi 2").get(SHA, 3) is None


def test_a_damaged_entry_counts_as_missing(tmp_path: Path) -> None:
    singgahan = Singgahan(tmp_path, "v")
    singgahan.put(SHA, 1, b"isi" * 100)
    (entry,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    whole = entry.read_bytes()
    for place in range(len(whole)):
        flipped = bytes([*whole[:place], whole[place] ^ 0x55, *whole[place + 1 :]])
        for damaged in (flipped, whole[:place]):
            entry.write_bytes(damaged)
            assert singgahan.get(SHA, 1) in (None, b"isi" * 100)
    singgahan.put(SHA, 1, b"baru")
    assert singgahan.get(SHA, 1) == b"baru"


def test_an_entry_under_another_name_is_not_believed(tmp_path: Path) -> None:
    singgahan = Singgahan(tmp_path, "v")
    singgahan.put(SHA, 1, b"satu")
    singgahan.put(SHA, 2, b"dua")
    one, two = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    one.write_bytes(two.read_bytes())
    assert sorted([singgahan.get(SHA, 1) or b"", singgahan.get(SHA, 2) or b""])[0] == b""


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    singgahan = Singgahan(tmp_path, "v")
    for nomor in range(1, 11):
        singgahan.put(SHA, nomor, os.urandom(1000))
    for nomor, path in ((n, singgahan._path(singgahan._key((SHA, str(n))))) for n in range(1, 11)):
        os.utime(path, (1000 + nomor, 1000 + nomor))
    assert singgahan.get(SHA, 1)  # used again, so it stays
    singgahan.prune(largest=6000)
    left = [nomor for nomor in range(1, 11) if singgahan.get(SHA, nomor)]
    assert left == [1, 8, 9, 10]


def test_what_a_killed_run_left_half_written_goes(tmp_path: Path) -> None:
    singgahan = Singgahan(tmp_path, "v")
    singgahan.put(SHA, 1, b"isi")
    stale, fresh = tmp_path / ".baru-lama", tmp_path / ".baru-sekarang"
    stale.write_bytes(b"x")
    fresh.write_bytes(b"x")
    os.utime(stale, (1000, 1000))
    singgahan.prune()
    assert not stale.exists()
    assert fresh.exists()
    assert singgahan.get(SHA, 1) == b"isi"


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    singgahan = Singgahan(tmp_path / "berkas", "v")
    singgahan.put(SHA, 1, b"isi")
    assert not singgahan.tertulis
    assert singgahan.get(SHA, 1) is None


def _put_many(folder: Path, mark: bytes) -> None:
    singgahan = Singgahan(folder, "v")
    for _ in range(30):
        for nomor in range(5):
            singgahan.put(SHA, nomor, mark * 2000)
        singgahan.prune(largest=100)


def test_concurrent_runs_never_see_a_half_written_page(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_put_many, args=(tmp_path, mark)) for mark in (b"a", b"b")]
    for writer in writers:
        writer.start()
    singgahan = Singgahan(tmp_path, "v")
    seen: set[bytes | None] = set()
    while any(writer.is_alive() for writer in writers):
        seen |= {singgahan.get(SHA, nomor) for nomor in range(5)}
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert seen <= {None, b"a" * 2000, b"b" * 2000}


def test_the_version_changes_with_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = cache.reader_version.__wrapped__()
    assert cache.reader_version.__wrapped__() == before
    sources = cache._sources()
    assert {"scan.py", "ocr.py", "box.py", "vocabulary.py"} <= {path.name for path in sources}
    changed = tmp_path / sources[0].name
    changed.write_bytes(sources[0].read_bytes() + b"\n")
    monkeypatch.setattr(cache, "_sources", lambda: [changed, *sources[1:]])
    assert cache.reader_version.__wrapped__() != before
    monkeypatch.undo()
    monkeypatch.setattr(cache, "_version", lambda library: "0")
    assert cache.reader_version.__wrapped__() != before
