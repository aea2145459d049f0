"""A text cut into words and marks.

SpaCy's tokeniser cuts at white space first and then each run of characters for itself. So a run is
cut once and remembered: words come again and again, and a look-up costs a twentieth of the cutting.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer

_DASH_BETWEEN_WORDS = r"(?<=[^\W\d_])[–—](?=[^\W\d_])"


class Token(NamedTuple):
    """A word or mark as printed, and in lower case."""

    text: str
    lower: str


@dataclass(frozen=True)
class CutText:
    """A text and its words and marks, in order; white space is none."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def lowered(self) -> tuple[str, ...]:
        """The tokens in lower case."""
        return tuple([token.lower for token in self.tokens])

    @cached_property
    def characters(self) -> tuple[tuple[int, int], ...]:
        """Where each token stands in the text. Made when asked for: most sentences are never asked."""
        places: list[tuple[int, int]] = []
        end = 0
        for token in self.tokens:
            start = self.text.index(token.text, end)  # only white space stands between tokens
            end = start + len(token.text)
            places.append((start, end))
        return tuple(places)


def cut(text: str) -> CutText:
    """A text with its tokens."""
    return CutText(text, tuple([token for run in text.split() for token in _tokens(run)]))


@lru_cache(maxsize=50_000)
def _tokens(run: str) -> tuple[Token, ...]:
    """The tokens of characters without white space among them."""
    return tuple(Token(token.text, token.lower_) for token in tokenizer()(run))


@cache
def tokenizer() -> Tokenizer:
    """SpaCy's tokeniser for Swedish, which also cuts at the dash of `Umeå–Luleå`.

    Made once, on first use: importing spaCy takes half a second. No pipeline is made around it, which
    would compile the patterns twice.
    """
    from spacy.lang.sv import Swedish
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
    from spacy.vocab import create_vocab

    swedish = Swedish.Defaults
    return Tokenizer(
        create_vocab("sv", swedish),
        rules=swedish.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(swedish.prefixes or ()).search,
        suffix_search=compile_suffix_regex(swedish.suffixes or ()).search,
        infix_finditer=compile_infix_regex([*(swedish.infixes or ()), _DASH_BETWEEN_WORDS]).finditer,
        token_match=swedish.token_match,
        url_match=swedish.url_match,
    )
