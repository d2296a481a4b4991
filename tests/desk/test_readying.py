"""A desk that has just been opened takes the first questions of many people at once and stays up."""

from __future__ import annotations

import subprocess
import sys

# in a program of its own: what would fail here ends the whole program
FIRST_AT_ONCE = """
import sys, threading
import msgspec
# what is read from no JSON is passed over
import allegedly.times
from allegedly.desk.application import WRITES
from allegedly.desk.readying import make_ready
if "ready" in sys.argv:
    make_ready()
from allegedly.actors import shipped
start = threading.Barrier(16)
ends = []
def first():
    start.wait()
    for write in WRITES:
        try:
            msgspec.json.decode(b"{}", type=write.takes)
        except msgspec.ValidationError:
            pass
    ends.append(shipped())
threads = [threading.Thread(target=first) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(ends), len({id(one) for one in ends}))
"""


def test_the_first_questions_of_many_at_once_are_answered() -> None:
    for _ in range(3):
        ended = subprocess.run(
            [sys.executable, "-c", FIRST_AT_ONCE, "ready"], capture_output=True, text=True, check=False, timeout=120
        )
        assert (0, "16 1") == (ended.returncode, ended.stdout.strip()), ended.stderr[-500:]
