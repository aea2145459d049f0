"""Pictures of pages: drawn apart, bounded, kept; and the archive that their files are found in."""

from __future__ import annotations

import hashlib
import io
import shutil
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from corpus.dataset import open_dataset
from corpus.pages.archive import Archive, NoArchiveError
from corpus.pages.pictures import PictureError, Pictures
from extractors.reading.document import read_document
from tests.web.conftest import SAMPLES
from tests.web.html_page import read_page

PAGES = Path(__file__).parents[1] / "pages"
TURNED = ["upright", "turned-90", "turned-180", "turned-270", "cropped", "cropped-turned"]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    return Pictures()


@pytest.mark.parametrize("name", TURNED)
def test_boxes_lie_on_ink_however_the_page_is_turned_or_cropped(pictures: Pictures, name: str) -> None:
    path = PAGES / f"{name}.pdf"
    drawn = pictures.page(path, sha256(path), 1)
    read = read_document(path.read_bytes()).pages[0]
    assert (drawn.width, drawn.height) == pytest.approx((read.width, read.height), abs=0.1)
    picture = Image.open(io.BytesIO(drawn.png)).convert("L")
    scale = picture.width / drawn.width
    for word in read.words:
        part = picture.crop(
            (
                int(word.x0 * scale),
                int(word.top * scale),
                int(word.x1 * scale) + 1,
                int(word.bottom * scale) + 1,
            )
        )
        darkest, _ = part.getextrema()
        assert isinstance(darkest, (int, float))
        assert darkest < 160, word


def test_a_page_is_at_most_four_million_pixels(pictures: Pictures, tmp_path: Path) -> None:
    path = tmp_path / "poster.pdf"
    path.write_bytes(_page_of(14_000, 9_000))
    picture = Image.open(io.BytesIO(pictures.page(path, sha256(path), 1).png))
    assert picture.width * picture.height <= 4_000_000 * 1.01


def _page_of(width: int, height: int) -> bytes:
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%%%EOF" % (width, height)
    )


@pytest.mark.parametrize("name", ["broken-page", "no-pages"])
def test_a_page_that_cannot_be_drawn_is_an_error_and_the_next_one_is_drawn(name: str) -> None:
    pictures = Pictures()
    path = PAGES / f"{name}.pdf"
    with pytest.raises(PictureError):
        pictures.page(path, sha256(path), 2)
    upright = PAGES / "upright.pdf"
    assert pictures.page(upright, sha256(upright), 1).png
    pictures.close()


def test_a_page_that_takes_too_long_is_given_up_and_not_tried_again() -> None:
    pictures = Pictures(seconds_per_page=0)
    upright = PAGES / "upright.pdf"
    for _ in range(2):
        with pytest.raises(PictureError, match="took too long"):
            pictures.page(upright, sha256(upright), 1)
    pictures.close()


def test_a_picture_is_sent_once_to_a_browser_that_keeps_it(samples: TestClient) -> None:
    first = samples.get("/bild/9005-2021/4.png")
    assert first.headers["content-type"] == "image/png"
    assert first.headers["cache-control"] == "private, max-age=86400"
    again = samples.get("/bild/9005-2021/4.png", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_outline_has_the_records_boxes(samples: TestClient, samples_dataset: Path) -> None:
    (row,) = [r for r in open_dataset(samples_dataset).rows("examples") if r["example_id"] == "9005-2021/e3"]
    drawing = read_page(samples.get("/belagg/9005-2021/e3").text).of_class("svg", "outlines")[0]
    assert drawing.attributes["viewbox"] == "0 0 595.2755737304688 841.8897705078125"
    shown = [
        (float(r.attributes["x"]), float(r.attributes["y"]), float(r.attributes["width"]))
        for r in drawing.all("rect")
    ]
    stored = [(b["bbox"][0] - 2, b["bbox"][1] - 2, b["bbox"][2] - b["bbox"][0] + 4) for b in row["boxes"]]
    assert shown == [pytest.approx(box, abs=0.01) for box in stored]


def test_a_renamed_file_is_found_by_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    renamed = tmp_path / "deep" / "Rapport (kopia).PDF"
    shutil.copy(SAMPLES / "fabelstad-2021.pdf", renamed)
    shutil.copy(SAMPLES / "sagoberga-2011.pdf", tmp_path / "fabelstad-2021.pdf")
    found = Archive(tmp_path).find(sha256(renamed), "fabelstad-2021.pdf")
    assert found == renamed.resolve()


def test_a_file_that_changed_is_no_longer_the_reports(tmp_path: Path) -> None:
    path = tmp_path / "fabelstad-2021.pdf"
    shutil.copy(SAMPLES / "fabelstad-2021.pdf", path)
    wanted, archive = sha256(path), Archive(tmp_path)
    assert archive.find(wanted, path.name) == path.resolve()
    path.write_bytes(b"%PDF-1.4 something else")
    assert archive.find(wanted, path.name) is None


def test_a_link_that_leads_out_of_the_archive_is_not_followed(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    outside = tmp_path / "outside.pdf"
    shutil.copy(SAMPLES / "fabelstad-2021.pdf", outside)
    (archive / "fabelstad-2021.pdf").symlink_to(outside)
    assert Archive(archive).find(sha256(outside), "fabelstad-2021.pdf") is None


def test_an_archive_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoArchiveError, match="There is no folder"):
        Archive(tmp_path / "nowhere")
