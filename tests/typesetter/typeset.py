"""Typeset a report: from what is written to the PDF.

python -m tests.typesetter.typeset OUT.pdf --seed 4 [--edition 2010] [--length 1.0] [FIELD=VALUE ...]

writes the random report of a seed in the plainest layout apart from the fields given, such as
`producer=reportlab bullet=none`, and its gold beside it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from tests.typesetter.chromium_producer import chromium_pdf
from tests.typesetter.compose import compose
from tests.typesetter.gold import gold
from tests.typesetter.layout import Layout, choices, possible
from tests.typesetter.page_boxes import with_page_boxes
from tests.typesetter.random_report import EDITIONS, random_report
from tests.typesetter.report import Report
from tests.typesetter.reportlab_producer import reportlab_pdf
from tests.typesetter.typst_producer import typst_pdf

_PRODUCERS = {"typst": typst_pdf, "reportlab": reportlab_pdf, "chromium": chromium_pdf}


def typeset(report: Report, layout: Layout) -> bytes:
    """The PDF of `report` in `layout`; the same input gives the same bytes."""
    data = _PRODUCERS[layout.producer](compose(report, layout), layout)
    return with_page_boxes(data, layout.rotation, layout.crop) if layout.rotation or layout.crop else data


def _chosen(setting: str) -> tuple[str, Any]:
    """`margin=56` as ("margin", 56). Raises KeyError or ValueError for what no layout has."""
    field, _, text = setting.partition("=")
    return field, next(value for value in choices(field) if str(value) == text)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.typesetter.typeset", description=__doc__.split("\n")[0]
    )
    parser.add_argument("target", type=Path)
    parser.add_argument("settings", nargs="*", metavar="FIELD=VALUE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--edition", choices=EDITIONS)
    parser.add_argument("--length", type=float, default=1.0)
    options = parser.parse_intermixed_args()
    report = random_report(options.seed, edition=options.edition, length=options.length)
    layout = possible(Layout(**dict(map(_chosen, options.settings))))
    options.target.write_bytes(typeset(report, layout))
    records = json.dumps(gold(report, layout), ensure_ascii=False, indent=1)
    options.target.with_suffix(".json").write_text(records + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
