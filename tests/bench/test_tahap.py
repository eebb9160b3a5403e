"""Stages are functions that are there; time is booked to the innermost of them."""

from __future__ import annotations

import subprocess
import sys
import time
from types import ModuleType

import pytest

from tests.bench.tahap import LAIN, Arloji


def _work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_time_is_booked_to_the_innermost_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("selaras_tahap_uji")

    def inner() -> None:
        _work(0.02)

    def outer() -> None:
        _work(0.01)
        module.inner()

    module.inner, module.outer = inner, outer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    arloji = Arloji({"luar": [f"{module.__name__}:outer"], "dalam": [f"{module.__name__}:inner"]})
    arloji.restart()
    module.outer()  # type: ignore[attr-defined]
    _work(0.03)
    seconds = arloji.seconds()
    assert set(seconds) == {"luar", "dalam", LAIN}
    assert 0.02 <= seconds["dalam"] < 0.03
    assert 0.01 <= seconds["luar"] < 0.02 <= seconds[LAIN]


def test_every_stage_names_functions_that_are_there() -> None:
    # In a process of its own, where wrapping them hinders nobody.
    check = "from tests.bench.tahap import *; Arloji(SELURUHNYA)"
    subprocess.run([sys.executable, "-c", check], check=True)
