"""The lists of words beside this module, read strictly: what is not understood is an error."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import Any

import yaml

_FOLDER = files("corpus.words") / "vocabulary"


class WordDataError(ValueError):
    """A file of words breaks its schema. The message names the file, the place and the remedy."""


def file_text(name: str) -> str:
    """The text of a file of words that comes with the package."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def plain_words(name: str) -> frozenset[str]:
    """The words of a text file that comes with the package; from `#` to the end of a line is a remark."""
    return frozenset(word for line in file_text(name).splitlines() for word in line.split("#")[0].split())


def vocabulary_digest() -> str:
    """Eight hexadecimal digits that change whenever a list of words does."""
    digest = hashlib.sha256()
    for file in sorted(_FOLDER.iterdir(), key=lambda f: f.name):
        if file.name.endswith((".yaml", ".txt")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def file_names() -> tuple[str, ...]:
    """The YAML files of words that come with the package, sorted."""
    return tuple(sorted(f.name for f in _FOLDER.iterdir() if f.name.endswith(".yaml")))


def read_mapping(name: str, text: str) -> dict[str, Any]:
    """The mapping from words that a YAML text holds. Raises WordDataError where it is none."""
    data = read_yaml(name, text)
    if not isinstance(data, dict) or not all(isinstance(key, str) and key.strip() for key in data):
        raise WordDataError(f"{name}: expected words as keys (a bare ja, nej, on or off needs quotes)")
    return data


def read_yaml(name: str, text: str) -> Any:
    """What a YAML text holds. Raises WordDataError for broken YAML or a repeated key."""
    try:
        return yaml.load(text, _StrictLoader)
    except (yaml.YAMLError, WordDataError) as error:
        raise WordDataError(f"{name}: {error}") from error


def read_words(name: str, owner: str, values: Any) -> tuple[str, ...]:
    """A list of words, each once. Raises WordDataError naming the file and the list's owner."""
    if not isinstance(values, list) or not all(isinstance(v, str) and v and v == v.strip() for v in values):
        raise WordDataError(f"{name}: “{owner}” holds something that is not a list of words")
    if len(set(values)) < len(values):
        raise WordDataError(f"{name}: “{owner}” holds a word twice")
    return tuple(values)


class _StrictLoader(yaml.CSafeLoader):
    """Safe YAML in which a repeated key is an error."""


def _unique_mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    if repeated := {str(key) for key in keys if keys.count(key) > 1}:
        raise WordDataError(f"line {node.start_mark.line + 1}: repeated keys: {', '.join(sorted(repeated))}")
    values = [loader.construct_object(value, deep=True) for _, value in node.value]
    return dict(zip(keys, values, strict=True))


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)
