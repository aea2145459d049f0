"""A small dataset about fictional municipalities, for the tests of what one may ask of a dataset."""

from __future__ import annotations

from pathlib import Path

from corpus.dataset import Dataset, open_dataset
from corpus.store import write_tables
from schemas.municipalities import by_code
from schemas.records import (
    AreaScore,
    Box,
    Example,
    Extraction,
    Fact,
    Finding,
    Passage,
    QuestionScore,
    Relation,
    Report,
)

BOX = (Box(4, 70, 100, 500, 112),)


def name_of(code: str) -> str:
    """The name of a municipality of the register."""
    found = by_code(code)
    assert found is not None
    return found.name


class ReportWriter:
    """Collects the records of one report."""

    def __init__(self, code: str, year: int, edition: str, inhabitants: int | None = None) -> None:
        self.code, self.year, self.edition = code, year, edition
        self.areas: list[AreaScore] = []
        self.questions: list[QuestionScore] = []
        self.findings: list[Finding] = []
        self.passages: list[Passage] = []
        self.examples: list[Example] = []
        self.facts = (
            ()
            if inhabitants is None
            else (Fact("Folkmängd", str(inhabitants), float(inhabitants), None, BOX),)
        )

    def area(self, number: int, title: str, theme: str, percent: float) -> None:
        """An area with its score."""
        self.areas.append(AreaScore(number, title, theme, percent, 100, percent, percent, percent, None, BOX))

    def question(self, number: str, text: str, percent: float) -> None:
        """A sub-question with its score of 20."""
        points = percent / 5
        self.questions.append(
            QuestionScore(int(number[0]), number, text, points, 20, percent, points, points, BOX)
        )

    def strength(self, area: int, text: str) -> None:
        """A bullet among the strengths."""
        number = len(self.findings) + 1
        self.findings.append(Finding(f"f{number}", area, "strength", number, text, None, BOX))

    def passage(
        self,
        area: int,
        heading: str,
        text: str,
        *examples: tuple[Relation, str, str],
        question: str | None = None,
    ) -> None:
        """A paragraph, and the sentences in it that name municipalities: relation, code, sentence."""
        passage_id = f"p{len(self.passages) + 1}"
        self.passages.append(Passage(passage_id, area, heading, question, len(self.passages) + 1, text, BOX))
        for relation, code, sentence in examples:
            assert sentence in text
            self.examples.append(
                Example(
                    f"e{len(self.examples) + 1}",
                    area,
                    heading,
                    question,
                    relation,
                    code,
                    name_of(code),
                    sentence,
                    None,
                    1.0,
                    passage_id,
                    BOX,
                )
            )

    def extraction(self) -> Extraction:
        """The report."""
        report = Report(
            self.code,
            name_of(self.code),
            self.year,
            None,
            self.edition,
            1,
            (),
            None,
            None,
            30,
            sum(a.achieved or 0 for a in self.areas),
            None,
            f"{self.code}-{self.year}.pdf",
            "0" * 64,
            None,
            "text",
            None,
            "test",
        )
        return Extraction(
            report,
            tuple(self.areas),
            tuple(self.questions),
            tuple(self.findings),
            tuple(self.passages),
            tuple(self.examples),
            self.facts,
        )


def fictional_reports() -> list[ReportWriter]:
    """Three reports of two editions, each with a few areas."""
    first = ReportWriter("9001", 2011, "2010", 24_000)
    first.area(1, "Offentlighet och demokrati", "demokrati", 60)
    first.area(2, "Tillgänglighet och brukarorientering", "brukare", 45)
    first.question("1.4", "Hur främjas medborgardialog och deltagande", 70)
    first.question("2.2", "Hur arbetar kommunen med tillgänglighet och bemötande?", 30)
    first.passage(
        1,
        "Medborgardialog och deltagande",
        "Ungdomsrådet får förslagen innan de är skrivna. Det är ett gott exempel. "
        "Byalagen är fler än för tio år sedan.",
        ("own", "9001", "Det är ett gott exempel."),
        question="1.4",
    )
    first.passage(
        2,
        "Tillgänglighet och bemötande",
        "Ett kontaktcenter saknas ännu. Sägenvik är en sådan kommun att besöka. "
        "Avståndet till Mytaryd är långt.",
        ("model", "9008", "Sägenvik är en sådan kommun att besöka."),
        ("mention", "9007", "Avståndet till Mytaryd är långt."),
        question="2.2",
    )
    first.strength(1, "Ungdomsråd med egen budget")
    second = ReportWriter("9005", 2018, "2016", 71_000)
    second.area(1, "Offentlighet och demokrati", "demokrati", 50)
    second.area(2, "Brukarfokus, tillgänglighet och bemötande", "brukare", 80)
    second.question("1.4", "Hur genomförs dialog med medborgare?", 40)
    second.question("2.2", "Hur säkerställs god tillgänglighet?", 85)
    second.passage(
        2,
        "Tillgänglighet och service",
        "Kontaktcentret löser nio ärenden av tio och är en förebild. Öppettiderna är långa.",
        ("own", "9005", "Kontaktcentret löser nio ärenden av tio och är en förebild."),
    )
    second.passage(
        1,
        "Dialog",
        "Här finns mer att göra. Se hur Fiktköping låter dialogen med medborgarna börja tidigt.",
        ("model", "9001", "Se hur Fiktköping låter dialogen med medborgarna börja tidigt."),
    )
    second.strength(2, "Servicegarantier för varje verksamhet")
    third = ReportWriter("9002", 2013, "2010", 9_000)
    third.area(1, "Offentlighet och demokrati", "demokrati", 30)
    third.area(2, "Tillgänglighet och brukarorientering", "brukare", 65)
    third.question("1.4", "Hur främjas medborgardialog och deltagande", 20)
    third.question("2.2", "Hur arbetar kommunen med tillgänglighet och bemötande?", 90)
    third.passage(
        2,
        "Tillgänglighet och bemötande",
        "Låtsele har ett servicecenter i biblioteket, och det kan inspirera.",
        ("model", "9006", "Låtsele har ett servicecenter i biblioteket, och det kan inspirera."),
        question="2.2",
    )
    return [first, second, third]


def write_dataset(folder: Path, reports: list[ReportWriter], version: str = "one") -> Dataset:
    """Write the reports as a dataset into `folder` (made when missing) and open it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [(f"{report.code}-{report.year}", report.extraction()) for report in reports]
    write_tables(folder, made, version)
    return open_dataset(folder)
