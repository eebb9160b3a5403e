from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.emit.text import clean, guard, unguard


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tA", "'\tA"),
        ("- unsur pelayanan", "'- unsur pelayanan"),
        ("-", "'-"),
        ("+62 331", "'+62 331"),
        ("-1+cmd", "'-1+cmd"),
        ("-5", "-5"),
        ("+4,5", "+4,5"),
        ("-8.091.400,00", "-8.091.400,00"),
        ("a=b", "a=b"),
        ("\n=1+1", "'\n=1+1"),
        ("'=x", "''=x"),
        ("''@", "'''@"),
        ("'x", "'x"),
        ("", ""),
    ],
)
def test_guard(text: str, written: str) -> None:
    assert guard(text) == written


@given(st.text(st.sampled_from("'=+-@\t\n5,x"), max_size=6))
def test_every_text_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "@", "\t", "\n"))


def test_unguard_takes_only_the_guard_away() -> None:
    assert unguard("'=1+1") == "=1+1"
    assert unguard("'kutipan'") == "'kutipan'"
    assert unguard("'-5") == "'-5"  # a signed number is never guarded, so this ' was printed


def test_clean_removes_what_no_file_holds_and_keeps_the_rest() -> None:
    assert clean("a\x00b\x0bc\ud800d\uffffe") == "abcde"
    assert clean("satu\r\ndua\rtiga\tempat … ½ ≥") == "satu\ndua\ntiga\tempat … ½ ≥"


def test_a_control_character_does_not_hide_a_formula() -> None:
    assert guard(clean("\x01=1+1")) == "'=1+1"
