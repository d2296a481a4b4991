"""Code books and the crosswalk: what each type of the codebook means, and what others would call it.

The tables stand in `data/` as TOML (codebook, crosswalk, plover, plover_rulings, acled, cameo, ucdp) and are read when
first asked for. What another vocabulary cannot carry is None, and a `Loss` says why in words.
"""

from __future__ import annotations

from allegedly.vocab.across import (
    AcledCode,
    Crosswalk,
    Loss,
    Side,
    Target,
    UcdpViolence,
    Vocabulary,
    acled_interaction,
    crosswalk,
    definition,
    kind_of,
    ucdp_violence,
)
from allegedly.vocab.books import (
    Acled,
    Cameo,
    Plover,
    PloverType,
    Ucdp,
    acled,
    cameo,
    plover,
    ucdp,
)
from allegedly.vocab.kinds import KindCodes, kind_codes
from allegedly.vocab.rulings import (
    PloverCode,
    Ruling,
    plover_rulings,
    read_plover,
    read_plover_context,
)

__all__ = [
    "Acled",
    "AcledCode",
    "Cameo",
    "Crosswalk",
    "KindCodes",
    "Loss",
    "Plover",
    "PloverCode",
    "PloverType",
    "Ruling",
    "Side",
    "Target",
    "Ucdp",
    "UcdpViolence",
    "Vocabulary",
    "acled",
    "acled_interaction",
    "cameo",
    "crosswalk",
    "definition",
    "kind_codes",
    "kind_of",
    "plover",
    "plover_rulings",
    "read_plover",
    "read_plover_context",
    "ucdp",
    "ucdp_violence",
]
