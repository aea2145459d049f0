"""What a run of characters from a PDF says, whichever codes its producer chose.

Both readers spell their words through here, so that a bullet is one character, a ligature its
letters, and "å" one letter, whatever the font.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

BULLET = "•"
UNREADABLE = "\ufffd"  # a glyph of which the PDF does not say what it means

_BULLETS = frozenset("•‣⁃∙·●○◦◉▪▫■□▸►▶◆◇❖➢➤✓✔⚫⬤")
_DASHES = frozenset("-–—‒−")
_DINGBAT_FONT = re.compile(r"wingdings|webdings|dingbats|opensymbol", re.IGNORECASE)
_TYPEWRITER_FONT = re.compile(r"courier", re.IGNORECASE)
_BOLD_FONT = re.compile(r"bold|(?:black|heavy|demi)(?![a-z])|[-,](?:bd|hv|blk)(?![a-z])", re.IGNORECASE)
_SUBSET_PREFIX = re.compile(r"^[A-Z]{6}\+")

_SOFT_HYPHEN = "\u00ad"
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_UNSEEN.update(dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]))
_SPELLED_OUT = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_SPELLED_OUT.update({0x2010: "-", 0x2011: "-"})
_PLAIN = re.compile(r"[!-~\xa1-\xac\xae-\u02ff–—‘’“”„…€]{2,}")


def font_name(base_font: str) -> str:
    """The name of a font without the tag that marks a subset of it (ISO 32000-1, 9.6.4)."""
    return _SUBSET_PREFIX.sub("", base_font)


def is_bold(font: str) -> bool:
    """Whether a font's name says that it is bold. Weights in font descriptors are not reliable."""
    return _BOLD_FONT.search(font) is not None


@lru_cache(maxsize=50_000)  # words come again and again
def printed_text(codes: str, font: str) -> str:
    """The text of a word as printed, "" where nothing is to be seen.

    A bullet of any kind that stands alone becomes "•" (a dash stays a dash). Ligatures are spelled
    out, letters composed (NFC), control and zero-width characters dropped. A soft hyphen is seen
    only at the end of a line: there it becomes "-", elsewhere it is dropped.
    """
    if _PLAIN.fullmatch(codes):
        return codes
    text = codes.translate(_UNSEEN).translate(_SPELLED_OUT)
    if _SOFT_HYPHEN in text:
        hyphen = "-" if text.endswith(_SOFT_HYPHEN) and len(text) > 1 else ""
        text = text.replace(_SOFT_HYPHEN, "") + hyphen
    text = unicodedata.normalize("NFC", text)
    return BULLET if len(text) == 1 and _is_bullet(text, font) else text


def _is_bullet(char: str, font: str) -> bool:
    if char in _DASHES:
        return False
    if char in _BULLETS or unicodedata.category(char) == "Co":
        return True
    return _DINGBAT_FONT.search(font) is not None or (
        char == "o" and _TYPEWRITER_FONT.search(font) is not None
    )
