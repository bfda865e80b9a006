"""Differential test of the JSON reader: the same mutated documents, two implementations, one verdict and one value."""

import json
import os
import random
import sys

from oracle import ask, report, templates, vectors, from_b64url

COUNT = int(os.environ.get("AIDLEDGER_JSON_DOCUMENTS", "24000"))
INTEGER_MAX = 2**53
DEPTH_MAX = 127

SNIPPETS = [
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"0", b"-", b"-0", b"1.5", b"1e3", b"1E+2", b"01", b"+1", b".5", b"5.",
    b"9007199254740992", b"9007199254740993", b"-9007199254740992", b"-9007199254740993", b"9223372036854775808",
    b"18446744073709551616", b"1" * 40, b"1" * 5000, b"1e400", b"null", b"true", b"false", b"nul", b"NaN", b"Infinity", b"-Infinity",
    b'"\\ud800"', b'"\\ude00"', b'"\\ud83d\\ude00"', b'"\\ude00\\ud83d"', b'"\\u0000"', b'"\\u00e9"', b'"\\uFFFF"', b'"\\u12"',
    b'"\\x41"', b'"\\/"', b'"\\b\\f\\n\\r\\t"', b"\n", b"\t", b" ", b"\r", b"\x00", b"\x0b", b"\x0c", b"\x1f", b"\x7f", b"\xff",
    b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", "\u00e9".encode(), "\u2028".encode(), "\ufeff".encode(), "\u00a0".encode(),
    "\U0001f680".encode(), "\uff11".encode(), b"//", b"/**/", b"'", b"{}", b"[]", b'{"a":1,"a":2}', b'{"a":1,"\\u0061":2}', b'{"":0,"":0}',
    b'{"$serde_json::private::Number":"1"}', b'{"$serde_json::private::RawValue":"1"}', b'"a":', b'"id":"x",', b"[" * 120, b"]" * 120,
]


class Refused(Exception):
    """A document of valid JSON that the strict rules refuse."""


def refuse(text):
    raise Refused(text)


def integer(text):
    # Minus zero is a second spelling of zero, which doubles keep apart.
    if text == "-0" or len(text) > 20 or abs(int(text)) > INTEGER_MAX:
        raise Refused(text)
    return int(text)


def members(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise Refused("duplicate")
    return dict(pairs)


def check(value, depth=0):
    """Depth and surrogates, which Python's reader lets pass."""
    if isinstance(value, (dict, list)):
        if depth >= DEPTH_MAX:
            raise Refused("depth")
        for child in value.values() if isinstance(value, dict) else value:
            check(child, depth + 1)
    if isinstance(value, dict):
        for name in value:
            name.encode("utf-8")
    if isinstance(value, str):
        value.encode("utf-8")
    return value


def strict(document):
    text = document.decode("utf-8", "strict")
    return check(json.loads(text, object_pairs_hook=members, parse_int=integer, parse_float=refuse, parse_constant=refuse))


def ours(document):
    """(accepted, canonical text) by Python under our rules."""
    try:
        return True, json.dumps(strict(document), ensure_ascii=False, separators=(",", ":"))
    except (Refused, ValueError, RecursionError):
        return False, ""


def mutate(chance, document, corpus):
    data = bytearray(document)
    for _ in range(chance.choice([1, 1, 1, 2, 3, 5])):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice([1, 1, 2, 4, 8, 40]))
        kind = chance.randrange(8)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[at:end]
        elif kind == 2:
            data[at:at] = chance.choice(SNIPPETS)
        elif kind == 3:
            data[at:end] = chance.choice(SNIPPETS)
        elif kind == 4:
            data[at:at] = data[at:end]
        elif kind == 5:
            other = chance.choice(corpus)
            start = chance.randrange(len(other) + 1)
            data[at:end] = other[start:start + chance.choice([1, 10, 60])]
        elif kind == 6:
            replace_token(chance, data)
        else:
            nest(chance, data)
    return bytes(data)


def replace_token(chance, data):
    """Puts a snippet where a whole value stands, so that many documents stay well-formed."""
    starts = [at + 1 for at, byte in enumerate(data) if byte == 0x3A]
    if not starts:
        return
    start = chance.choice(starts)
    end = start
    quoted = False
    while end < len(data) and (quoted or data[end] not in b",}]"):
        quoted ^= data[end] == 0x22
        end += 1
    data[start:end] = chance.choice(SNIPPETS)


def nest(chance, data):
    """Wraps the document in arrays or objects, around the depth where readers stop."""
    depth = chance.choice([1, 2, 100, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 200])
    opening, closing = chance.choice([(b"[", b"]"), (b'{"a":', b"}")])
    data[:] = opening * depth + bytes(data) + closing * depth


def corpus_of():
    documents = [b"{}", b"[]", b"0", b'""', b"null", b'{"a":[1,{"b":"c"}],"d":-1}', b'[true,false,null,"\\u00e9\\n"]']
    documents += templates().values()
    for folder in ("submission/good", "submission/bad"):
        for name, _, jws in vectors(folder):
            parts = jws.split(b".")
            if len(parts) != 3 or len(jws) > 6000:
                continue
            try:
                documents += [from_b64url(part.decode()) for part in parts[:2]]
            except ValueError:
                continue  # a vector whose encoding is wrong has no document in it
    return [document for document in documents if document]


def main():
    seed = int(os.environ.get("AIDLEDGER_SEED") or random.SystemRandom().randrange(2**32))
    print(f"seed {seed}: AIDLEDGER_SEED={seed} runs it again", flush=True)
    sys.setrecursionlimit(20000)
    chance, corpus = random.Random(seed), corpus_of()
    documents = corpus + [mutate(chance, chance.choice(corpus), corpus) for _ in range(COUNT)]
    failures, accepted = [], 0
    for document, answer in zip(documents, ask(["parse-json"], [document.hex() for document in documents])):
        taken, value = ours(document)
        accepted += taken
        word, _, text = answer.partition(" ")
        # Compared as text: for Python true equals 1, and the order of members says nothing.
        if taken != (word == "accept") or text * taken != value:
            failures.append(f"{document[:300]!r}: Python {'accepts' if taken else 'refuses'}, we answer {answer[:200]}")
    print(f"{accepted} documents accepted, {len(documents) - accepted} refused")
    if min(accepted, len(documents) - accepted) < len(documents) // 20:
        failures.append("hardly any document was accepted, or refused: the mutations test one side only")
    report(failures, len(documents))


main()
