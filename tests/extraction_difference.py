"""What a change extracts otherwise than its base, over the sample archive.

    python -m tests.extraction_difference [--base REVISION] [--most 20] [FOLDER]

Reads every PDF of FOLDER (samples/) with the code of this tree and with that of the base revision,
and prints the rows that are gone and the rows that are new, table by table. The base is the merge
base with origin/main, or the commit before where that is this one. An extraction change is judged
by this list: every line of it should be meant.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]

# Runs in the tree whose extraction is asked for, so it may use no more than both trees have.
_EXTRACT = """
import json, pathlib, sys
from extractors.report import read_report
from schemas.tables import rows
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.pdf")):
    for table, found in rows(read_report(path.read_bytes(), path.name), path.stem).items():
        for row in found:
            row.pop("extractor_version", None)
            print(json.dumps([table, row], ensure_ascii=False, sort_keys=True, default=str))
"""


def extracted(tree: Path, folder: Path) -> Counter[tuple[str, str]] | None:
    """The rows that the code in `tree` reads from the PDFs of `folder`; None where it cannot run."""
    run = subprocess.run(
        [sys.executable, "-c", _EXTRACT, str(folder)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        print(run.stderr.strip().splitlines()[-1] if run.stderr else "no output", file=sys.stderr)
        return None
    return Counter((table, _shown(row)) for table, row in map(json.loads, run.stdout.splitlines()))


def _shown(row: dict[str, object]) -> str:
    """A row without its boxes, whose last decimals differ from machine to machine, and empty cells."""
    return json.dumps(
        {k: v for k, v in row.items() if k not in ("bbox", "boxes") and v is not None}, ensure_ascii=False
    )


def base_revision() -> str | None:
    """The commit that this one is compared with, None where there is none before it."""
    for revision in ("origin/main", "main"):
        base = _git("merge-base", "HEAD", revision)
        if base and base != _git("rev-parse", "HEAD"):
            return base
    return _git("rev-parse", "--verify", "--quiet", "HEAD^")


def _git(*arguments: str) -> str | None:
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return run.stdout.strip() if run.returncode == 0 else None


def difference(folder: Path, base: str, most: int) -> list[str]:
    """The lines to print: what the base extracts and this tree does not, and the other way round."""
    now = extracted(ROOT, folder)
    if now is None:
        return ["this tree extracts nothing: see the error above"]
    with tempfile.TemporaryDirectory() as temporary:
        tree = Path(temporary) / "base"
        if _git("worktree", "add", "--detach", str(tree), base) is None:
            return [f"the base {base} cannot be checked out"]
        try:
            before = extracted(tree, folder)
        finally:
            _git("worktree", "remove", "--force", str(tree))
    if before is None:
        return [f"the base {base[:10]} extracts nothing: all {now.total()} rows are new"]
    gone, new = before - now, now - before
    lines = [f"extraction against {base[:10]}: {gone.total()} rows gone, {new.total()} new, of {now.total()}"]
    for sign, rows in (("-", gone), ("+", new)):
        listed = sorted(rows.elements())
        lines += [f"{sign} {table} {row}"[:400] for table, row in listed[:most]]
        lines += [f"{sign} ... and {len(listed) - most} more"] if len(listed) > most else []
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "samples")
    parser.add_argument("--base", help="revision to compare with")
    parser.add_argument("--most", type=int, default=20, help="rows listed of each kind (20)")
    options = parser.parse_args()
    base = options.base or base_revision()
    if base is None:
        print("extraction: nothing to compare with, this is the first commit")
        return
    print("\n".join(difference(options.folder.resolve(), base, options.most)))


if __name__ == "__main__":
    main()
