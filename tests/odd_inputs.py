"""Sound bytes, texts and JSON with a few changes, each as odd as its seed makes it; for the readers in fuzzed_readers.py."""

from __future__ import annotations

import contextlib
import io
import json
import random
import zipfile
from typing import Any, Final

from made_findings import NASTY

TOKENS: Final = (
    *(token.encode("utf-8", "surrogatepass") for token in NASTY),
    *(
        b"",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b'"',
        b"'",
        b",",
        b";",
        b"\t",
        b"\r",
        b"\n\n",
        b"\r\n",
        b"{",
        b"[",
        b"]",
    ),
    *(
        b"null",
        b"true",
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"-0",
        b"9" * 400,
        b"0." + b"0" * 400 + b"1",
        b"1/0",
        b"\\ud800",
    ),
    *(b"2025-13-45", b"2025-02-30", b"../2025", b"2025/..", b"2025-~", b"Y1700", b"-0001", b"2025-24", b"[2025,2026]"),
    *(
        b"one million billion trillion",
        b"four and a half",
        b"1.2.3",
        b"1,00,000",
        b"\xc2\xbd",
        b"\xd9\xa1\xd9\xa2",
        b"1 1/2",
    ),
    *(
        b"<",
        b">",
        b"</",
        b"<!--",
        b"]]>",
        b"<![CDATA[",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"&a;",
        b"&#0;",
        b"&#x110000;",
    ),
    *(b"<script>", b"</script >", b"<svg>", b"<table>", b"<meta charset=utf-16>", b"--x\r\n", b"=?utf-8?b?//8=?="),
    *(b"Content-Type: multipart/related; boundary=x\r\n\r\n", b"Content-Transfer-Encoding: base64\r\n\r\n"),
    *(b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"../../x", b"C:\\x", b"### ", b"```", b"- [x] ", b"_No response_"),
    *(
        b"(a+)+",
        b"[^",
        b"(?=",
        b"\\1",
        b"{9999}",
        b"(" * 50,
        "\u0300".encode() * 200,
        "\u202e".encode(),
        b"\xed\xa0\x80",
    ),
)
LETTERS: Final = (
    "abcxyzAZ019 .,;:-+/~%?\"'<>&[](){}|\\*^$#@!_=\n\t\0éßłŁ中文١½²\u00a0\u200b\u202e\u0301\ufeff\U0001f600\ud800"
)


def mutated(sound: bytes, rng: random.Random) -> bytes:
    """Return bytes with a few changes, each of another kind."""
    content = bytearray(sound)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        start = rng.randrange(len(content) + 1)
        end = min(len(content), start + rng.choice((1, 4, 30, 300)))
        kind = rng.randrange(9)
        if kind == 0 and content:
            content[min(start, len(content) - 1)] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del content[start:end]
        elif kind == 2:
            content[start:start] = rng.choice(TOKENS)
        elif kind == 3:
            content[start:end] = rng.choice(TOKENS)
        elif kind == 4:
            content[start:start] = content[start:end] * rng.choice((1, 2, 50, 2_000))
        elif kind == 5:
            content[start:start] = rng.choice(TOKENS) * rng.choice((2, 100, 20_000))
        elif kind == 6:
            del content[start:]
        elif kind == 7:
            content[start:end] = rng.randbytes(end - start)
        else:
            other = rng.randrange(len(content) + 1)
            content[start:end], content[other : other + 5] = content[other : other + 5], content[start:end]
        del content[3_000_000:]
    return bytes(content)


def odd_text(rng: random.Random) -> str:
    """Return a text that nobody expects."""
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice(NASTY)
    if kind == 1:
        return rng.choice(TOKENS).decode("utf-8", "surrogateescape") * rng.choice((1, 1, 2, 500))
    return "".join(rng.choice(LETTERS) for _ in range(rng.choice((0, 1, 3, 12, 80))))


def odd_value(rng: random.Random, depth: int = 0) -> Any:
    """Return a JSON value that nobody expects."""
    kind = rng.randrange(9)
    if kind == 0:
        return None
    if kind == 1:
        return rng.choice((True, False))
    if kind == 2:
        return rng.choice((0, -1, 10**400, 1e308, -0.0, float("nan"), float("inf"), 2**63))
    if kind == 3 and depth < 3:
        return [odd_value(rng, depth + 1) for _ in range(rng.choice((0, 1, 3)))]
    if kind == 4 and depth < 3:
        return {odd_text(rng): odd_value(rng, depth + 1) for _ in range(rng.choice((0, 1, 3)))}
    return odd_text(rng)


def mutated_json(document: Any, rng: random.Random) -> Any:
    """Return a JSON document of which some members are odd, gone or there twice."""
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for name, member in members:
            places.append((node, name))
            walk(member)

    copy = json.loads(json.dumps(document))
    walk(copy)
    for _ in range(rng.choice((1, 1, 2, 5))):
        if not places or rng.random() < 0.05:
            return odd_value(rng)
        node, name = rng.choice(places)
        with contextlib.suppress(KeyError, IndexError):
            if rng.random() < 0.2:
                del node[name]
            elif isinstance(node, dict) and rng.random() < 0.2:
                node[odd_text(rng)] = node[name]
            else:
                node[name] = odd_value(rng)
    return copy


def json_bytes(document: Any, rng: random.Random) -> bytes:
    """Return a document as JSON, now and then with bytes changed as well."""
    content = json.dumps(document, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    return mutated(content, rng) if rng.random() < 0.2 else content


def rezipped(content: bytes, rng: random.Random) -> bytes:
    """Return a zip of which one file has changed, or its own bytes have."""
    if rng.random() < 0.3:
        return mutated(content, rng)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = rng.choice(names)
        for name in names:
            inside = old.read(name)
            if name == chosen:
                if rng.random() < 0.1:
                    continue
                inside = mutated(inside, rng)
                if rng.random() < 0.1:
                    name = odd_text(rng).encode("utf-8", "replace").decode().strip("\0")[:60_000] or "x"
            new.writestr(name, inside)
    return mutated(written.getvalue(), rng) if rng.random() < 0.2 else written.getvalue()
