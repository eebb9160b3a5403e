"""A folder of the user's own rules, looked at before anything is read.

Hours of reading must not end at a rule that Python cannot load, nor may a folder that was
mistyped pass for one without rules.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from pipeline.reconcile.rule import Aturan, AturanTidakSah, load_rules


def load_own_rules(folder: Path) -> tuple[Aturan, ...]:
    """Return the rules of a user's folder, sorted by id, without those of the house.

    Raises:
        AturanTidakSah: there is no such folder or no rule in it, or one of its files cannot
            be used; the message, for the user, names the file and its line.
    """
    if not folder.is_dir():
        raise AturanTidakSah(f"Folder aturan tidak ada: {folder}")
    house = load_rules()
    try:
        every = load_rules(folder)
    except AturanTidakSah as error:
        raise AturanTidakSah(f"Aturan di {folder} tidak dapat dipakai: {error}") from error
    except Exception as error:  # whatever the user's file does when it is loaded
        raise AturanTidakSah(
            f"Aturan di {folder} tidak dapat dipakai: {_place_in(folder, error)}"
            f"{type(error).__name__}: {_said(error)}"
        ) from error
    known = {rule.id for rule in house}
    own = tuple(rule for rule in every if rule.id not in known)
    if not own:
        raise AturanTidakSah(
            f"Tidak ada aturan di {folder}; setiap aturan adalah satu berkas .py dengan @aturan"
        )
    return own


def _place_in(folder: Path, error: Exception) -> str:
    """Name the file of the folder at which loading stopped, and the line; "" if not known."""
    if isinstance(error, SyntaxError) and error.filename:
        places = [(error.filename, error.lineno)]
    else:
        frames = traceback.extract_tb(error.__traceback__)
        places = [(frame.filename, frame.lineno) for frame in frames]
    ours = [(Path(n), line) for n, line in places if Path(n).resolve().parent == folder.resolve()]
    return f"{ours[-1][0].name} baris {ours[-1][1]}: " if ours else ""


def _said(error: Exception) -> str:
    return error.msg if isinstance(error, SyntaxError) else str(error)
