"""Makes what git does not hold whenever Allegedly is built: a wheel, and the editable install `uv sync` makes."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GAZETTEER = Path("src/allegedly/data/gazetteer/places.db")
FRONT_END = Path("src/allegedly/desk/static/vendor")


class AllegedlyBuildHook(BuildHookInterface):
    """Writes the gazetteer and the desk's front end into the package; what was made from the same sources is kept."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's own signature
        """Runs before the files of the wheel are gathered."""
        root = Path(self.root)
        # the code that makes these needs nothing but the packages named in [build-system]
        sys.path[:0] = [str(root / "src"), str(root / "desk-src")]
        self._gazetteer(root)
        self._front_end(root)

    def _gazetteer(self, root: Path) -> None:
        from allegedly.gazetteer.compile import compile_gazetteer  # noqa: PLC0415

        made = compile_gazetteer(root / GAZETTEER, root / "data-src" / "gazetteer")
        self.app.display_info(f"gazetteer: {made:,} places" if made else "gazetteer: up to date")

    def _front_end(self, root: Path) -> None:
        from gather import GatheringError, gather, wanted_here  # noqa: PLC0415

        if not wanted_here():
            # a build without the desk's front end has no rest of an older one either
            shutil.rmtree(root / FRONT_END, ignore_errors=True)
            self.app.display_info("desk: left out (ALLEGEDLY_NO_DESK)")
            return
        try:
            made = gather(root / "desk-src", root / FRONT_END)
        except GatheringError as error:
            self.app.abort(f"Allegedly was not built: {error}")
        self.app.display_info(f"desk: {made} files of its front end" if made else "desk: up to date")
