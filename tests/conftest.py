"""Settings of all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# Times vary with what else the machine does, and a run of CI must be repeatable.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
