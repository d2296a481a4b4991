"""Compiles the gazetteer whenever Allegedly is built: for a wheel, and for the editable install `uv sync` makes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TARGET = Path("src/allegedly/data/gazetteer/places.db")


class GazetteerBuildHook(BuildHookInterface):
    """Writes the index into the package's data, where git does not look; one made from the same sources is kept."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's own signature
        """Runs before the files of the wheel are gathered."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        # the code that compiles needs nothing but the packages named in [build-system]
        from allegedly.gazetteer.compile import compile_gazetteer  # noqa: PLC0415

        made = compile_gazetteer(root / TARGET, root / "data-src" / "gazetteer")
        self.app.display_info(f"gazetteer: {made:,} places" if made else "gazetteer: up to date")
