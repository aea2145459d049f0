"""A file that cannot be read says what is wrong with it and what to do, and nothing else escapes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractors.reading.document import Reader, read_document
from extractors.reading.reading_errors import (
    DamagedPdf,
    EmptyFile,
    NoPages,
    NotAPdf,
    PasswordNeeded,
    TooManyPages,
    UnreadableDocument,
)
from tests.pages.draw_pages import Sheet, no_pages, pdf, text, upright

PAGES = Path(__file__).parent / "pages"
READERS: tuple[Reader, ...] = ("pdfium", "pdfplumber")

both = pytest.mark.parametrize("reader", READERS)


def zipped(name: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, "x")
    return data.getvalue()


def encrypted(user_password: str) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption(user_password, "owner", canPrint=0, strength=128))
    canvas.drawString(72, 700, "Hemlig rapport")
    canvas.save()
    return data.getvalue()


def message(data: bytes, reader: Reader = "pdfium") -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, reader)
    return str(caught.value)


def test_an_empty_file_is_named_as_such() -> None:
    with pytest.raises(EmptyFile, match="empty"):
        read_document(b"")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Rapport fr\xc3\xa5n kommunen\n", "plain text"),
        ("Ren text".encode("utf-16"), "plain text"),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<html><body>404</body></html>", "a web page (HTML)"),
        (b'<?xml version="1.0"?><rapport/>', "an XML file"),
        (zipped("word/document.xml"), "a Word document"),
        (zipped("rapport.txt"), "a ZIP archive"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "an old Office document (Word, Excel or PowerPoint)",
        ),
        (b"{\\rtf1\\ansi Rapport}", "a rich text document (RTF)"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "a picture (JPEG)"),
        (bytes(range(256)), "binary data of an unknown kind"),
    ],
)
def test_another_kind_of_file_is_told_by_its_content(data: bytes, kind: str) -> None:
    with pytest.raises(NotAPdf) as caught:
        read_document(data)
    assert caught.value.kind == kind
    assert kind in str(caught.value)


@both
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_truncated_pdf_is_damaged(kept: float, reader: Reader) -> None:
    data = upright()
    with pytest.raises(DamagedPdf, match="ends in the middle"):
        read_document(data[: int(kept * len(data))], reader)


def test_a_pdf_cut_off_inside_an_appended_revision_is_damaged() -> None:
    with pytest.raises(DamagedPdf, match="ends in the middle"):
        read_document(upright() + b"40 0 obj\n<< /Type /Annot")


def test_a_linearized_pdf_shorter_than_it_says_is_damaged() -> None:
    data = upright().replace(b"%\xe5\xe4\xf6\xc5\n", b"%9 0 obj << /Linearized 1 /L 99999 >>\n")
    with pytest.raises(DamagedPdf, match="ends in the middle"):
        read_document(data)


@both
def test_junk_before_and_after_a_pdf_does_no_harm(reader: Reader) -> None:
    reading = read_document(b"\r\n\r\n" + upright() + b"\n<!-- sent by a portal -->\n" + bytes(2000), reader)
    assert len(reading.pages[0].words) == 4


@both
def test_a_pdf_whose_inside_is_gone_is_damaged(reader: Reader) -> None:
    with pytest.raises(DamagedPdf):
        read_document(b"%PDF-1.4\n" + b"x" * 500 + b"\nstartxref\n0\n%%EOF\n", reader)


@both
def test_a_pdf_that_needs_a_password_says_so(reader: Reader) -> None:
    with pytest.raises(PasswordNeeded, match="password"):
        read_document(encrypted("lösen"), reader)


@both
def test_an_encrypted_pdf_that_opens_without_a_password_is_read(reader: Reader) -> None:
    (page,) = read_document(encrypted(""), reader).pages
    assert [word.text for word in page.words] == ["Hemlig", "rapport"]


@both
def test_a_pdf_without_pages_says_so(reader: Reader) -> None:
    with pytest.raises(NoPages):
        read_document(no_pages(), reader)


@both
def test_the_number_of_pages_has_a_limit(reader: Reader) -> None:
    data = pdf(*(Sheet(text(72, 500, f"Sida {i}")) for i in range(4)))
    assert len(read_document(data, reader, max_pages=4).pages) == 4
    with pytest.raises(TooManyPages, match="4 pages, more than the limit of 3"):
        read_document(data, reader, max_pages=3)


def test_a_page_that_cannot_be_opened_is_kept_empty_with_a_note() -> None:
    reading = read_document((PAGES / "broken-page.pdf").read_bytes())
    assert [[word.text for word in page.words] for page in reading.pages] == [["Ett"], [], ["Tre"]]
    (note,) = reading.notes
    assert (note.page, note.text) == (2, "The page is damaged and could not be read.")


def test_a_pdf_of_which_no_page_can_be_opened_is_damaged() -> None:
    data = pdf(Sheet(text(72, 500, "Ett"))).replace(
        b"30 0 obj\n<< /Type /Page ", b"30 0 obj\n[[ /Type /Page "
    )
    with pytest.raises(DamagedPdf):
        read_document(data)


def test_a_page_that_only_the_other_reader_sees_words_on_is_read_by_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("extractors.reading.pdfium_reader.words_of", lambda page, display: ([], 0))
    (page,), notes = (reading := read_document(upright())).pages, reading.notes
    assert len(page.words) == 4
    assert [note.text for note in notes] == ["The page was read by pdfplumber: pdfium saw no words."]


def test_characters_beyond_the_limit_are_left_out_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.reading.pdfium_words.MAX_CHARACTERS", 6)
    reading = read_document(upright())
    assert [word.text for word in reading.pages[0].words] == ["Område"]
    (note,) = reading.notes
    assert "very many characters" in note.text


def test_every_message_says_what_to_do() -> None:
    for data in (b"", b"text", upright()[:300], encrypted("a"), no_pages()):
        assert message(data).endswith(".")
        assert any(cue in message(data) for cue in ("again", "instead"))


SAMPLES = [path.read_bytes() for path in sorted(PAGES.glob("*.pdf"))] + [encrypted("")]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sample with bytes changed, dropped or repeated, its end left in place more often than not."""
    data = bytearray(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data) - 1))
        match draw(st.sampled_from(["flip", "drop", "repeat", "cut"])):
            case "flip":
                data[at] = draw(st.integers(0, 255))
            case "drop":
                del data[at : at + draw(st.integers(1, 40))]
            case "repeat":
                data[at:at] = data[at : at + draw(st.integers(1, 40))]
            case "cut" if draw(st.integers(0, 9)) == 0:
                del data[at:]
        data = data or bytearray(b"%")
    return bytes(data)


@both
@settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=damaged())
def test_a_damaged_file_gives_pages_or_a_reason_and_nothing_else(reader: Reader, data: bytes) -> None:
    try:
        pages = read_document(data, reader, max_pages=50).pages
    except UnreadableDocument:
        return
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
