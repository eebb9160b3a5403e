from tests.akurasi.kalibrasi import bands


def test_figures_fall_into_their_bands() -> None:
    made = bands([(0.2, False), (0.99, True), (1.0, True), (0.9999, False)])
    assert [(pita.awal, pita.akhir, pita.angka, pita.tepat) for pita in made] == [
        (0.0, 0.5, 1, 0),
        (0.99, 0.999, 1, 1),
        (0.999, 1.0, 2, 1),
    ]
    assert made[-1].rata == (1.0 + 0.9999) / 2


def test_no_figures_no_bands() -> None:
    assert bands([]) == ()
