"""The YAML files that data of the program stand in."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any

import yaml

# libyaml reads ten times as fast as PyYAML's own parser, and is missing on few platforms.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(file: Traversable) -> Any:
    """What stands in a YAML file of a package, as plain lists, mappings and values."""
    return yaml.load(file.read_text(encoding="utf-8"), _LOADER)
