from __future__ import annotations

import pytest

from extractors.names import form_names, is_clean, settle_name

NAMA = "Bagus Prasetyo Anggoro, S.IP., M.Si."


@pytest.mark.parametrize(
    "terbaca",
    [
        "Bagus Prasetvo Anggoro, S.IP., M.Si.",
        "Baaus Prasetvo Anaaoro, S.IP., M.Si.",
        "Bagus Prasety\u00e9 Anggoro, S.IP., M.Si.",
        "Bagus Pra_etyo Anggoro, S.IP., M.Si.",
        "Bagus Pra.. tyo Anggoro, S.IP., M.Si.",
        "Prasetyo Anggoro, S.IP., M.Si.",
    ],
)
def test_what_a_line_or_stroke_took_is_given_back(terbaca: str) -> None:
    assert settle_name(terbaca, [NAMA]) == NAMA


@pytest.mark.parametrize(
    "terbaca",
    [
        "Bagus Prasetio Anggoro, S.IP., M.Si.",
        "Bagus Prasettyo Anggoro, S.IP., M.Si.",
        "Bagus Prasetyo Angoro, S.IP., M.Si.",
        "Bagas Prasetyo Anggoro, S.IP., M.Si.",
    ],
)
def test_slips_of_a_typist_stay(terbaca: str) -> None:
    assert settle_name(terbaca, [NAMA, NAMA], doubtful=True) == terbaca


def test_hidden_letters_are_mended_and_the_slip_beside_them_stays() -> None:
    assert settle_name("Zulka-naen Hadi, S.Sos.", ["Zulkarnain Hadi, S.Sos."]) == (
        "Zulkarnaen Hadi, S.Sos."
    )


def test_unread_name_gives_way_to_what_others_print() -> None:
    read = "Ragns Prael Ulono, S.IP., M.Si."
    assert settle_name(read, [NAMA, NAMA], doubtful=True) == NAMA
    assert settle_name(read, [NAMA, NAMA]) != NAMA


def test_capitals_stay_capitals() -> None:
    other = "Retno Wulandari, S.STP., M.A.P."
    assert settle_name("RETNO WULANDARL S.STP., M.A.P.", [other, other]) == (
        "RETNO WULANDARI, S.STP., M.A.P."
    )


def test_name_of_another_person_changes_nothing() -> None:
    assert settle_name("Siti Zuniati, S.E.", [NAMA]) == "Siti Zuniati, S.E."


def test_spoilt_printings_mend_nothing() -> None:
    assert not is_clean("Bagus Pra..tyo Anggoro")
    assert not is_clean("Bagus \u00ab04 Anggoro")
    read = "Bagus Prasetvo Anggoro, S.IP., M.Si."
    assert settle_name(read, ["Bagus Pra..tyo Anggoro, S.IP., M.Si."]) == read


def test_lone_bar_before_a_name_is_the_letter_i() -> None:
    fields = [("nama", "| Ketut Arsana, S.E."), ("jabatan", "Camat")]
    assert form_names(fields) == ("I Ketut Arsana, S.E.",)
    assert settle_name("Ketut Arsana, S.E.", form_names(fields)) == "I Ketut Arsana, S.E."
