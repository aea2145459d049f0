"""Swedish word forms and compound parts of the domain, and the words that say nothing.

Data beside the thesaurus: `stems.yaml` (families of irregular forms), `endings.yaml` (endings that
the stemmer treats apart), `compounds.yaml` (what compounds are made of) and `stop_words.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpus.words.word_lists import WordDataError, file_text, plain_words, read_mapping, read_words, read_yaml

_GENITIVE = re.compile(r"(?<=[a-zåäö]{3}(?:er|or|ar|[eoiåöéy]n|et|na|an|rn))s$")


@dataclass(frozen=True, slots=True)
class Ending:
    """A rule for one kind of ending, with forms that it changes and words that it leaves."""

    why: str
    after: re.Pattern[str]
    """How the stem before the ending ends."""
    endings: tuple[str, ...]
    examples: Mapping[str, str]
    becomes: str = ""
    apart: tuple[str, ...] = ()

    def changed(self, word: str) -> str | None:
        """The word with its ending replaced, None where the rule does not hold for it."""
        for ending in self.endings:
            stem = word.removesuffix(ending)
            if len(stem) < len(word) and self.after.search(stem):
                return stem + self.becomes
        return None


@dataclass(frozen=True, slots=True)
class CompoundParts:
    """Parts that Swedish compounds of the domain are made of, in small letters.

    `modifiers` stand first or in the middle, in the form they take there before a joining s
    ("medborgar", "kvalitet"), mapped to the word they stand for ("medborgare", "kvalitet");
    `heads` stand last, in base form. `whole` are words that only look like compounds ("måltid").
    """

    modifiers: Mapping[str, str]
    heads: tuple[str, ...]
    whole: frozenset[str]


def base_form(word: str) -> str:
    """A form of `word` that the Swedish Snowball stemmer stems as it stems the word's other forms.

    `word` is one word in small letters. The result is for stemming, not for showing.
    """
    word = _GENITIVE.sub("", stem_families().get(word, word))
    word = stem_families().get(word, word)
    for rule in endings():
        if word.endswith(rule.endings) and (changed := rule.changed(word)) is not None:
            return changed
    return word


@lru_cache(maxsize=1)
def stem_families() -> Mapping[str, str]:
    """Inflected or derived word to the word it is searched as, where Snowball's stems differ.

    Raises WordDataError where the file is wrong.
    """
    name = "stems.yaml"
    return _word_by_form(name, read_mapping(name, file_text(name)))


@lru_cache(maxsize=1)
def endings() -> tuple[Ending, ...]:
    """The rules of endings, in the order they are tried. Raises WordDataError where the file is wrong."""
    name = "endings.yaml"
    rules = read_yaml(name, file_text(name))
    try:
        return tuple(
            Ending(
                **rule
                | {"after": re.compile(rule["after"] + "$")}
                | {key: tuple(rule.get(key, ())) for key in ("endings", "apart")}
            )
            for rule in rules
        )
    except (TypeError, KeyError, re.error) as error:
        raise WordDataError(f"{name}: a rule needs why, after, endings and examples ({error})") from error


@lru_cache(maxsize=1)
def compound_parts() -> CompoundParts:
    """The domain's compound parts. Raises WordDataError where the file is wrong."""
    name = "compounds.yaml"
    data = read_mapping(name, file_text(name))
    if set(data) != {"modifiers", "changed", "heads", "whole"} or not isinstance(data["changed"], dict):
        raise WordDataError(f"{name}: expected the lists modifiers, heads and whole, and the mapping changed")
    modifiers = {word: word for word in read_words(name, "modifiers", data["modifiers"])}
    modifiers |= _word_by_form(name, data["changed"])
    heads, whole = (read_words(name, key, data[key]) for key in ("heads", "whole"))
    return CompoundParts(modifiers, heads, frozenset(whole))


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Swedish words that say nothing about a topic, in small letters."""
    return plain_words("stop_words.txt")


def _word_by_form(name: str, families: Mapping[str, Any]) -> dict[str, str]:
    """Each form to its word. A form of two words is an error: it could not be searched as both."""
    words: dict[str, str] = {}
    for word, forms in families.items():
        for form in read_words(name, word, forms):
            if words.setdefault(form, word) != word:
                raise WordDataError(f"{name}: “{form}” is a form of “{words[form]}” and of “{word}”")
    return words
