"""A release on Zenodo, by the records API (InvenioRDM): reserve the DOI of a version, put its files up, publish it.

Nothing is kept here between two runs: each asks the archive what is done already and does the rest, so a run that broke
off is run again. The standard library is enough.

Usage, with the token in ZENODO_TOKEN and the address of the archive in ZENODO_ADDRESS (https://zenodo.org), in the folder
of datapackage.json:

    python -m deportation_goal.release.publish.zenodo reserve [EARLIER_DOI]
    python -m deportation_goal.release.publish.zenodo publish FILE...
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any, Final

from deportation_goal.errors import EXIT_ERRORS, EXIT_FINE, EXIT_USAGE, UserError
from deportation_goal.package.descriptor import DESCRIPTOR
from deportation_goal.package.facts import Creator, DatasetFacts, dataset_facts

_DOI: Final = re.compile(r"10\.[0-9]{4,9}/zenodo\.(?P<record>[0-9]+)")
"""A DOI of Zenodo ends in the number of its record, that of the sandbox too."""

_NATIVE: Final = "application/vnd.inveniordm.v1+json"
"""Without it Zenodo answers in the form of its older API."""

_WAIT: Final = 120.0
_AGAIN: Final = "run the same command again: it goes on where this one stopped"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an error: the token goes to the archive and nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass(frozen=True)
class Archive:
    """An archive that speaks the records API.

    Attributes:
        address: Its address without a path, https except on this machine.
        token: A token that may write and publish; it is in no message and no representation.
    """

    address: str
    token: str = field(repr=False)

    def ask(self, method: str, path: str, content: Any = None) -> Any:
        """Return what the archive answers, None if it knows no such thing.

        Args:
            method: The method of HTTP.
            path: What follows /api/.
            content: A file, which is sent as it is, or what is sent as JSON.

        Raises:
            UserError: If the archive refuses, or cannot be reached; the message holds what it answered.
        """
        headers = {"Authorization": f"Bearer {self.token}", "Accept": _NATIVE}
        body: bytes | IO[bytes] | None = None
        if isinstance(content, Path):
            headers |= {"Content-Type": "application/octet-stream", "Content-Length": str(content.stat().st_size)}
            body = content.open("rb")
        elif content is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(content).encode()
        request = urllib.request.Request(f"{self.address}/api/{path}", body, headers, method=method)  # noqa: S310 - see `_archive`
        what = f"{method} {self.address}/api/{path}"
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=_WAIT) as answer:
                text = answer.read()
            return json.loads(text) if text else {}
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise self._failed(f"{what}: {error.code} {_words(error.read())}") from None
        except (OSError, HTTPException, ValueError) as error:
            raise self._failed(f"{what}: {error}") from None
        finally:
            if not isinstance(body, bytes) and body is not None:
                body.close()

    def _failed(self, message: str) -> UserError:
        return UserError(f"{message.replace(self.token, '(token)')}: {_AGAIN}", EXIT_ERRORS)


def _words(body: bytes) -> str:
    """Return what an archive says of an error: its message, and each field that it objects to."""
    text = body.decode("utf-8", "replace")
    try:
        told = json.loads(text)
    except ValueError:
        return " ".join(text.split())[:200]
    if not isinstance(told, Mapping):
        return text[:200]
    fields = [f"{item.get('field')}: {' '.join(map(str, item.get('messages', [])))}" for item in told.get("errors", [])]
    return "; ".join([str(told.get("message", "")), *fields])


def reserve(archive: Archive, facts: DatasetFacts, earlier: str = "") -> str:
    """Return the DOI that is reserved for a version, in a draft that is made unless it is there already.

    Args:
        archive: The archive.
        facts: What the descriptor says of the version.
        earlier: The DOI of any earlier version; empty if this is the first one at the archive.

    Raises:
        UserError: If the archive refuses, or does not know the earlier version.
    """
    if earlier:
        # The archive gives the draft of the next version back if it has one.
        draft = archive.ask("POST", f"records/{_record(earlier)}/versions", {})
    else:
        query = urllib.parse.urlencode({"q": f'is_published:false AND metadata.title:"{facts.title}"', "size": 25})
        mine = (archive.ask("GET", f"user/records?{query}") or {}).get("hits", {}).get("hits", [])
        drafts = [item for item in mine if item["metadata"].get("title") == facts.title and not item["is_published"]]
        draft = drafts[0] if drafts else archive.ask("POST", "records", _content(facts, {}))
    if draft is None:
        raise UserError(f"{archive.address} has no record of {earlier or 'this user'}: check the DOI")
    reserved = _doi_of(draft) or _doi_of(archive.ask("POST", f"records/{draft['id']}/draft/pids/doi"))
    if not reserved:
        raise UserError(f"{archive.address} reserved no DOI for the draft {draft['id']}: {_AGAIN}", EXIT_ERRORS)
    return reserved


def publish(archive: Archive, facts: DatasetFacts, files: Sequence[Path]) -> str:
    """Put files into the draft of the DOI of a version, publish it, and return the address of the record.

    A file that the draft holds whole is not sent again, one that is not of this release is taken out. A version that is
    published already is compared with the files.

    Raises:
        UserError: If the version has no DOI of this archive, the archive refuses, or what it published differs.
    """
    record = _record(facts.doi)
    hashes = {path.name: f"md5:{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}" for path in files}
    page = f"{archive.address}/records/{record}"
    draft = archive.ask("GET", f"records/{record}/draft")
    if draft is None:
        if archive.ask("GET", f"records/{record}") is None:
            raise UserError(f"{archive.address} has no draft for {facts.doi}: reserve a DOI with this token first")
        _compare(_listed(archive, f"records/{record}/files"), hashes, page)
        return page
    if _doi_of(draft) != facts.doi:
        raise UserError(f"the draft {record} has the DOI {_doi_of(draft) or '(none)'}, {DESCRIPTOR} has {facts.doi}")
    archive.ask("PUT", f"records/{record}/draft", _content(facts, draft.get("pids", {})))
    there = _listed(archive, f"records/{record}/draft/files")
    for name in there:
        if there[name] != hashes.get(name):
            archive.ask("DELETE", f"records/{record}/draft/files/{urllib.parse.quote(name)}")
    for path in files:
        if there.get(path.name) != hashes[path.name]:
            _send(archive, record, path)
    _compare(_listed(archive, f"records/{record}/draft/files"), hashes, f"the draft {record}")
    archive.ask("POST", f"records/{record}/draft/actions/publish")
    return page


def _send(archive: Archive, record: str, path: Path) -> None:
    folder, name = f"records/{record}/draft/files", urllib.parse.quote(path.name)
    archive.ask("POST", folder, [{"key": path.name}])
    archive.ask("PUT", f"{folder}/{name}/content", path)
    archive.ask("POST", f"{folder}/{name}/commit")


def _listed(archive: Archive, path: str) -> dict[str, str]:
    """Return the files of a record or draft: the hash of each, empty for one that did not arrive whole."""
    entries = (archive.ask("GET", path) or {}).get("entries", [])
    whole = {entry["key"]: entry.get("status", "completed") == "completed" for entry in entries}
    return {entry["key"]: (entry.get("checksum") or "") if whole[entry["key"]] else "" for entry in entries}


def _compare(there: Mapping[str, str], hashes: Mapping[str, str], where: str) -> None:
    differ = sorted(name for name in {*there, *hashes} if there.get(name) != hashes.get(name))
    if differ:
        raise UserError(f"{where} does not hold the files of this release: {', '.join(differ)}", EXIT_ERRORS)


def _doi_of(record: Mapping[str, Any] | None) -> str:
    return str(((record or {}).get("pids") or {}).get("doi", {}).get("identifier", ""))


def _record(doi: str) -> str:
    found = _DOI.fullmatch(doi)
    if not found:
        has = f'has the DOI "{doi}"' if doi else "has no DOI"
        raise UserError(
            f"the version {has}: one of Zenodo is 10.5281/zenodo. and a number; docs/releasing.md has the steps"
        )
    return found["record"]


def _content(facts: DatasetFacts, pids: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a draft says of a version (the metadata of InvenioRDM)."""
    metadata = {
        "resource_type": {"id": "dataset"},
        "title": facts.title,
        "version": facts.version,
        "publication_date": facts.date,
        "publisher": "Zenodo",
        "description": facts.description,
        "creators": [{"person_or_org": _person(creator)} for creator in facts.creators],
        "rights": [{"id": facts.licence.name.lower()}],
        "subjects": [{"subject": word} for word in facts.keywords],
    }
    access = {"record": "public", "files": "public"}
    return {"access": access, "files": {"enabled": True}, "metadata": metadata, "pids": dict(pids)}


