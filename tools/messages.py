"""The message catalogues of the core: extracted from the code, merged, compiled.

``python -m tools.messages`` (``make messages``) writes ``recviz_docs.pot`` anew, brings
every ``recviz_docs.po`` up to date and compiles it. Equal code and translations give
equal bytes: no dates, no versions, no line numbers. What is left to translate is told.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "recviz_docs" / "locale"
SOURCES = ("recviz_docs", "sphinx_ext", "mkdocs_plugin")
DOMAIN = "recviz_docs"
KEYWORDS = {"message": None, "translate": None}
_MAGIC = 0x950412DE


def extracted() -> Catalog:
    """Gives all texts of the code, sorted."""
    catalog = Catalog()
    for source in SOURCES:
        found = extract_from_dir(ROOT / source, method_map=[("**.py", "python")], keywords=KEYWORDS)
        for _, _, text, _, _ in found:
            catalog.add(text)
    return catalog


def template_text(catalog: Catalog) -> str:
    """Gives the text of the ``.pot`` file."""
    return _header("") + _body(catalog)


def merged(catalog: Catalog, old: str, language: str) -> Catalog:
    """Gives the catalogue with the translations of an old ``.po`` text, where they still fit."""
    known = read_po(BytesIO(old.encode()), locale=language)
    result = Catalog(locale=language)
    for entry in catalog:
        if entry.id:
            before = known.get(entry.id)
            result.add(entry.id, before.string if before else "", flags=entry.flags)
    return result


def po_text(catalog: Catalog, language: str) -> str:
    """Gives the text of a ``.po`` file."""
    return _header(language) + _body(catalog)


def _header(language: str) -> str:
    lines = ["Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]
    if language:
        lines.append(f"Language: {language}")
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n"


def _body(catalog: Catalog) -> str:
    file = BytesIO()
    write_po(file, catalog, no_location=True, omit_header=True, sort_output=True, width=98)
    return file.getvalue().decode()


def translations(text: str) -> dict[str, str]:
    """Gives the translated texts of a ``.po`` file."""
    entries = read_po(BytesIO(text.encode()))
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string}


def compiled(texts: Mapping[str, str], language: str) -> bytes:
    """Gives the ``.mo`` file: the format that `gettext` reads, little endian, sorted."""
    head = f"Content-Type: text/plain; charset=UTF-8\nLanguage: {language}\n"
    pairs = sorted((key.encode(), value.encode()) for key, value in {**texts, "": head}.items())
    count = len(pairs)
    start = 28 + 16 * count
    tables: list[bytes] = []
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), start))
            start += len(pair[column]) + 1
    header = struct.pack("<7I", _MAGIC, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count)
    texts_of = b"".join(pair[column] + b"\0" for column in (0, 1) for pair in pairs)
    return header + b"".join(tables) + texts_of


def update() -> int:
    """Writes all files; gives the number of texts that wait for a translation."""
    catalog = extracted()
    (LOCALE / f"{DOMAIN}.pot").write_text(template_text(catalog), encoding="utf-8")
    missing = 0
    for path in sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        language = path.parent.parent.name
        text = po_text(merged(catalog, path.read_text(encoding="utf-8"), language), language)
        path.write_text(text, encoding="utf-8")
        texts = translations(text)
        path.with_suffix(".mo").write_bytes(compiled(texts, language))
        left = [str(entry.id) for entry in catalog if entry.id and str(entry.id) not in texts]
        missing += len(left)
        for message in left:
            sys.stdout.write(f"{language}: {message}\n")
    return missing


if __name__ == "__main__":
    sys.exit(1 if update() else 0)
