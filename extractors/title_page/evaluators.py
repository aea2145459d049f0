"""The evaluators on the title page, each with the employer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.layout.lines import Line

_ROLE = (
    r"(?:\w*utvärder(?:are|arna|aren|ingsgrupp(?:en)?|ingsteam(?:et)?|ingsledare)"
    r"|(?:rapport)?författare|granskare)(?: är| var)?"
)
_WORK = r"(?:rapport(?:en)?|analys(?:en)?|granskning(?:en)?|utvärdering(?:en)?)(?: är| har)?"
_MADE = r"(?:gjord|gjorts|utförd|utförts|utfördes|genomförd|genomförts|genomfördes|skriven|skrivits)"
_LABEL = re.compile(
    rf"(?:{_ROLE}|{_WORK} {_MADE}(?:[^,.:]{{0,40}}? av)?|{_MADE} av|av(?=:))\s*:?(?:\s+|$)", re.IGNORECASE
)
"""Says that evaluators follow: what they are ("Utvärderare:") or did ("Utvärderingen utfördes av")."""
_NAME_WORD = r"(?:[A-ZÅÄÖÉ][a-zåäöéüøæ]+(?:-[A-ZÅÄÖÉ][a-zåäöéüøæ]+)*|[A-ZÅÄÖ]\.|af|von|de)"
_PERSON = re.compile(rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,4}}")
_CAPITALS = r"[A-ZÅÄÖÉ]{2,}(?:-[A-ZÅÄÖÉ]{2,})*"
_LABELLED_PERSON = re.compile(rf"(?:{_NAME_WORD}|{_CAPITALS})(?:\s+(?:{_NAME_WORD}|{_CAPITALS})){{1,4}}")
"""Capitals alone may be a place's name as well, so they count after a label only."""
_ALSO = re.compile(r"(?:och|samt|eller)\b\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_REACHED_BY = re.compile(
    r"(?:\b(?:tel(?:efon)?|mobil|tfn|e-post|e-mail)\b[.:]?\s*)?(?:\S+@\S+|(?:\+\d{1,3}\s?)?\(?\b\d[\d\s()–-]{5,}\d\b)",
    re.IGNORECASE,
)
"""An address or a telephone number, which is no employer."""
_SEPARATOR = re.compile(
    r"(\s*,\s*(?:och\s+)?|\s+(?:och|samt|tillsammans\s+med|från)\s+|\s*[&;]\s*|\s+/\s+|\s+(?=\())",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"[\s,;]+(?:och|samt|&)$", re.IGNORECASE)
"""What a line ends with that goes on with a further person."""
_ORGANISATION = re.compile(
    r"\b(?:skl|skr|kommun(?:er)?|kommunförbundet|sveriges|landsting(?:et)?|regioner?|region\w*|stads?|universitet\w*|"
    r"högskola\w*|lt|ab|konsult\w*|utredare|strateg|chef|f\.d\.|f\s?d|senior|kommunkompassen|kompassen|analys|"
    r"rapport|innehåll|exempel\w*|påhittad\w*|sid(?:a|an)?)\b",
    re.IGNORECASE,
)

_VERB = re.compile(r"\b(?:har|är|var|kan|ska|skall|får|bör|blir|finns|hade|deltar|arbetar)\b")
"""What a sentence has and a list of people with employers has not."""

MOST_ANNOUNCED_LINES = 8
"""Lines after "Utvärderare:" that may name evaluators."""

EMPLOYER_LINE_CHARACTERS = 50


def evaluator_lines(parts: Sequence[Line]) -> tuple[int, ...]:
    """Which lines of a title page name evaluators.

    A line does that names a person and an employer, or what stands after "Utvärderare:"; a name
    alone does when the next line, set close below, is its employer.
    """
    found: set[int] = set()
    for i, part in enumerate(parts):
        label = _label_of(part.text)
        rest = part.text[label:]
        if label:
            found.add(i)
            found.update(_announced(parts, i + 1))
        elif _VERB.search(rest):
            continue
        elif (_names_person(rest) and len(_people(rest)) == 1 and _people(rest)[0] != rest) or (
            _people(rest) and _SEPARATOR.search(rest) and _ORGANISATION.search(rest)
        ):
            found.add(i)
        elif is_person(rest) and i + 1 < len(parts) and _is_employer_of(part, parts[i + 1]):
            found.update((i, i + 1))
    for i in sorted(found):
        if i + 1 < len(parts) and _goes_on(parts[i], parts[i + 1]):
            found.add(i + 1)
    return tuple(sorted(found))


