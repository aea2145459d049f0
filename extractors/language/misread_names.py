"""Names of municipalities that OCR has misread: Uddeva11a, Orebro, Harnosand.

Only whole words with a capital are tried, and only in text that came from OCR. A word is taken for
a name when nothing but letters that OCR confuses differ, or when it is nearly the name and no other
name is nearly as near. A word that could be two names (Hábo for Håbo or Habo) is none.
"""

from __future__ import annotations

from functools import cache

from rapidfuzz import fuzz, process

from schemas.municipalities import Municipality, genitive, municipalities

_LEAST_LETTERS = 5
_LEAST_LETTERS_FUZZY = 7
_LEAST_LIKENESS = 87.0  # of 100: one wrong letter in eight
_LEAST_MARGIN = 6.0  # to the likest other municipality
_CONFUSED = str.maketrans(
    {"0": "o", "1": "l", "|": "l", "i": "l", "5": "s", "8": "b"}
    | dict.fromkeys("åäáàâ", "a")
    | dict.fromkeys("öóòô", "o")
)


def misread_name(word: str) -> Municipality | None:
    """The municipality that a misread word names, None when it names none or may name several."""
    if len(word) < _LEAST_LETTERS or not word[0].isupper() or not any(c.isalpha() for c in word[1:]):
        return None
    folded = _folded(word)
    same = _folded_names().get(folded)
    if same is not None:
        return next(iter(same)) if len(same) == 1 else None
    return _likest(folded) if len(word) >= _LEAST_LETTERS_FUZZY else None


def _likest(folded: str) -> Municipality | None:
    names = _folded_names()
    found = process.extract(
        folded, list(names), scorer=fuzz.ratio, limit=8, score_cutoff=_LEAST_LIKENESS - _LEAST_MARGIN
    )
    if not found or found[0][1] < _LEAST_LIKENESS or len(names[found[0][0]]) > 1:
        return None
    likest = names[found[0][0]]
    rivals = [score for name, score, _ in found if names[name] != likest]
    return next(iter(likest)) if not rivals or found[0][1] - rivals[0] >= _LEAST_MARGIN else None


def _folded(word: str) -> str:
    """A word with the letters that OCR confuses made one."""
    return word.lower().translate(_CONFUSED).replace("rn", "m")


@cache
def _folded_names() -> dict[str, frozenset[Municipality]]:
    names: dict[str, set[Municipality]] = {}
    for municipality in municipalities():
        if " " not in municipality.name and "-" not in municipality.name:
            for form in (municipality.name, genitive(municipality.name)):
                names.setdefault(_folded(form), set()).add(municipality)
    return {form: frozenset(named) for form, named in names.items()}
