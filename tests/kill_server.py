"""Runs commands of the tool in forked processes and kills them at chosen moments; a line of JSON a request and an answer.

A program of its own, as a process with threads (that of the tests) must not fork. The moments are every fsync, rename,
swap and deletion of a file, and every call of git, each just before and just after.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import deportation_goal.__main__
import deportation_goal.commands.release as release_command
import deportation_goal.release.publish.make_release as make_release
from deportation_goal.package import git
from deportation_goal.release import artefacts, build, content, folder
from deportation_goal.table_files.atomic import write_all


class Moments:
    """Counts the moments, and ends the process at one of them."""

    def __init__(self, last: int) -> None:
        self.passed, self._last = 0, last

    def pass_one(self) -> None:
        """Pass a moment, or be killed at it."""
        if self.passed == self._last:
            sys.stdout.flush()
            sys.stderr.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1

    def around(self, module: Any, name: str) -> None:
        """Put a moment before and one after each call of a function."""
        call: Callable[..., Any] = getattr(module, name)

        def between(*arguments: Any, **named: Any) -> Any:
            if "dir_fd" in named:
                # A whole folder is deleted, file by file: one moment of it is like another.
                return call(*arguments, **named)
            self.pass_one()
            result = call(*arguments, **named)
            self.pass_one()
            return result

        setattr(module, name, between)


def only_what_writes(scratch: Path) -> None:
    """Leave out what takes long and writes nothing in place: pictures, formats but one, validators, the builds of a release."""
    (scratch / "jsonl.py").symlink_to(Path(artefacts.__file__).with_name("jsonl.py"))
    artefacts.__path__ = [str(scratch)]
    vars(content)["MAKERS"] = tuple(maker for maker in content.MAKERS if maker is not content.make_pictures)
    build.VALIDATORS = ()
    release_command._stale_documents = lambda root: []
    vars(make_release)["run_tool"] = lambda checkout, *_: write_all(checkout, {"docs/more.md": b"More.\n"})
    make_release.publish.__defaults__ = (lambda *_: 1,)


def run(request: dict[str, Any]) -> None:
    """Run the command of a request, in a process of its own."""
    os.chdir(request["folder"])
    for number, file in ((1, "out"), (2, "err")):
        os.dup2(os.open(Path(request["said"]) / file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    moments = Moments(request["moment"])
    for module, name in (
        (os, "fsync"),
        (os, "replace"),
        (os, "rename"),
        (os, "unlink"),
        (folder, "exchange"),
        (git, "git_bytes"),
    ):
        moments.around(module, name)
    sys.argv = ["deportation-goal", *request["arguments"]]
    code: Any = 0
    try:
        deportation_goal.__main__.main()
    except SystemExit as ended:
        code = ended.code
    sys.stdout.flush()
    sys.stderr.flush()
    (Path(request["said"]) / "moments").write_text(str(moments.passed), encoding="utf-8")
    os._exit(code if isinstance(code, int) else int(code is not None))


def serve() -> None:
    """Answer requests until the input ends."""
    with tempfile.TemporaryDirectory() as scratch:
        only_what_writes(Path(scratch))
        for line in sys.stdin:
            child = os.fork()
            if child == 0:
                run(json.loads(line))
            _, status = os.waitpid(child, 0)
            sys.stdout.write(json.dumps(os.waitstatus_to_exitcode(status)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    serve()
