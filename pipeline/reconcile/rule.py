"""What a rule is, and how rules are found: one file each, by a decorator.

A rule's file holds one function decorated with `@aturan(...)`. Rules of the house lie in
`pipeline.reconcile.checks`; a user may add a folder of files of the same shape.

A rule is given the papers of one office at a time, with those bound together with them, so
that a run never holds those of all. What is to be compared between offices goes into a second
function (`antar_kantor`), which is given those of all offices, but of what stands in them only
signatures and definitions of indicators.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from types import ModuleType

from pipeline.reconcile import checks
from pipeline.reconcile.finding import DrafTemuan
from pipeline.reconcile.ledger import Buku
from schemas.records import BelumDibandingkan
from schemas.vocabulary import TingkatTemuan

Periksa = Callable[[Buku], Iterator[DrafTemuan | BelumDibandingkan]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aturan:
    """A rule and its documentation, in Indonesian for the evaluator.

    `periksa` compares within an office, `antar_kantor` between offices, by their naskah,
    pejabat and indikator. `tambahan` marks a rule beyond the catalogue: what an
    evaluator would want to see, though no two places of the papers contradict each other.
    """

    id: str
    tingkat: TingkatTemuan
    judul: str
    penjelasan: str
    dasar_hukum: str
    membandingkan: str
    toleransi: str
    contoh_salah: str
    contoh_benar: str
    periksa: Periksa
    antar_kantor: Periksa | None = None
    tambahan: bool = False

    def parts(self) -> tuple[tuple[str, str], ...]:
        """Return what is said of the rule besides its explanation: (heading, text)."""
        return (
            ("Dasar", self.dasar_hukum),
            ("Yang dibandingkan", self.membandingkan),
            ("Toleransi", self.toleransi),
            ("Contoh yang dilaporkan", self.contoh_salah),
            ("Contoh yang benar", self.contoh_benar),
        )

    def explain(self) -> str:
        """Return the rule in words for an evaluator, one heading a line."""
        lines = [f"{self.id} — {self.judul}", "", as_sentence(self.penjelasan)]
        lines += [f"Tingkat: {self.tingkat}."]
        lines += [DI_LUAR_KATALOG] if self.tambahan else []
        lines += [f"{name}: {as_sentence(text)}" for name, text in self.parts()]
        return "\n".join(lines)


DI_LUAR_KATALOG = (
    "Pemeriksaan tambahan: untuk diketahui pemeriksa, bukan dua tempat yang saling bertentangan."
)


def as_sentence(teks: str) -> str:
    """Return a text with its full stop."""
    return teks if teks.endswith((".", "!", "?")) else f"{teks}."


def aturan(
    *,
    id: str,
    tingkat: TingkatTemuan,
    judul: str,
    penjelasan: str,
    dasar_hukum: str,
    membandingkan: str,
    toleransi: str,
    contoh_salah: str,
    contoh_benar: str,
    antar_kantor: Periksa | None = None,
    tambahan: bool = False,
) -> Callable[[Periksa], Aturan]:
    """Make a rule of the function that checks it.

    Args:
        id: the id in the catalogue (`temuan.aturan`).
        tingkat: the weight of its findings.
        judul: a short title.
        penjelasan: what is wrong where the rule finds something.
        dasar_hukum: the regulation or practice that asks for agreement.
        membandingkan: what is held against what.
        toleransi: which differences are accepted.
        contoh_salah: an example that the rule finds.
        contoh_benar: an example that looks like it and is right.
        antar_kantor: what compares between offices; see the module's docstring.
        tambahan: the rule is beyond the catalogue.
    """

    def decorate(periksa: Periksa) -> Aturan:
        return Aturan(
            id=id,
            tingkat=tingkat,
            judul=judul,
            penjelasan=penjelasan,
            dasar_hukum=dasar_hukum,
            membandingkan=membandingkan,
            toleransi=toleransi,
            contoh_salah=contoh_salah,
            contoh_benar=contoh_benar,
            periksa=periksa,
            antar_kantor=antar_kantor,
            tambahan=tambahan,
        )

    return decorate


_UNTOLD = ("antar_kantor", "tambahan")
"""What a rule may lack."""


class AturanTidakSah(ValueError):
    """A rule file is not usable: two rules of one id, or a rule without documentation."""


def load_rules(folder: Path | None = None) -> tuple[Aturan, ...]:
    """Return every rule, sorted by id: those of the house, and those of a user's folder.

    Raises:
        AturanTidakSah: two rules have one id, or a rule lacks its documentation.
    """
    modules = [
        importlib.import_module(f"{checks.__name__}.{found.name}")
        for found in pkgutil.iter_modules(checks.__path__)
    ]
    if folder is not None:
        modules += [_import_file(path) for path in sorted(folder.glob("*.py"))]
    return _checked(rule for module in modules for rule in _rules_of(module))


def version_of(folder: Path | None) -> str:
    """Return a hash of a user's rules and the files beside them, empty without any."""
    if folder is None:
        return ""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _rules_of(module: ModuleType) -> list[Aturan]:
    return [item for item in vars(module).values() if isinstance(item, Aturan)]


def _checked(rules: Iterable[Aturan]) -> tuple[Aturan, ...]:
    by_id: dict[str, Aturan] = {}
    for rule in rules:
        if by_id.setdefault(rule.id, rule) is not rule:
            raise AturanTidakSah(f"aturan {rule.id} didefinisikan dua kali")
        told = (item.name for item in fields(Aturan) if item.name not in _UNTOLD)
        empty = [name for name in told if not getattr(rule, name)]
        if empty:
            raise AturanTidakSah(f"aturan {rule.id} belum menjelaskan: {', '.join(empty)}")
    return tuple(by_id[key] for key in sorted(by_id))


def _import_file(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"aturan_tambahan.{path.stem}", path)
    if spec is None or spec.loader is None:
        raise AturanTidakSah(f"{path.name} tidak dapat dibaca sebagai aturan")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
