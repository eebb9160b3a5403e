"""What every HTML page of the report is made with: its templates, its policy."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import jinja2

from pipeline.emit import labels

_TEMPLATES = Path(__file__).parent / "templates"


def environment() -> jinja2.Environment:
    """Return the environment of the templates: everything is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters["angka"] = labels.indonesian
    return made


def asset(name: str) -> str:
    """Return the text of a style or script."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def content_policy(style: str, script: str, embedded: bool) -> str:
    """Return a policy under which the page may load nothing but its own parts.

    Style and script are allowed by their hash: markup that slipped into a text of the
    paper could neither run nor reach the network.
    """
    pictures = "data:" if embedded else "data: 'self' file:"
    scripts = [f"script-src '{hash_of(script)}'"] if script else []
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{hash_of(style)}'",
            *scripts,
            f"img-src {pictures}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def hash_of(text: str) -> str:
    """Return the hash by which a policy allows a text."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")
