"""The machine a figure was measured on."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def described() -> str:
    """Cores, memory, processor and Python of this machine, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores, {memory:.0f} GiB memory, {_processor()}, Python {platform.python_version()}"


def _processor() -> str:
    """The processor's name; some systems keep it in /proc, some tell only its family."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
