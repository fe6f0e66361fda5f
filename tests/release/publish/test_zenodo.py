"""The archive is a server of our own on this machine that keeps records as Zenodo does, and can break off anywhere."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from deportation_goal.package.descriptor import DESCRIPTOR
from deportation_goal.release.publish.zenodo import Archive, main
from support import REPOSITORY

TOKEN = "secret-of-the-test"  # noqa: S105 - of no account
TITLE = json.loads((REPOSITORY / DESCRIPTOR).read_text(encoding="utf-8"))["title"]


class FakeZenodo(ThreadingHTTPServer):
    """Records and their files, every request that came, and which one breaks off, before or after it is done."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.records: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.tokens: set[str] = set()
        self.break_at = 0
        self.break_after = False
        self.answer_with: tuple[int, bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def new(self, parent: str, content: dict[str, Any]) -> dict[str, Any]:
        number = str(len(self.records) + 1)
        fresh = {"id": number, "is_published": False, "metadata": content.get("metadata", {}), "pids": {}}
        self.records[number] = {**fresh, "parent": parent or number, "stored": {}}
        return self.records[number]

    def do(self, method: str, parts: list[str], body: bytes) -> Any:
        """Do what is asked; None is a 404."""
        if parts == ["user", "records"]:
            return {"hits": {"hits": list(self.records.values())}}
        if parts == ["records"]:
            return self.new("", json.loads(body))
        record = self.records.get(parts[1])
        if record is None:
            return None
        match [method, *parts[2:]]:
            case ["POST", "versions"]:
                drafts = [item for item in self.records.values() if not item["is_published"]]
                same = [item for item in drafts if item["parent"] == record["parent"]]
                return same[0] if same else self.new(record["parent"], {})
            case ["GET", "files"]:
                return self.listed(record)
            case ["GET"]:
                return record if record["is_published"] else None
        return None if record["is_published"] else self.draft(method, parts[3:], record, body)

    def draft(self, method: str, rest: list[str], record: dict[str, Any], body: bytes) -> Any:
        stored = record["stored"]
        match [method, *rest]:
            case ["POST", "pids", "doi"]:
                record["pids"] = {"doi": {"identifier": f"10.5281/zenodo.{record['id']}"}}
            case ["PUT"]:
                record.update({name: json.loads(body)[name] for name in ("metadata", "pids")})
            case ["GET", "files"]:
                return self.listed(record)
            case ["POST", "files"]:
                stored.update({item["key"]: [None, "pending"] for item in json.loads(body)})
            case ["DELETE", "files", name]:
                del stored[name]
            case ["PUT", "files", name, "content"]:
                stored[name][0] = body
            case ["POST", "files", name, "commit"]:
                stored[name][1] = "completed"
            case ["POST", "actions", "publish"]:
                record["is_published"] = True
        return record

    def listed(self, record: dict[str, Any]) -> dict[str, Any]:
        return {"entries": [
            {"key": name, "status": status, "checksum": "md5:" + hashlib.md5(body or b"").hexdigest()}  # noqa: S324
            for name, (body, status) in record["stored"].items()
        ]}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    server: FakeZenodo

    def answer(self) -> None:
        server, body = self.server, self.rfile.read(int(self.headers.get("Content-Length", 0)))
        server.asked.append(f"{self.command} {self.path}")
        server.tokens.add(self.headers["Authorization"])
        breaks = len(server.asked) == server.break_at
        if breaks and not server.break_after:
            self.close_connection = True
            return
        if server.answer_with:
            self.reply(*server.answer_with)
            return
        done = server.do(self.command, [unquote(part) for part in self.path.split("?")[0].split("/")[2:]], body)
        if breaks:
            self.close_connection = True
            return
        self.reply(*((404, b"{}") if done is None else (200, json.dumps(done, default=str).encode())))

    def reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"{self.server.address}/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the names of http.server

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def zenodo() -> Iterator[FakeZenodo]:
    server = FakeZenodo()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files of a release, in a folder with its descriptor."""
    (tmp_path / DESCRIPTOR).write_bytes((REPOSITORY / DESCRIPTOR).read_bytes())
    monkeypatch.chdir(tmp_path)
    files = [tmp_path / "goal 1.zip", tmp_path / "goal.whl"]
    for path in files:
        path.write_bytes(path.name.encode() * 1000)
    return files


def run(zenodo: FakeZenodo, *arguments: object) -> int:
    return main([*map(str, arguments)], {"ZENODO_TOKEN": TOKEN, "ZENODO_ADDRESS": zenodo.address})


def write_doi(doi: str) -> None:
    document = json.loads(Path(DESCRIPTOR).read_text(encoding="utf-8"))
    Path(DESCRIPTOR).write_text(json.dumps({**document, "id": f"https://doi.org/{doi}"}), encoding="utf-8")


def holds(zenodo: FakeZenodo, record: str) -> dict[str, bytes]:
    return {name: body for name, (body, _) in zenodo.records[record]["stored"].items()}


def test_a_version_is_reserved_filled_and_published(
    zenodo: FakeZenodo, release: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(zenodo, "reserve") == 0
    doi = capsys.readouterr().out.strip()
    assert doi == "10.5281/zenodo.1"
    write_doi(doi)
    assert run(zenodo, "publish", *release) == 0
    assert capsys.readouterr().out == f"{zenodo.address}/records/1\n"
    record = zenodo.records["1"]
    assert record["is_published"]
    assert (record["metadata"]["title"], record["pids"]["doi"]["identifier"]) == (TITLE, doi)
    assert holds(zenodo, "1") == {path.name: path.read_bytes() for path in release}
    assert zenodo.tokens == {f"Bearer {TOKEN}"}
    # The next version is a new record of the same family.
    assert run(zenodo, "reserve", doi) == 0
    assert capsys.readouterr().out == "10.5281/zenodo.2\n"
    assert zenodo.records["2"]["parent"] == "1"


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before it is done", "after it is done"])
@pytest.mark.parametrize("earlier", [[], ["10.5281/zenodo.1"]], ids=["the first version", "a later version"])
def test_a_run_that_breaks_off_at_any_request_is_run_again(
    after: bool, earlier: list[str], zenodo: FakeZenodo, release: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    record = str(len(earlier) + 1)
    write_doi(f"10.5281/zenodo.{record}")
    for command in (["reserve", *earlier], ["publish", *release]):
        zenodo.break_after = after
        for request in range(1, 30):
            zenodo.records.clear()
            if earlier:
                zenodo.new("", {})["is_published"] = True
            if command[0] == "publish":
                assert run(zenodo, "reserve", *earlier) == 0
            capsys.readouterr()
            zenodo.asked.clear()
            zenodo.break_at = request
            broke = run(zenodo, *command)
            zenodo.break_at = 0
            if not broke:
                break
            told = capsys.readouterr().err
            assert told.startswith("error: ")
            assert "run the same command again" in told
            assert run(zenodo, *command) == 0, capsys.readouterr().err
            assert list(zenodo.records)[-1] == record, "no second draft is made"
            if command[0] == "publish":
                assert zenodo.records[record]["is_published"]
                assert holds(zenodo, record) == {path.name: path.read_bytes() for path in release}
        assert request == {"reserve": 3 if earlier else 4, "publish": 12}[str(command[0])]


def test_a_file_of_another_release_is_taken_out_of_the_draft(zenodo: FakeZenodo, release: list[Path]) -> None:
    assert run(zenodo, "reserve") == 0
    write_doi("10.5281/zenodo.1")
    zenodo.records["1"]["stored"] = {"old.zip": [b"old", "completed"], "goal.whl": [b"other", "completed"]}
    assert run(zenodo, "publish", *release) == 0
    assert holds(zenodo, "1") == {path.name: path.read_bytes() for path in release}


def test_a_published_version_with_other_files_is_an_error(
    zenodo: FakeZenodo, release: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(zenodo, "reserve") == 0
    write_doi("10.5281/zenodo.1")
    assert run(zenodo, "publish", *release) == 0
    release[0].write_bytes(b"another")
    assert run(zenodo, "publish", *release) == 1
    assert "does not hold the files of this release: goal 1.zip" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (400, b'{"message": "A validation error.", "errors": [{"field": "rights", "messages": ["unknown"]}]}',
         "400 A validation error.; rights: unknown"),
        (403, f'{{"message": "Permission denied to {TOKEN}."}}'.encode(), "403 Permission denied to (token)."),
        (502, b"<h1>Bad\n gateway</h1>", "502 <h1>Bad gateway</h1>"),
        (200, b"no JSON", "Expecting value"),
        (302, b"", "302"),
    ],
)  # fmt: skip
def test_what_the_archive_answers_is_told_and_the_token_never(
    status: int, body: bytes, says: str, zenodo: FakeZenodo, release: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    zenodo.answer_with = (status, body)
    assert run(zenodo, "reserve") == 1
    told = capsys.readouterr()
    assert says in told.err
    assert TOKEN not in told.out + told.err
    assert TOKEN not in repr(Archive(zenodo.address, TOKEN))
    assert len(zenodo.asked) == 1, "a redirect would take the token elsewhere"


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "ZENODO_TOKEN is empty"),
        ({"ZENODO_TOKEN": TOKEN, "ZENODO_ADDRESS": "http://zenodo.example"}, "write an address such as https://"),
        ({"ZENODO_TOKEN": TOKEN, "ZENODO_ADDRESS": "https://zenodo.example"}, "the version has no DOI"),
    ],
)
def test_what_is_not_set_up_is_refused_before_anything_is_sent(
    environment: dict[str, str], says: str, release: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(release[0])], environment) == 2
    assert says in capsys.readouterr().err


def test_a_doi_that_the_archive_did_not_reserve_is_refused(
    zenodo: FakeZenodo, release: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    write_doi("10.5281/zenodo.7")
    assert run(zenodo, "publish", *release) == 2
    assert "has no draft for 10.5281/zenodo.7" in capsys.readouterr().err
    assert main(["publish"], {}) == 2
    assert "zenodo reserve [EARLIER_DOI]" in capsys.readouterr().err
