from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.text import flatten, normalise, same_length, slug, strip_bullet, tokenise, words


def test_flatten_joins_hyphenated_line_ends_but_not_reduplication() -> None:
    assert flatten("Sistem Akunta-\nbilitas  Kinerja") == "Sistem Akuntabilitas Kinerja"
    assert flatten("Undang-\nUndang") == "Undang-Undang"


def test_footnote_mark_never_becomes_a_digit() -> None:
    assert normalise("92,5¹ m²") == "92,5 m"


def test_words_and_slug() -> None:
    assert words("Nilai SAKIP (97,5 %)") == ("nilai", "sakip", "97,5")
    assert slug("Indeks “Kepuasan” – Masyarakat") == "indeks-kepuasan-masyarakat"


def test_strip_bullet() -> None:
    for marked in ("• Camat", "1. Camat", "a) Camat", "- Camat", "(2) Camat"):
        assert strip_bullet(marked) == "Camat"


@given(st.text(max_size=40))
def test_same_length_keeps_every_place(teks: str) -> None:
    assert len(same_length(teks)) == len(teks)


def test_tokens_keep_their_places() -> None:
    text = tokenise("Nomor PER/9/M.PAN/5/2007  Januari2025")
    tokens = [token.text for token in text.doc]
    assert tokens[1:10] == ["PER", "/", "9", "/", "M", ".", "PAN", "/", "5"]
    assert tokens[-2:] == ["Januari", "2025"]
    for token, start, end in zip(tokens, text.awal, text.akhir, strict=True):
        assert text.teks[start:end] == token


def test_slash_at_a_line_end_goes_on() -> None:
    assert flatten("Daerah Kabupaten/\nKota") == "Daerah Kabupaten/Kota"
    assert flatten("jumlah hari /\njumlah kejadian") == "jumlah hari / jumlah kejadian"


def test_letter_before_a_hyphen_at_a_line_end_keeps_it() -> None:
    assert flatten("dana P-\nAPBD dan e-\nKatalog") == "dana P-APBD dan e-Katalog"
    assert flatten("peme-\nrintah") == "pemerintah"