def _person(creator: Creator) -> dict[str, Any]:
    if not creator.family_name:
        return {"type": "organizational", "name": creator.name}
    orcid = creator.orcid.rpartition("/")[2]
    identifiers = [{"scheme": "orcid", "identifier": orcid}] if orcid else []
    names = {"family_name": creator.family_name, "given_name": creator.given_name}
    return {"type": "personal", **names, "identifiers": identifiers}


def _archive(environment: Mapping[str, str]) -> Archive:
    token, address = environment.get("ZENODO_TOKEN", "").strip(), environment.get("ZENODO_ADDRESS", "").rstrip("/")
    if not token:
        raise UserError("ZENODO_TOKEN is empty: make a token that may write and publish at Zenodo, under Applications")
    parts = urllib.parse.urlsplit(address)
    if parts.path or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1")):
        raise UserError(f'ZENODO_ADDRESS is "{address}": write an address such as https://zenodo.org')
    return Archive(address, token)


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command of the usage and return the exit code; an error is one sentence."""
    match arguments:
        case ["reserve", *earlier] if len(earlier) <= 1:
            files = None
        case ["publish", *names] if names:
            files = [Path(name) for name in names]
        case _:
            sys.stderr.write((__doc__ or "").partition("Usage")[2].partition(":\n\n")[2])
            return EXIT_USAGE
    try:
        facts = dataset_facts(json.loads(Path(DESCRIPTOR).read_text(encoding="utf-8")))
        archive = _archive(environment)
        done = reserve(archive, facts, *arguments[1:]) if files is None else publish(archive, facts, files)
    except (UserError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return error.exit_code if isinstance(error, UserError) else EXIT_USAGE
    sys.stdout.write(f"{done}\n")
    return EXIT_FINE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