def _goes_on(line: Line, following: Line) -> bool:
    """Whether the employer goes on below ("Y" over "kommun"), or after a comma stands there whole."""
    employer = line.text.endswith(",") and _ORGANISATION.search(following.text) is not None
    goes_on = len(following.text) < EMPLOYER_LINE_CHARACTERS and (employer or following.text[:1].islower())
    return goes_on and line.page == following.page and following.top - line.bottom < line.bottom - line.top


def read_evaluators(lines: Iterable[Line]) -> tuple[str, ...]:
    """The evaluators that these lines name, one each as in "Karin Ek, SKL".

    What follows a person up to the next one is the employer, addresses and telephone numbers left
    out; people named together before one employer ("A, B och C, SKL") each get it.
    """
    pieces: list[tuple[str, str]] = []
    labelled = False
    for line in lines:
        label = _label_of(line.text)
        labelled |= label > 0
        text = line.text[label:]
        if pieces and pieces[-1][1].endswith("-") and text[:1].islower() and not _ALSO.match(text):
            before = pieces.pop()  # a word that is hyphenated
            pieces += _pieces(before[1][:-1] + text.strip(), before[0])
            continue
        also = _ALSO.match(text)
        if also and _begins_with_person(text[also.end() :], labelled=labelled):
            text = text[also.end() :]
        joint = " " if text[:1].islower() else ", "
        pieces += _pieces(text.strip(), joint if pieces else "")
    people: list[tuple[str, list[str]]] = []
    for separator, text in pieces:
        if is_person(text, labelled=labelled):
            people.append((text, []))
        elif people:
            own = people[-1][1]
            bracketed = None if own else _IN_BRACKETS.fullmatch(text)
            if bracketed:  # "A (SKL)" is "A, SKL"
                separator, text = ", ", bracketed[1]
            own.append(f"{separator if own or separator.isspace() else ', '}{text}")
    named: list[str] = []
    employer = ""
    for person, after in reversed(people):
        employers = "".join(after).rstrip(" ,;")
        employer = employers or employer
        named.insert(0, person + employer)
    return tuple(dict.fromkeys(named))


def _label_of(text: str) -> int:
    """How many characters the label takes at a line's beginning, where people follow or the line ends."""
    label = _LABEL.match(text)
    if label is None:
        return 0
    rest = text[label.end() :]
    return label.end() if not rest or _begins_with_person(rest, labelled=True) else 0


def _begins_with_person(text: str, *, labelled: bool) -> bool:
    pieces = _pieces(text, "")
    return bool(pieces) and is_person(pieces[0][1], labelled=labelled)


def _pieces(text: str, first_separator: str) -> list[tuple[str, str]]:
    """A text cut at commas, "och" and before brackets, each piece with what stood before it."""
    parts = _SEPARATOR.split(_LEFT_OPEN.sub("", _REACHED_BY.sub("", text).strip()))
    pieces = [(first_separator, parts[0])]
    pieces += [(parts[k], parts[k + 1]) for k in range(1, len(parts) - 1, 2)]
    return [(separator, piece.strip()) for separator, piece in pieces if piece.strip()]


def _people(text: str) -> list[str]:
    return [piece for _, piece in _pieces(text, "") if is_person(piece)]


def is_person(text: str, *, labelled: bool = False) -> bool:
    """Whether a text is a person's name; after a label it may stand in capitals."""
    form = _LABELLED_PERSON if labelled else _PERSON
    return bool(form.fullmatch(text)) and not _ORGANISATION.search(text)


def _names_person(text: str) -> bool:
    """Whether a line begins with a person and goes on with a comma or a bracket, as an employer follows."""
    pieces = _pieces(text, "")
    return len(pieces) >= 2 and is_person(pieces[0][1]) and len(text) < 120 and not re.search(r"\d{3}", text)


def _announced(parts: Sequence[Line], start: int) -> list[int]:
    """The lines after a label of its own: people, and employers below them."""
    found: list[int] = []
    for i in range(start, min(start + MOST_ANNOUNCED_LINES, len(parts))):
        text = parts[i].text
        employer = bool(found) and is_person(parts[i - 1].text) and _is_employer_of(parts[i - 1], parts[i])
        if not (is_person(text) or _names_person(text) or employer):
            break
        found.append(i)
    return found


def _is_employer_of(person: Line, line: Line) -> bool:
    """Whether a line set close below a person's name holds the employer."""
    close = line.top - person.bottom < 1.0 * (person.bottom - person.top)
    alike = abs(person.style.size - line.style.size) < 3
    return (
        close
        and alike
        and len(line.text) < EMPLOYER_LINE_CHARACTERS
        and bool(_ORGANISATION.search(line.text))
    )
