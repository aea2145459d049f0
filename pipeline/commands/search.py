"""`kommunkompassen search`: which municipalities to learn from, and how we know."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.labels import KIND_LABELS
from pipeline.command_options import DatasetOption, JsonOption, dataset_folder
from pipeline.terminal import bar, console, print_json, shown

if TYPE_CHECKING:
    from rich.text import Text

    from corpus.searching.answers import Answer, EvidenceVote, Result


def register(app: typer.Typer) -> None:
    app.command("search", epilog='Example: kommunkompassen search "kontaktcenter" --since 2015 --dataset D')(
        search
    )


def search(
    text: Annotated[str, typer.Argument(help="What to learn about, in words.", show_default=False)] = "",
    dataset: DatasetOption = None,
    theme: Annotated[str | None, typer.Option(help="Only this theme (the same in every edition).")] = None,
    area: Annotated[int | None, typer.Option(help="Only this area number.", min=1, max=8)] = None,
    question: Annotated[str | None, typer.Option(help="A sub-question, as in 2.3.")] = None,
    edition: Annotated[str | None, typer.Option(help="Only this edition of the framework.")] = None,
    since: Annotated[int | None, typer.Option(help="First year of the reports.")] = None,
    until: Annotated[int | None, typer.Option(help="Last year of the reports.")] = None,
    county: Annotated[
        str | None, typer.Option(help='Only municipalities of this county, "Skåne län".')
    ] = None,
    population: Annotated[str | None, typer.Option(help="Inhabitants, as in 20000-60000.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only this kind: model, own, strength, score, passage.")
    ] = None,
    minimum_percent: Annotated[float | None, typer.Option(help="Lowest percent on the question.")] = None,
    exclude: Annotated[str | None, typer.Option(help="A municipality to leave out: your own.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="Most municipalities to show.", min=1)] = 10,
    exact: Annotated[bool, typer.Option("--exact", help="The words as written, no help.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print how each score adds up.")] = False,
    json: JsonOption = False,
) -> None:
    """Rank the municipalities to learn from about something, each with its evidence."""
    from corpus.dataset import open_dataset
    from corpus.searching.filters import Filters, population_range
    from corpus.searching.search import search as ask
    from corpus.searching.suggest import municipality_named

    filters = Filters(
        theme=theme,
        area=area,
        question=question,
        edition=edition,
        since=since,
        until=until,
        county=county,
        population=population_range(population),
        kind=kind,  # type: ignore[arg-type]
        minimum_percent=minimum_percent,
        exclude=municipality_named(exclude).code if exclude else None,
    )
    opened = open_dataset(dataset_folder(dataset))
    answer = ask(opened, text, filters, limit=limit, exact=exact, explain=explain)
    if json:
        print_json(dataclasses.asdict(answer))
    else:
        _print(answer, explain)


_MOST_WORDS = 12
_MOST_VOTES = 3


def _print(answer: Answer, explain: bool) -> None:
    out = console()
    if answer.note:
        out.print(shown(answer.note))
    if answer.suggestions:
        out.print(f"Menade du [bold]{' / '.join(shown(s) for s in answer.suggestions)}[/]?")
    if answer.searched != answer.query:
        out.print(f"Inga träffar på {shown(answer.query)}. Visar [bold]{shown(answer.searched)}[/].")
    if answer.expanded:
        more = ", ..." if len(answer.expanded) > _MOST_WORDS else ""
        out.print(f"[dim]Sökte även på: {shown(', '.join(answer.expanded[:_MOST_WORDS]))}{more}[/]")
    for match in answer.topics if answer.results else ():
        out.print(f"[dim]Delfråga {match.topic.question} (2010): {shown(match.topic.text)}[/]")
    if not answer.results and not answer.note:
        out.print("Inga träffar.")
    for topic in answer.nearest_topics:
        out.print(f"Närliggande delfråga {topic.question} (2010): {shown(topic.text)}")
    if not (answer.results or answer.note or answer.nearest_topics):
        from schemas.editions import themes

        out.print(f"Ramverkets teman är: {'; '.join(themes().values())}.")
        out.print("Visa alla delfrågor med [bold]kommunkompassen topics[/].")
    best = answer.results[0].score if answer.results else 1.0
    for place, result in enumerate(answer.results, 1):
        _print_result(place, result, best, explain)


def _print_result(place: int, result: Result, best: float, explain: bool) -> None:
    from rich.padding import Padding

    out = console()
    name = f"{place}. {shown(result.municipality)}"
    out.print(f"\n[bold]{name}[/]  [cyan]{bar(result.score / best, 10)}[/]  {result.score:.2f}")
    votes = result.evidence if explain else result.evidence[:_MOST_VOTES]
    for vote in votes:
        where = f"{vote.report_id} s. {vote.page}" if vote.page else vote.report_id
        line = f"[green]{KIND_LABELS[vote.kind]}[/] [dim]{shown(where)}, {vote.share:.0%} av poängen[/]"
        out.print(Padding(line, (0, 0, 0, 3)))
        if explain:
            found = "; ".join(vote.matched)
            out.print(Padding(f"[dim]{_sum(vote)}\nträff: {shown(found)}[/]", (0, 0, 0, 3)))
        if vote.before and not vote.marks:
            out.print(Padding(f"[dim]{shown(vote.before)}[/]", (0, 0, 0, 5)))
        out.print(Padding(_marked(vote), (0, 0, 0, 5)))
    if len(result.evidence) > len(votes):
        out.print(f"   [dim]och {len(result.evidence) - len(votes)} till (--explain visar alla)[/]")


def _sum(vote: EvidenceVote) -> str:
    return (
        f"{vote.value:.3f} = träff {vote.relevance:.2f}² × slag {vote.kind_weight:.2f}"
        f" × ålder {vote.recency:.2f} × poängläge {vote.standing:.2f} × ordning {vote.order:.2f}"
    )


def _marked(vote: EvidenceVote) -> Text:
    """The sentence with the asked words marked. Control characters are gone since it was indexed."""
    from rich.text import Text

    text = Text(vote.text)
    for start, end in vote.marks:
        text.stylize("bold", start, end)
    return text
