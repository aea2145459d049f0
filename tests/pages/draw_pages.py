"""Draws the PDFs in this folder, each with one thing that readers stumble over.

Run `python tests/pages/draw_pages.py` after a change here, and commit the files it writes. The
PDFs are written out by hand, so that nothing stands in them but what a case is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

FONTS: Mapping[str, str] = {
    "F1": "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    "F2": "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    "F3": "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>",
    "F4": "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>",
}
A5 = (0, 0, 420, 595)


@dataclass(frozen=True)
class Sheet:
    """A page: its content stream, boxes and rotation, and entries for its /Resources."""

    content: str
    media_box: tuple[float, ...] = A5
    crop_box: tuple[float, ...] | None = None
    rotate: int = 0
    resources: str = ""
    fonts: str = ""


def pdf(*sheets: Sheet, objects: Mapping[int, str] | None = None) -> bytes:
    """A PDF of these pages. `objects` are further objects, numbered from 100."""
    numbered: dict[int, str] = {1: "<< /Type /Catalog /Pages 2 0 R >>"}
    fonts = " ".join(f"/{name} {10 + i} 0 R" for i, name in enumerate(FONTS))
    numbered.update({10 + i: font for i, font in enumerate(FONTS.values())})
    kids = []
    for i, sheet in enumerate(sheets):
        page, content = 30 + 2 * i, 31 + 2 * i
        crop = f"/CropBox [{_numbers(sheet.crop_box)}]" if sheet.crop_box else ""
        numbered[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{_numbers(sheet.media_box)}] {crop} "
            f"/Rotate {sheet.rotate} /Contents {content} 0 R "
            f"/Resources << /Font << {fonts} {sheet.fonts} >> {sheet.resources} >> >>"
        )
        numbered[content] = stream(sheet.content)
        kids.append(f"{page} 0 R")
    numbered[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return write(numbered | dict(objects or {}))


def write(numbered: Mapping[int, str]) -> bytes:
    """A PDF file of these numbered objects; object 1 is the catalog."""
    body, places = bytearray(b"%PDF-1.4\n%\xe5\xe4\xf6\xc5\n"), {}
    for number in sorted(numbered):
        places[number] = len(body)
        body += f"{number} 0 obj\n{numbered[number]}\nendobj\n".encode("latin-1")
    size, table = max(numbered) + 1, "0000000000 65535 f \n"
    for number in range(1, size):
        table += f"{places[number]:010} 00000 n \n" if number in places else "0000000000 65535 f \n"
    end = f"xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return bytes(body + end.encode("latin-1"))


def stream(content: str, entries: str = "") -> str:
    return f"<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream"


def text(x: float, y: float, shown: str, font: str = "F1", size: float = 12) -> str:
    """Operators that show a text with its line at (x, y)."""
    return f"BT /{font} {size} Tf {x} {y} Td ({shown}) Tj ET\n"


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(str(v) for v in values)


# A line of text at a known place, a table of two cells and a drawn dot.
SAMPLE = (
    text(72, 500, "Omr\\345de 1 Offentlighet")
    + text(72, 400, "Styrkor", "F2", 10)
    + "0.5 w 60 380 m 260 380 l S 60 420 m 260 420 l S "
    + "60 380 m 60 420 l S 160 380 m 160 420 l S 260 380 m 260 420 l S\n"
)


def circle(x: float, y: float, radius: float) -> str:
    """A closed path of four curves around (x, y)."""
    r, k = radius, 0.5523 * radius
    return (
        f"{x + r} {y} m {x + r} {y + k} {x + k} {y + r} {x} {y + r} c "
        f"{x - k} {y + r} {x - r} {y + k} {x - r} {y} c {x - r} {y - k} {x - k} {y - r} {x} {y - r} c "
        f"{x + k} {y - r} {x + r} {y - k} {x + r} {y} c h "
    )


def coded_font(name: str, codes: Mapping[int, str]) -> dict[int, str]:
    """Objects 100 and up: Helvetica under another name, whose codes mean other characters."""
    lines = "\n".join(f"<{code:02x}> <{meaning}>" for code, meaning in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{lines}\nendbfchar endcmap end end"
    )
    widths = " ".join(["500"] * 224)
    return {
        100: f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding /FirstChar 32 "
        f"/LastChar 255 /Widths [{widths}] /ToUnicode 101 0 R /FontDescriptor 102 0 R >>",
        101: stream(cmap),
        102: f"<< /Type /FontDescriptor /FontName /{name} /Flags 32 /FontBBox [0 -200 1000 800] "
        "/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    }


GREY_PIXEL = stream(
    "A", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
)


def upright() -> bytes:
    return pdf(Sheet(SAMPLE))


def turned(rotate: int) -> Callable[[], bytes]:
    """The sample drawn sideways on a page whose rotation sets it upright again."""
    width, height, undo = {
        90: (595, 420, "0 1 -1 0 595 0 cm"),
        180: (420, 595, "-1 0 0 -1 420 595 cm"),
        270: (595, 420, "0 -1 1 0 0 420 cm"),
    }[rotate]
    return lambda: pdf(Sheet(f"q {undo}\n{SAMPLE}Q", (0, 0, width, height), rotate=rotate))


def cropped() -> bytes:
    """The sample on a larger sheet, of which the crop box shows the middle."""
    beyond = text(10, 690, "Utanf\\366r")
    return pdf(Sheet(f"{beyond}q 1 0 0 1 100 60 cm\n{SAMPLE}Q", (0, 0, 620, 715), (100, 60, 520, 655)))


def cropped_turned() -> bytes:
    content = f"q 0 1 -1 0 645 30 cm\n{SAMPLE}Q\n" + text(5, 5, "Utanf\\366r")
    return pdf(Sheet(content, (-20, -10, 700, 500), (50, 30, 645, 450), rotate=90))


def forms_in_forms() -> bytes:
    """The sample at half size in a form, drawn at twice its size by a form that a page moves."""
    inner = f"<< /Font << {' '.join(f'/{name} {10 + i} 0 R' for i, name in enumerate(FONTS))} >> >>"
    form = "/Type /XObject /Subtype /Form /BBox [-2000 -2000 2000 2000]"
    return pdf(
        Sheet("q 1 0 0 1 30 40 cm /X1 Do Q", resources="/XObject << /X1 100 0 R >>"),
        objects={
            100: stream("q 2 0 0 2 0 0 cm /X2 Do Q", f"{form} /Resources << /XObject << /X2 101 0 R >> >>"),
            101: stream(
                f"q 0.5 0 0 0.5 0 0 cm\n{SAMPLE}Q", f"{form} /Matrix [1 0 0 1 -15 -20] /Resources {inner}"
            ),
        },
    )


def scaled_upside_down() -> bytes:
    """As web browsers print: all is drawn in a small unit, with y downwards, letter by letter."""
    letters, x = "", 300.0
    widths = {"O": 0.778, "m": 0.833, "r": 0.333, "\\345": 0.556, "d": 0.556, "e": 0.556}
    for shown, width in widths.items():
        letters += f"1 0 0 -1 {x:.3f} 400 Tm ({shown}) Tj\n"
        x += 50 * width
    lines = (
        "2 w 250 800 m 1000 800 l S 250 950 m 1000 950 l S 250 800 m 250 950 l S 1000 800 m 1000 950 l S\n"
    )
    return pdf(Sheet(f"q .24 0 0 -.24 0 595 cm\nBT /F1 50 Tf\n{letters}ET\n{lines}Q"))


def fragments() -> bytes:
    """A word in pieces side by side, words with a space as its own piece, and words with none."""
    pieces = text(72, 500, "Med") + text(95.34, 500, "bor") + text(112.68, 500, "gare")
    spaced = "BT /F1 12 Tf 72 470 Td (och) Tj ( ) Tj (dialog) Tj ET\n"
    apart = text(72, 440, "utan") + text(98.4, 440, "mellanslag")
    return pdf(Sheet(pieces + spaced + apart))


def struck_twice() -> bytes:
    """Bold type faked by striking twice: a whole word, and each letter by itself."""
    letters, x = "", 72.0
    for letter, width in (("K", 8.004), ("v", 6.0), ("a", 6.672), ("l", 2.664)):
        letters += text(round(x, 3), 460, letter) + text(round(x + 0.3, 3), 460, letter)
        x += width
    return pdf(Sheet(text(72, 500, "Styrkor") + text(72.3, 500, "Styrkor") + letters + text(72, 430, "Anna")))


def hyphens() -> bytes:
    """Hyphens at the ends of lines: of a divided word, left hanging, and soft; and a soft one inside."""
    lines = (
        text(72, 500, "kommunens medborgar-")
        + text(72, 486, "dialog och kvalitets-")
        + text(72, 472, "och utvecklingsS", "F9")
        + text(72, 458, "arbete samSverkan", "F9")
    )
    return pdf(Sheet(lines, fonts="/F9 100 0 R"), objects=coded_font("Mjuk", {ord("S"): "00AD"}))


def ligatures() -> bytes:
    """Glyphs that stand for several letters, and a letter coded with a combining ring."""
    return pdf(
        Sheet(text(72, 500, "oAciell Bnal", "F9") + text(72, 480, "RCd", "F9"), fonts="/F9 100 0 R"),
        objects=coded_font("Ligaturer", {ord("A"): "FB03", ord("B"): "00660069", ord("C"): "0061030A"}),
    )


def small_capitals() -> bytes:
    """Small capitals as capitals of less size, on two lines, between capitals of the same sizes."""

    def heading(y: float, *words: str) -> str:
        shown = [f"/F2 11 Tf ({w[0]}) Tj /F2 8 Tf ({w[1:]} ) Tj" for w in words]
        return f"BT 72 {y} Td {' '.join(shown)} ET\n"

    return pdf(
        Sheet(
            text(72, 540, "SKR", "F2", 8)
            + heading(480, "DEN", "DEMOKRATISKA")
            + text(72, 464, "STRATEGIN", "F2", 8)
            + text(72, 440, "OBS", "F1", 8)
        )
    )


def bullets() -> bytes:
    """Bullets as they come: private use, dingbats, a middle dot, a dash, a square."""
    rows = [text(72, 500 - 20 * i, code, "F9") for i, code in enumerate("ABCD")]
    rows.append(text(72, 420, "l", "F3"))
    rows.append(text(72, 400, "\\226"))
    rows.append(text(72, 380, "\\267", "F4"))
    rows.append("".join(text(90, 500 - 20 * i, f"punkt{i}") for i in range(7)))
    return pdf(
        Sheet("".join(rows), fonts="/F9 100 0 R"),
        objects=coded_font(
            "Punkter", {ord("A"): "F0B7", ord("B"): "00B7", ord("C"): "F0A7", ord("D"): "25AA"}
        ),
    )


def drawn_bullets() -> bytes:
    """A round bullet of curves, a square one, a hollow one, and an arrow of lines."""
    content = (
        circle(75, 504, 2) + "f\n" + "73 482 4 4 re f\n" + circle(75, 464, 2) + "S\n"
        "72 440 m 76 443 l 72 446 l h f\n"
    )
    return pdf(Sheet(content + "".join(text(90, 500 - 20 * i, f"punkt{i}") for i in range(4))))


def unseen_text() -> bytes:
    """A picture over the whole page with the text that was read from it, not to be seen."""
    content = f"q 420 0 0 595 0 0 cm /I1 Do Q\n3 Tr {text(72, 500, 'Skannad sida')}"
    return pdf(Sheet(content, resources="/XObject << /I1 100 0 R >>"), objects={100: GREY_PIXEL})


def picture_only() -> bytes:
    content = "q 400 0 0 500 10 50 cm /I1 Do Q\nq 50 0 0 50 10 10 cm /I1 Do Q"
    return pdf(Sheet(content, resources="/XObject << /I1 100 0 R >>"), objects={100: GREY_PIXEL})


def picture_in_strips() -> bytes:
    strips = "".join(f"q 420 0 0 60 0 {60 * i} cm /I1 Do Q\n" for i in range(9))
    return pdf(Sheet(strips, resources="/XObject << /I1 100 0 R >>"), objects={100: GREY_PIXEL})


def only_spaces() -> bytes:
    return pdf(Sheet(text(72, 500, " ") + text(72, 480, "   ")))


def other_words() -> bytes:
    """Tagged text that has other words for a line than are printed."""
    return pdf(
        Sheet(
            "BT /F1 12 Tf 72 500 Td /P << /ActualText (Hela raden ersatt) >> BDC (Det som st\\345r) Tj EMC "
            "0 -20 Td (slut) Tj ET"
        )
    )


def shading() -> bytes:
    """Fills and strokes: a background, white, a shaded cell, thin bars, a thick stroke, a framed cell."""
    return pdf(
        Sheet(
            "1 1 .9 rg 0 0 420 595 re f\n"
            "1 g 50 500 100 40 re f\n"
            ".85 g 50 440 200 20 re f\n"
            "0 g 50 400 200 .5 re f 50 380 .5 20 re f\n"
            ".9 G 20 w 50 350 m 250 350 l S\n"
            "0 G .8 g 1 w 50 280 200 30 re B\n"
        )
    )


def chart() -> bytes:
    """A curve of 30,000 lines after a word and a ruled table."""
    points = " ".join(f"{60 + i % 300} {100 + (i * 7) % 200} l" for i in range(30_000))
    return pdf(Sheet(f"{SAMPLE}0.1 w 60 100 m {points} S\n"))


def type3() -> bytes:
    """Letters that are drawings: a Type 3 font in a unit of a thousandth."""
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -900 1000 900] /FontMatrix [.001 0 0 .001 0 0] "
        "/FirstChar 65 /LastChar 66 /Widths [600 600] "
        "/Encoding << /Type /Encoding /Differences [65 /a /b] >> "
        "/CharProcs << /a 101 0 R /b 101 0 R >> /Resources << >> /ToUnicode 102 0 R >>"
    )
    glyph = stream("600 0 0 0 500 700 d1 0 0 500 700 re f")
    return pdf(
        Sheet(text(72, 500, "AB A", "F9", 10), fonts="/F9 100 0 R"),
        objects={100: font, 101: glyph, 102: coded_font("X", {65: "0041", 66: "00E5"})[101]},
    )


def without_meaning() -> bytes:
    """Text in a font that does not say which letters its glyphs are."""
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /Okand /Encoding /Identity-H /DescendantFonts [101 0 R] >>"
    )
    descendant = (
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Okand /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /FontDescriptor 102 0 R /DW 500 >>"
    )
    content = text(72, 520, "Rubrik") + "BT /F9 12 Tf 72 500 Td <000300040005> Tj ET\n"
    return pdf(
        Sheet(content, fonts="/F9 100 0 R"),
        objects={100: font, 101: descendant, 102: coded_font("Okand", {})[102]},
    )


def sideways() -> bytes:
    """Text up and down the page beside level text."""
    up = "BT /F1 12 Tf 0 1 -1 0 50 200 Tm (Procent av max) Tj ET\n"
    down = "BT /F1 12 Tf 0 -1 1 0 300 400 Tm (Ned\\345t) Tj ET\n"
    return pdf(Sheet(text(72, 500, "Diagram") + up + down))


def no_pages() -> bytes:
    return write({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [] /Count 0 >>"})


def broken_page() -> bytes:
    """Three pages, of which the second is not a page."""
    whole = pdf(Sheet(text(72, 500, "Ett")), Sheet(text(72, 500, "Tv\\345")), Sheet(text(72, 500, "Tre")))
    return whole.replace(b"32 0 obj\n<< /Type /Page ", b"32 0 obj\n[[ /Type /Page ")


CASES: Mapping[str, Callable[[], bytes]] = {
    "upright": upright,
    "turned-90": turned(90),
    "turned-180": turned(180),
    "turned-270": turned(270),
    "cropped": cropped,
    "cropped-turned": cropped_turned,
    "forms-in-forms": forms_in_forms,
    "scaled-upside-down": scaled_upside_down,
    "fragments": fragments,
    "struck-twice": struck_twice,
    "hyphens": hyphens,
    "ligatures": ligatures,
    "small-capitals": small_capitals,
    "bullets": bullets,
    "drawn-bullets": drawn_bullets,
    "unseen-text": unseen_text,
    "picture-only": picture_only,
    "picture-in-strips": picture_in_strips,
    "only-spaces": only_spaces,
    "other-words": other_words,
    "shading": shading,
    "type3": type3,
    "without-meaning": without_meaning,
    "sideways": sideways,
    "no-pages": no_pages,
    "broken-page": broken_page,
}

if __name__ == "__main__":
    for name, draw in CASES.items():
        (Path(__file__).parent / f"{name}.pdf").write_bytes(draw())
