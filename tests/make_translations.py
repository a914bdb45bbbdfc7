"""Bring the catalogues up to date: `python -m tests.make_translations`.

New texts are added to every `.po` without a translation, texts that are gone are dropped, and the
`.mo` that ships is compiled. Translate what is said to be missing, then run it again.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from workshop.host.pages.i18n import LANGUAGES, OWN

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "workshop" / "host" / "pages"
LOCALES = ROOT / "workshop" / "locales"
_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
# The same texts make the same file, whenever and wherever it is made.
_BEGUN = datetime(2026, 11, 22, tzinfo=UTC)
# In code a text is marked with `_`, or is asked of a `Speech`.
_KEYWORDS = {"_": None, "ngettext": (1, 2), "own": None, "count": (1, 2)}


def texts() -> Catalog:
    """Every text of the pages, without translations."""
    found = Catalog(charset="utf-8", creation_date=_BEGUN)
    options = {"**.html": {"silent": "false"}}
    for _file, _line, message, _comments, _context in extract_from_dir(
        PAGES, _METHODS, options, keywords=_KEYWORDS
    ):
        found.add(message)
    return found


def path_of(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "workshop.po"


def translated(language: str) -> Catalog:
    """The catalogue as it stands in its file."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    packed = io.BytesIO()
    write_mo(packed, catalogue)
    return packed.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """Texts without a translation, in every number."""
    found = []
    for message in catalogue:
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(said):
            found.append(str(message.id))
    return found


def _name(catalogue: Catalog) -> None:
    """Fill in the header with what is true of every catalogue of ours."""
    catalogue.header_comment = "# Texts of the participants' pages."
    catalogue.project, catalogue.version = "workshop", "pages"
    catalogue.msgid_bugs_address = ""
    catalogue.last_translator = catalogue.language_team = "workshop"
    catalogue.revision_date = _BEGUN


def main() -> None:
    for language in (language for language in LANGUAGES if language != OWN):
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        known = translated(language) if path.exists() else Catalog(language)
        known.update(texts(), no_fuzzy_matching=True)
        known.obsolete.clear()
        _name(known)
        with path.open("wb") as file:
            write_po(file, known, width=96, sort_output=True, omit_header=False)
        path.with_suffix(".mo").write_bytes(compiled(known))
        for text in missing(known):
            print(f"{language}: not translated: {text}")


if __name__ == "__main__":
    main()
