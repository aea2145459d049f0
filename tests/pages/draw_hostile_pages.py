"""PDFs that readers break on: each draws one kind of damage or malice, small or large.

Run `python -m tests.pages.draw_hostile_pages` after a change here, and commit the files it writes: the
small ones. The large ones are made by the tests that need them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.pages.draw_pages import GREY_PIXEL, Sheet, pdf, stream, text, write

FOLDER = Path(__file__).parent / "hostile"

_CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
_FORM = "/Type /XObject /Subtype /Form /BBox [0 0 420 595]"
_LINES = "".join(text(72, 500 - 20 * n, f"Rad {n} av texten p\\345 sidan") for n in range(12))


def compressed(data: bytes, filters: str = "/FlateDecode", entries: str = "") -> str:
    """A stream of bytes that are compressed already."""
    return stream(data.decode("latin-1"), f"/Filter {filters} {entries}")


def bomb(size: int, layers: int = 1, byte: bytes = b" ") -> bytes:
    """`size` bytes of one kind, compressed again and again."""
    compressor, chunk, check = zlib.compressobj(9), byte * (1 << 20), 1
    data = compressor.compress(chunk) + compressor.flush(zlib.Z_FULL_FLUSH)
    same = compressor.compress(chunk) + compressor.flush(zlib.Z_FULL_FLUSH)  # and so would all others be
    for _ in range(size >> 20):
        check = zlib.adler32(chunk, check)
    data += same * ((size >> 20) - 1) + compressor.flush()[:-4] + check.to_bytes(4, "big")
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    return data


def font_without_widths() -> bytes:
    """A text in a font all of whose letters are 0 wide."""
    font = (
        "<< /Type /Font /Subtype /Type1 /BaseFont /Odd /Encoding /WinAnsiEncoding /FirstChar 32 "
        f"/LastChar 255 /Widths [{'0 ' * 224}] /FontDescriptor 101 0 R >>"
    )
    descriptor = (
        "<< /Type /FontDescriptor /FontName /Odd /Flags 32 /FontBBox [0 0 0 0] /ItalicAngle 0 /Ascent 0 "
        "/Descent 0 /CapHeight 0 /StemV 0 /MissingWidth 0 >>"
    )
    return pdf(Sheet(_LINES.replace("/F1", "/F9"), fonts="/F9 100 0 R"), objects={100: font, 101: descriptor})


def text_without_height() -> bytes:
    """Lines that are squeezed flat, among others."""
    flat = "".join(text(72, 200 - 20 * n, f"{n}.1 Platt 10 15 67 %", size=1e-7) for n in range(8))
    return pdf(Sheet(_LINES + flat))


def page_tree_loop() -> bytes:
    """A node of the page tree that is its own child and parent."""
    return write(
        {
            1: _CATALOG,
            2: "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 2 0 R 3 0 R] /Count 100000 >>",
            3: "null",
        }
    )


def outline_loop() -> bytes:
    """Bookmarks that follow one another in a ring."""
    data = pdf(
        Sheet(_LINES),
        objects={
            100: "<< /Type /Outlines /First 101 0 R /Last 102 0 R /Count 2 >>",
            101: "<< /Title (A) /Parent 100 0 R /Next 102 0 R /First 101 0 R >>",
            102: "<< /Title (B) /Parent 100 0 R /Next 101 0 R /Prev 101 0 R >>",
        },
    )
    return data.replace(b"/Type /Catalog ", b"/Outlines 100 0 R ")


def xref_loop() -> bytes:
    """A cross-reference table whose previous one is itself."""
    data = pdf(Sheet(_LINES))
    start = data[data.rindex(b"startxref\n") + 10 :].split(b"\n")[0]
    return data.replace(b"/Root 1 0 R >>", b"/Root 1 0 R /Prev " + start + b" >>")


def length_loop() -> bytes:
    """A stream whose length stands in the stream itself."""
    return pdf(Sheet(_LINES)).replace(b"31 0 obj\n<< /Length ", b"31 0 obj\n<< /Length 31 0 R /L ")


def deep_page_tree(depth: int = 20_000) -> bytes:
    """A page under thousands of nodes."""
    nodes = {
        n: f"<< /Type /Pages /Kids [{n + 1} 0 R] /Count 1 {f'/Parent {n - 1} 0 R' if n > 2 else ''} >>"
        for n in range(2, depth)
    }
    page = f"<< /Type /Page /Parent {depth - 1} 0 R /MediaBox [0 0 420 595] >>"
    return write({1: _CATALOG, **nodes, depth: page})


def deep_arrays(depth: int = 100_000) -> bytes:
    """An object of arrays inside arrays."""
    return pdf(Sheet(_LINES), objects={100: "[" * depth + "]" * depth}).replace(
        b"/Type /Catalog ", b"/Extra 100 0 R "
    )


def deep_states(depth: int = 300_000) -> bytes:
    """A content stream that saves its state and opens arrays without end."""
    return pdf(Sheet("q " * depth + "[ " * depth + _LINES))


def self_referring_form() -> bytes:
    """A form that draws itself, and two that draw each other."""
    form = f"{_FORM} /Resources << /XObject << /A {{}} 0 R /B {{}} 0 R >> >>"
    return pdf(
        Sheet(_LINES + "/A Do ", resources="/XObject << /A 100 0 R >>"),
        objects={
            100: stream(_LINES + "/A Do /B Do ", form.format(100, 101)),
            101: stream("/A Do /B Do ", form.format(100, 101)),
        },
    )


def forms_that_double(depth: int = 24) -> bytes:
    """Forms that draw the next one twice: a text 2 to the power of `depth` times."""
    form = f"{_FORM} /Resources << /XObject << /A {{}} 0 R >> >>"
    chain = {100 + n: stream("/A Do /A Do ", form.format(101 + n)) for n in range(depth)}
    end = stream(
        text(72, 500, "Slut"),
        f"{_FORM} /Resources << /Font << /F1 10 0 R >> >>",
    )
    return pdf(Sheet("/A Do ", resources="/XObject << /A 100 0 R >>"), objects=chain | {100 + depth: end})


def type3_loop() -> bytes:
    """A Type 3 font whose glyph is a text in the same font."""
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] "
        "/CharProcs << /a 101 0 R >> /Encoding << /Type /Encoding /Differences [97 /a] >> /FirstChar 97 "
        "/LastChar 97 /Widths [1000] /Resources << /Font << /F9 100 0 R >> >> >>"
    )
    glyph = stream("1000 0 0 0 750 750 d1 BT /F9 500 Tf (aaa) Tj ET")
    return pdf(Sheet(text(72, 500, "aaaa", "F9"), fonts="/F9 100 0 R"), objects={100: font, 101: glyph})


def null_fonts() -> bytes:
    """Fonts that are null, missing, no dictionary, and of no known kind."""
    shown = "".join(text(72, 500 - 20 * n, f"Typsnitt {n}", f"G{n}") for n in range(5))
    fonts = "/G0 null /G1 999 0 R /G2 100 0 R /G3 101 0 R"
    return pdf(
        Sheet(shown, fonts=fonts), objects={100: "[1 2 3]", 101: "<< /Type /Font /Subtype /None /Widths 7 >>"}
    )


def huge_coordinates() -> bytes:
    """Texts and lines far outside what a page or a number holds."""
    numbers = ("1e38", "-1e38", "99999999999999999999999999999999", "nan", "inf", "-.", "1e-45", "--5")
    odd = "".join(
        f"q {a} 0 0 {b} {b} {a} cm {_LINES} 1 {a} m {b} 7 l S {a} {b} {a} {b} re f Q\n"
        for a in numbers
        for b in numbers
    )
    return pdf(Sheet(odd + _LINES))


def huge_page() -> bytes:
    """A page of a million miles, in units of more miles."""
    sheet = Sheet(_LINES + text(1e9, 1e9, "Bortom"), media_box=(0, 0, 1e12, 1e12))
    return pdf(sheet).replace(b"/Rotate 0", b"/UserUnit 1e9")


def empty_page_box() -> bytes:
    """Pages whose boxes are empty, upside down, no numbers, and too short."""
    whole = pdf(*(Sheet(_LINES) for _ in range(4)))
    box = b"/MediaBox [0 0 420 595]"
    for instead in (
        b"/MediaBox [0 0 0 0]",
        b"/MediaBox [420 595 0 0]",
        b"/MediaBox [/A (b) null true]",
        b"/MediaBox [1]",
    ):
        whole = whole.replace(box, instead, 1)
    return whole


def many_lines(count: int = 200_000) -> bytes:
    """A chart of very many strokes, each a path of its own."""
    strokes = "".join(f"{n % 400} {n % 590} m {n % 400 + 5} {n % 590} l S\n" for n in range(count))
    return pdf(Sheet(strokes + _LINES))


def many_words(count: int = 150_000) -> bytes:
    """A page of very many small words on top of one another."""
    shown = "".join(f"1 0 0 1 {n % 400} {n % 590} Tm (o{n % 10}) Tj\n" for n in range(count))
    return pdf(Sheet(f"BT /F1 4 Tf {shown} ET"))


def content_bomb(size: int = 1 << 30) -> bytes:
    """A content stream that is a gigabyte of spaces when it is decompressed."""
    return _with_content(compressed(bomb(size)))


def layered_bomb(size: int = 1 << 30) -> bytes:
    """The same, compressed twice: a few kilobytes."""
    return _with_content(compressed(bomb(size, layers=2), "[/FlateDecode /FlateDecode]"))


def object_stream_bomb(size: int = 1 << 30) -> bytes:
    """Objects that are to be found in an object stream of a gigabyte."""
    objects = compressed(bomb(size), entries="/Type /ObjStm /N 100 /First 800")
    rows = b"".join(
        bytes([kind]) + at.to_bytes(4, "big") + b"\0"
        for kind, at in ((0, 0), (2, 4), (2, 4), (2, 4), (1, 15))
    )
    body = b"%PDF-1.5\n%\xe5\xe4\xf6\n" + f"4 0 obj\n{objects}\nendobj\n".encode("latin-1")
    table = stream(rows.decode("latin-1"), "/Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Index [0 5]").encode(
        "latin-1"
    )
    return body + b"5 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def image_bomb() -> bytes:
    """A picture of 60,000 by 60,000 points in a few kilobytes."""
    entries = (
        "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    )
    picture = compressed(bomb(64 << 20, layers=2, byte=b"\0"), "[/FlateDecode /FlateDecode]", entries)
    return pdf(
        Sheet("q 420 0 0 595 0 0 cm /Im Do Q", resources="/XObject << /Im 100 0 R >>"), objects={100: picture}
    )


def many_pages(count: int = 5000) -> bytes:
    return pdf(*(Sheet(text(72, 500, f"Sida {n}")) for n in range(count)))


def doubled_letters() -> bytes:
    """Each letter is drawn twice at its place, one after the other."""
    shown = "".join(
        text(72 + 7 * i, 500, letter, size=10) * 2 for i, letter in enumerate("Rapporten om kommunen")
    )
    return pdf(Sheet(shown))


def inline_picture_without_end() -> bytes:
    return pdf(Sheet(_LINES + "BI /W 10 /H 10 /BPC 8 /CS /G ID " + "x" * 500))


def grey_pictures(count: int = 3000) -> bytes:
    """Very many small pictures."""
    shown = "".join(f"q 1 0 0 1 {n % 400} {n % 590} cm /Im Do Q\n" for n in range(count))
    return pdf(Sheet(shown, resources="/XObject << /Im 100 0 R >>"), objects={100: GREY_PIXEL})


def _with_content(content: str) -> bytes:
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R /Resources << >> >>"
    return write({1: _CATALOG, 2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: page, 4: content})


SMALL: Mapping[str, Callable[[], bytes]] = {
    "font-without-widths": font_without_widths,
    "text-without-height": text_without_height,
    "page-tree-loop": page_tree_loop,
    "outline-loop": outline_loop,
    "xref-loop": xref_loop,
    "length-loop": length_loop,
    "self-referring-form": self_referring_form,
    "forms-that-double": forms_that_double,
    "type3-loop": type3_loop,
    "null-fonts": null_fonts,
    "huge-coordinates": huge_coordinates,
    "huge-page": huge_page,
    "empty-page-box": empty_page_box,
    "doubled-letters": doubled_letters,
    "inline-picture-without-end": inline_picture_without_end,
}
"""Files that lie in `FOLDER`."""

LARGE: Mapping[str, Callable[[], bytes]] = {
    "deep-page-tree": deep_page_tree,
    "deep-arrays": deep_arrays,
    "deep-states": deep_states,
    "many-lines": many_lines,
    "many-words": many_words,
    "content-bomb": content_bomb,
    "layered-bomb": layered_bomb,
    "object-stream-bomb": object_stream_bomb,
    "image-bomb": image_bomb,
    "many-pages": many_pages,
    "grey-pictures": grey_pictures,
}
"""Files that are made when a test needs them."""

if __name__ == "__main__":
    for name, draw in SMALL.items():
        (FOLDER / f"{name}.pdf").write_bytes(draw())
