"""A model is data, never a program: one wrong byte and it is not loaded; what is installed is what was locked."""

from __future__ import annotations

import ast
import importlib.resources
import re
import shutil
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import allegedly
from allegedly.coders import encoder
from allegedly.coders.encoder import Encoder, ModelDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = Path(allegedly.__file__).parent
SHIPPED = PACKAGE / "data" / "encoder"

# modules that make objects of bytes by running what the bytes say
RUNS_BYTES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "torch", "yaml"}
# how a pickle begins (protocols 2 to 5), and numpy's and zip's magic, in which torch and numpy keep theirs
PICKLE = re.compile(rb"\x80[\x02-\x05]")
BINARY = {".onnx", ".z", ".db", ".bin", ".npy", ".npz", ".pt", ".pth", ".pkl", ".joblib", ".safetensors"}
# formats that hold weights and tables and nothing that runs
PLAIN_BINARY = {".onnx", ".z", ".db", ".safetensors"}


def imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def allows_pickle(source: str) -> bool:
    return any(
        isinstance(node, ast.keyword) and node.arg == "allow_pickle" and getattr(node.value, "value", True)
        for node in ast.walk(ast.parse(source))
    )


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_makes_objects_by_running_bytes(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert not RUNS_BYTES & set(imported(source))
    assert not allows_pickle(source)


def test_a_module_that_would_is_caught() -> None:
    assert RUNS_BYTES & set(imported("from joblib import load"))
    assert RUNS_BYTES & set(imported("import torch.serialization"))
    assert allows_pickle("numpy.load(path, allow_pickle=True)")
    assert not allows_pickle("numpy.load(path, allow_pickle=False)")


def test_what_is_shipped_beside_the_modules_is_plain_data() -> None:
    files = [path for path in (PACKAGE / "data").rglob("*") if path.is_file()]
    binary = [path for path in files if path.suffix in BINARY]

    assert {path.suffix for path in binary} <= PLAIN_BINARY
    assert binary
    for path in binary:
        assert not PICKLE.match(path.read_bytes()[:2]), path
        assert not zipfile.is_zipfile(path), path


def model_files() -> list[tuple[str, str]]:
    """(settings, file) for every file of the model whose hash is written down."""
    return [
        (settings.name, name)
        for settings in sorted(SHIPPED.glob("*.toml"))
        for name in tomllib.loads(settings.read_text(encoding="utf-8")).get("sha256", {})
    ]


def test_every_file_of_the_model_has_its_hash_written_down() -> None:
    hashed = {name for _, name in model_files()}

    assert hashed >= {"encoder.onnx", "claims.onnx", "tokenizer.json"}
    assert {path.name for path in SHIPPED.iterdir() if path.suffix in {".onnx", ".json"}} == hashed


@pytest.fixture
def another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package's data that the coder takes for its own."""
    copy = tmp_path / "data" / "encoder"
    shutil.copytree(SHIPPED, copy)
    real = importlib.resources.files

    def files(anchor: Any) -> Any:
        return tmp_path if anchor == "allegedly" else real(anchor)

    monkeypatch.setattr(importlib.resources, "files", files)
    return copy


def flip(path: Path, at: int) -> None:
    body = bytearray(path.read_bytes())
    body[at] ^= 1
    path.write_bytes(body)


def load(settings: str) -> None:
    whole = Encoder(threads=1)
    if settings == "heads.toml":
        from allegedly.coders.heads import Heads

        Heads(whole)


# the first byte, one among the weights, the last
@pytest.mark.parametrize("share", [0.0, 0.6, 1.0])
@pytest.mark.parametrize(("settings", "name"), model_files())
def test_one_flipped_byte_and_the_model_is_refused(
    another_folder: Path, settings: str, name: str, share: float
) -> None:
    size = (another_folder / name).stat().st_size

    flip(another_folder / name, round((size - 1) * share))

    with pytest.raises(ModelDamagedError, match=rf"model file {re.escape(name)}: expected sha256 [0-9a-f]{{64}}"):
        load(settings)


def test_the_whole_model_is_taken(another_folder: Path) -> None:
    assert another_folder.is_dir()
    for settings in {settings for settings, _ in model_files()}:
        load(settings)


def test_without_the_hash_a_wrong_weight_would_be_read(another_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nothing else refuses a byte flipped among the weights."""
    size = (another_folder / "claims.onnx").stat().st_size
    flip(another_folder / "claims.onnx", round((size - 1) * 0.6))
    monkeypatch.setattr(encoder, "check_hash", lambda *_: None)

    Encoder(threads=1)


def test_every_dependency_is_locked_with_the_hash_of_every_file() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))

    others = [package for package in lock["package"] if package["name"] != "allegedly"]

    assert len(others) > 50
    assert [package["name"] for package in others if unlocked(package)] == []


def unlocked(package: dict[str, Any]) -> bool:
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return not files or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", file.get("hash", "")) for file in files)


@pytest.mark.parametrize(
    "package",
    [
        {"name": "a", "source": {"git": "https://example.org/a"}},
        {"name": "a", "wheels": [{"url": "https://example.org/a.whl"}]},
        {"name": "a", "sdist": {"url": "https://example.org/a.tar.gz", "hash": "md5:00"}},
    ],
)
def test_a_dependency_without_a_hash_is_caught(package: dict[str, Any]) -> None:
    assert unlocked(package)


@pytest.mark.parametrize("folder", [b"/work/", b"/root/", b"/home/", b"/tmp/", b"site-packages"])
def test_no_model_file_tells_of_the_machine_it_was_made_on(folder: bytes) -> None:
    """An exporter writes the paths of its own code into the file, unless they are taken out."""
    for file in sorted(SHIPPED.glob("*.onnx")):
        assert folder not in file.read_bytes(), file.name
