"""Every number that decides a ranking, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

HIGH_PERCENT = 75.0
"""Percent on a question from which the score itself is a vote: the upper end in every edition."""

FEWEST_TO_COMPARE = 5
"""Scores of a question in an edition below which a rank among them says less than the percent itself."""
STANDING_LOWEST, STANDING_HIGHEST = 0.9, 1.0
"""What a vote counts where the municipality scores worst or best of its edition on the question."""

KIND_WEIGHTS: Mapping[str, float] = {
    # Evaluators of another municipality send their readers here: the strongest thing a report says.
    "model": 1.0,
    # The evaluators hold the evaluated municipality up as an example.
    "own": 0.95,
    # A bullet among the strengths: praise, but nobody is told to go and look.
    "strength": 0.30,
    # A high score says how well, not what is done.
    "score": 0.15,
    # Prose tells what is there, good or bad.
    "passage": 0.10,
}

FIELD_WEIGHTS: Mapping[str, float] = {
    "text": 1.0,
    # The practice is as often named right before the sentence with the name as in it.
    "before": 0.9,
    "earlier": 0.7,
    "after": 0.4,
    # Further off in the paragraph there may be another practice.
    "around": 0.4,
    "heading": 0.7,
    "question_text": 0.5,
    "area_title": 0.2,
    # How sure the topic is stands in the query; here it is bound or not.
    "topic": 1.0,
}
"""How much a word counts by where it stands, of 1."""

PART_WEIGHT = 0.7
"""The word as a part of a compound: `dialog` in `medborgardialog`."""
SPLIT_WEIGHT = 0.85
"""All parts of the asked compound, apart: `dialog med medborgare` for `medborgardialog`."""
HEAD_WEIGHT = 0.3
"""The last part of the asked compound alone: it says what kind of thing, not which."""
MODIFIER_WEIGHT = 0.4
"""Its first part alone: it says which (`pension` in `pensionsskuld`), if not what of it."""
SYNONYM_WEIGHT = 0.85
PHRASE_WEIGHT = 0.8
NARROWER_WEIGHT = 0.6
BROADER_WEIGHT = 0.35
"""Related words of the thesaurus: a synonym nearly the word, a broader term a hint."""
UNLIKE_WORD = 0.7
"""A related word with no part in common with what was asked: groups are loose at their edges."""

TELLING_RARITY = 4.5
"""Rarity (BM25's idf) from which a related word tells as much as it can: one row in ninety holds it."""

RELEVANCE_POWER = 2.0
"""A half match is worth less than half: it is often about something else."""
FURTHER_VOTE = 0.3
"""Each further vote of a municipality counts this much of the one before: volume does not win."""
RECENCY_PER_YEAR = 0.01
RECENCY_FLOOR = 0.85
"""Practices age: one percent a year against the newest report, fifteen at most."""
CANDIDATES = 400
"""Evidence rows that are weighed per search, the best by plain BM25."""
MOST_VOTES = 5
"""Votes of a municipality that count; a sixth would add less than a hundredth."""
LEAST_RELEVANCE = 0.2
"""Evidence that answers less of the query than this is no vote."""
LIGHT_WORD = 0.2
"""Words such as "bedrivs" and "arbetar med" against a word that says what is asked about."""
TOPIC_SHARE = 0.45
"""How much of the relevance is the framework's question, where the query has one; the rest is words."""
NEAR_WORDS = 6
"""How far apart, in indexed words and parts, the words of one term may stand: "enkät till alla nya valda"."""
