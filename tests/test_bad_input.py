"""Files that are no good report: each is set aside with a sentence, and the others go on."""

from __future__ import annotations

import io
import json
import random
import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate
from typer.testing import CliRunner, Result

from corpus.dataset import open_dataset
from pipeline.command_line import app
from tests.typesetter.layout import random_layout
from tests.typesetter.random_report import random_report
from tests.typesetter.typeset import typeset

PAGES = Path(__file__).parent / "pages"
GOOD = Path(__file__).parents[1] / "samples" / "sagoberga-2011.pdf"


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF of one page."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, **options)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return data.getvalue()


def letter(canvas: Canvas) -> None:
    for line in range(20):
        canvas.drawString(72, 700 - 20 * line, f"Protokoll från sammanträdet, paragraf {line}: bordläggs.")


def picture(canvas: Canvas) -> None:
    canvas.rect(100, 100, 300, 500, fill=1)


BAD: dict[str, tuple[bytes, str, str]] = {
    # name: content, category, words of the reason
    "empty.pdf": (b"", "empty_file", "The file is empty (0 bytes)."),
    "text.pdf": (b"Detta \xc3\xa4r ingen PDF.\n" * 20, "not_a_pdf", "The file is not a PDF"),
    "page.pdf": (b"<!DOCTYPE html><html><body>404</body></html>", "not_a_pdf", "a web page (HTML)"),
    "truncated.pdf": (GOOD.read_bytes()[:20_000], "damaged_pdf", "The PDF is damaged"),
    "locked.pdf": (
        drawn(letter, encrypt=StandardEncryption("secret", "owner")),
        "password_needed",
        "opens only with a password",
    ),
    "no-pages.pdf": ((PAGES / "no-pages.pdf").read_bytes(), "no_pages", "The PDF has no pages."),
    "scan.pdf": (drawn(picture), "no_text", "holds text"),
    "minutes.pdf": (drawn(letter), "not_a_report", "Kommunkompassen"),
}


def ingest(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        app, ["ingest", *arguments, "--into", str(tmp_path / "dataset"), "--workers", "2"]
    )


def reports(tmp_path: Path) -> list[str]:
    return [row["report_id"] for row in open_dataset(tmp_path / "dataset").rows("reports")]


@pytest.fixture(scope="module")
def bad_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    for name, (content, _, _) in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "good.pdf").write_bytes(GOOD.read_bytes())
    return folder


def test_each_bad_file_is_set_aside_with_its_reason_and_the_good_one_is_read(
    tmp_path: Path, bad_archive: Path
) -> None:
    result = ingest(tmp_path, str(bad_archive), "--json")
    assert result.exit_code == 1
    endings = {Path(e["path"]).name: e for e in json.loads(result.stdout)["endings"]}
    assert {name: e["category"] for name, e in endings.items() if e["ending"] == "set_aside"} == {
        name: category for name, (_, category, _) in BAD.items()
    }
    for name, (_, _, words) in BAD.items():
        assert words in endings[name]["reason"]
        assert endings[name]["reason"].count(".") >= 2, "what is wrong, then what to do"
    assert endings["good.pdf"]["ending"] == "read"
    assert reports(tmp_path) == ["9002-2011"]


def test_an_encrypted_report_that_opens_without_a_password_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    protected = partial(BaseDocTemplate, encrypt=StandardEncryption("", "owner", canPrint=0))
    monkeypatch.setattr("tests.typesetter.reportlab_producer.BaseDocTemplate", protected)
    layout = random_layout(random.Random(1), producer="reportlab")
    path = tmp_path / "protected.pdf"
    path.write_bytes(typeset(random_report(1), layout))
    assert b"/Encrypt" in path.read_bytes()
    assert ingest(tmp_path, str(path)).exit_code == 0
    assert len(reports(tmp_path)) == 1


def test_a_missing_path_beside_a_good_one_is_told_and_the_good_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = ingest(tmp_path, str(tmp_path / "missing.pdf"), str(tmp_path / "empty"), str(GOOD))
    assert result.exit_code == 1
    told = " ".join(result.stdout.split())
    assert "There is nothing at" in told
    assert "holds no PDF" in told
    assert reports(tmp_path) == ["9002-2011"]


@pytest.mark.parametrize(
    ("path", "words"), [("missing.pdf", "There is nothing at"), ("empty", "holds no PDF")]
)
def test_nothing_to_read_is_wrong_use(tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    result = ingest(tmp_path, str(tmp_path / path))
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert words in result.stderr
    assert not (tmp_path / "dataset").exists()


def test_a_dataset_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dataset").write_text("a file of that name")
    result = ingest(tmp_path, str(GOOD))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert (tmp_path / "dataset").read_text() == "a file of that name"


def test_a_disk_that_fills_up_leaves_the_published_tables(tmp_path: Path, bad_archive: Path) -> None:
    assert ingest(tmp_path, str(GOOD)).exit_code == 0
    before = {p.name: p.read_bytes() for p in (tmp_path / "dataset").iterdir() if p.is_file()}
    more = Path(GOOD.parent / "fabelstad-2021.pdf")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        result = ingest(tmp_path, str(more))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert result.exit_code in (1, 2)
    assert "before" in result.stderr
    assert "unchanged" in result.stderr
    assert {p.name: p.read_bytes() for p in (tmp_path / "dataset").iterdir() if p.is_file()} == before
    assert ingest(tmp_path, str(more)).exit_code == 0
    assert len(reports(tmp_path)) == 2
