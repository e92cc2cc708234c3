"""What was taken from others is what they published, with its licence beside it."""

import hashlib
import re
from pathlib import Path

STATIC = Path("shared/ui/static")


def test_htmx_is_the_file_its_authors_published() -> None:
    digest, name = (STATIC / "htmx.sha256").read_text().split()
    assert name == "htmx-4.0.1.min.js"
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest
    assert digest == "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"


def test_its_licence_travels_with_it() -> None:
    assert (STATIC / "htmx-LICENSE.txt").read_text().startswith("Zero-Clause BSD")


def test_no_template_holds_inline_style_or_script() -> None:
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:|hx-on")
    guilty = [path.name for path in Path("shared/ui/templates").rglob("*.html") if inline.search(path.read_text())]
    assert guilty == []


def test_the_stylesheet_asks_nobody_else_for_anything() -> None:
    parts = [path.read_text() for path in Path("shared/ui/styles").glob("*.css")]
    assert [found for part in parts for found in re.findall(r"url\(|@import|https?:", part)] == []
