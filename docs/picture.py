"""Takes the picture of the desk that README.md shows: a report of the demo under review, in a real browser.

    python docs/picture.py            write docs/desk.png; needs Chromium (apt-get install chromium)

The desk runs as a reader would start it, on a demo ledger made for it and thrown away after.
"""
# ruff: noqa: INP001, S603 - a command, not a package; it starts Allegedly itself

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent / "desk.png"
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
# the demo's first report: short, with numbers, a voice and a denial
REPORT = "Blast at Market in Harsk"
SIZE = {"width": 1280, "height": 860}


def picture(ledger: str) -> bytes:
    """The review of one report as a PNG."""
    command = [sys.executable, "-m", "allegedly", "desk", "--ledger", ledger, "--port", "0", "--by", "Ana"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as desk:
        try:
            assert desk.stderr is not None
            found = re.search(r"(http\S+)/sign-in\S+", desk.stderr.readline())
            if found is None:
                raise SystemExit("the desk did not open; allegedly desk tells why")
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
                page = browser.new_context(viewport=SIZE, locale="en-GB").new_page()  # type: ignore[arg-type]
                page.goto(found[0])
                page.goto(f"{found[1]}/review")
                page.get_by_role("link", name=REPORT).first.click()
                page.locator(".report mark.on-evidence").first.wait_for()
                taken = page.screenshot()
                browser.close()
        finally:
            desk.send_signal(signal.SIGINT)
    return taken


def main() -> None:
    """Makes the demo ledger, opens the desk on it and takes the picture."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = str(Path(folder) / "demo.db")
        subprocess.run([sys.executable, "-m", "allegedly", "demo", "--ledger", ledger], check=True, capture_output=True)
        TARGET.write_bytes(picture(ledger))
    print(f"{TARGET}: written", file=sys.stderr)  # noqa: T201 - a command of the maintainers


if __name__ == "__main__":
    main()
