"""Take the pictures of the pages that docs/ keeps, from the sample archive.

    python -m tests.web.screenshots docs [--all FOLDER]

With --all also every page at the widths of a phone, a tablet and a desktop, to look at.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ViewportSize

from pipeline.ingest import Settings, ingest
from tests.web.browser import chromium, served
from tests.web.conftest import SAMPLES, site_of

KEPT = {
    "page-search": ("/sok?q=medborgardialog", 1180, 1000),
    "page-evidence": ("/belagg/9005-2021/e3", 1180, 900),
    "page-municipality": ("/kommun/9002#profil-1", 1180, 900),
}
EVERY = {
    "start": "/sok",
    "search": "/sok?q=medborgardialog&utgava=2020",
    "nothing": "/sok?q=xqzw",
    "municipalities": "/kommun",
    "municipality": "/kommun/9002",
    "report": "/rapport/9004-2018",
    "evidence": "/belagg/9005-2021/e3",
    "compare": "/jamfor?kommun=Sagoberga&kommun=P%C3%A5hittn%C3%A4s&kommun=Fabelstad",
    "topics": "/amnen?q=klagom%C3%A5l",
    "data": "/data",
    "problem": "/kommun/Sagobarga",
}
WIDTHS = (360, 768, 1440)
_COLOURS = 96


def take_kept(browser: Browser, address: str, folder: Path) -> None:
    """The pictures for the docs, in few colours."""
    for name, (path, width, height) in KEPT.items():
        size: ViewportSize = {"width": width, "height": height}
        page = browser.new_page(base_url=address, viewport=size, reduced_motion="reduce")
        page.goto(path)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)
        page.close()


def take_all(browser: Browser, address: str, folder: Path) -> None:
    """Every page at every width, whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page = browser.new_page(base_url=address, viewport={"width": width, "height": 900})
        for name, path in EVERY.items():
            page.goto(path)
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        page.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("docs", type=Path)
    parser.add_argument("--all", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as dataset, chromium() as browser:
        ingest([str(SAMPLES)], Path(dataset), Settings(workers=2))
        with served(site_of(Path(dataset), SAMPLES)) as address:
            take_kept(browser, address, given.docs)
            if given.all:
                take_all(browser, address, given.all)


if __name__ == "__main__":
    main()
