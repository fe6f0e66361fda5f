"""What the tests of packaging share: a checkout, built distributions, environments that hold what they should hold."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from checkouts import copy_checkout
from once_a_run import made_once

SITE: Final = Path(site.getsitepackages()[0])


@dataclass(frozen=True)
class Distributions:
    """A source archive and a wheel, in a folder."""

    folder: Path

    @property
    def sdist(self) -> Path:
        """The source archive."""
        (path,) = self.folder.glob("*.tar.gz")
        return path

    @property
    def wheel(self) -> Path:
        """The wheel."""
        (path,) = self.folder.glob("*.whl")
        return path


@dataclass(frozen=True)
class Environment:
    """A fresh virtual environment without pip."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin/python"

    def run(self, *command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in a folder, with none of our settings."""
        program = self.folder / "bin" / command[0]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [program, *command[1:]], cwd=cwd, env=kept, capture_output=True, text=True, encoding="utf-8", check=False
        )

    def install(self, *arguments: str | Path) -> None:
        """Install with the pip of our own environment, from local files alone."""
        pip = [sys.executable, "-m", "pip", "--quiet", "--python", self.python, "install", "--no-index", *arguments]
        finished = subprocess.run(pip, capture_output=True, text=True, check=False)
        assert finished.returncode == 0, finished.stderr


def build(source: Path, folder: Path, environment: Mapping[str, str] | None = None, umask: int = -1) -> Distributions:
    """Build a source archive, and the wheel from what it holds; nothing is fetched."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(source)]
    finished = subprocess.run(
        command, env={**os.environ, **(environment or {})}, umask=umask, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return Distributions(folder)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout, not to be changed."""
    return made_once(tmp_path_factory, "checkout", copy_checkout)


@pytest.fixture(scope="session")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """The distributions of the checkout."""
    return Distributions(made_once(tmp_path_factory, "distributions", lambda folder: build(checkout, folder)))


@pytest.fixture(scope="session")
def build_again() -> Callable[..., Distributions]:
    """The function that builds."""
    return build


@pytest.fixture(scope="session")
def new_checkout() -> Callable[[Path], Path]:
    """The function that copies a checkout."""
    return copy_checkout


def _closure(name: str) -> set[str]:
    """Return a package and what it needs here, by canonical names."""
    found, waiting = set[str](), [name]
    while waiting:
        current = canonicalize_name(waiting.pop())
        if current in found:
            continue
        found.add(current)
        needs = [Requirement(line) for line in distribution(current).requires or ()]
        waiting.extend(need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""}))
    return found


def _entries(packages: Iterable[str]) -> set[str]:
    """Return what these packages put at the top of site-packages."""
    files = [file for name in packages for file in distribution(name).files or ()]
    return {file.parts[0] for file in files} - {"..", "__pycache__"}


def _environment(folder: Path, entries: Iterable[str]) -> Environment:
    """Make an environment that sees these entries of our own site-packages and nothing else of it."""
    venv.create(folder, with_pip=False, symlinks=True)
    seen = folder / "seen"
    seen.mkdir()
    for entry in entries:
        (seen / entry).symlink_to(SITE / entry)
    (libraries,) = folder.glob("lib/python*/site-packages")
    (libraries / "seen.pth").write_text(f"{seen}\n", encoding="utf-8")
    return Environment(folder)


@pytest.fixture(scope="session")
def light_environment(tmp_path_factory: pytest.TempPathFactory, built: Distributions) -> Environment:
    """An environment with pandas, what pandas needs and the wheel; not to be changed."""

    def make(folder: Path) -> None:
        # No --no-deps: pip itself finds that nothing but pandas is needed.
        _environment(folder, _entries(_closure("pandas"))).install(built.wheel)

    return Environment(made_once(tmp_path_factory, "light", make))


@pytest.fixture
def drawing_environment(tmp_path: Path, built: Distributions) -> Environment:
    """An environment with pandas, altair, what they need and the wheel."""
    environment = _environment(tmp_path / "drawing", _entries(_closure("pandas") | _closure("altair")))
    environment.install("--no-deps", built.wheel)
    return environment


@pytest.fixture
def full_environment(tmp_path: Path) -> Environment:
    """An environment with everything that is installed here, but for this package."""
    ours = ("deportation_goal", "_deportation_goal", "__editable__", "__pycache__")
    entries = [path.name for path in SITE.iterdir() if not path.name.startswith(ours) and path.suffix != ".pth"]
    return _environment(tmp_path / "full", entries)
