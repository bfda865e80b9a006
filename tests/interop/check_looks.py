"""The worked example of docs/spec/looks.md: read and hashed here, without our code, then checked by `aidledger looks`."""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import tempfile

NAMES = ["2026-11.0001.jsonl", "2026-12.0001.jsonl"]
MEMBERS = {
    "begun": ["ledger"],
    "look": ["role", "party", "token", "via", "undertakings", "entries", "purpose"],
    "aside": ["why", "file", "from", "bytes", "sha256"],
    "pruned": ["sha256", "files", "last"],
}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def example():
    """The files of the document; the torn end of the first has no line end."""
    text = pathlib.Path("docs/spec/looks.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```looks\n(.*?)```", text, re.S)
    assert len(blocks) == len(NAMES), f"{len(blocks)} files in the document"
    return {name: block.encode() for name, block in zip(NAMES, blocks)} | {NAMES[0]: blocks[0][:-1].encode()}


def read(files):
    """Checks a record by the words of the document; answers number and hash of its last line."""
    number, prev, last_at, previous = 0, "0" * 64, "", None
    for name in sorted(files):
        offset = 0
        for line in files[name].splitlines(keepends=True):
            if not line.endswith(b"\n"):
                break
            said = json.loads(line)
            canonical = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
            assert line == canonical, f"{name}: line {number} has another spelling"
            inner = [member for member in said if member not in ("n", "at", "kind", "prev")]
            order = [member for member in MEMBERS[said["kind"]] if member in inner]
            assert list(said) == ["n", "at", "kind", *order, "prev"], f"{name}: members of line {number}"
            assert (said["n"], said["prev"]) == (number, prev), f"{name}: line {number} does not follow"
            assert said["at"] >= last_at and said["at"].startswith(name[:7]), f"{name}: time of line {number}"
            if said["kind"] == "aside":
                rest = files[previous][said["from"] :]
                assert offset == 0 and said["file"] == previous
                assert (said["bytes"], said["sha256"]) == (len(rest), sha256(rest)), "what was set aside"
            number, prev, last_at = number + 1, sha256(line), said["at"]
            offset += len(line)
        previous = name
    return number - 1, prev


def ours(files, *arguments):
    """Exit code and output of `aidledger looks --check` on these files."""
    with tempfile.TemporaryDirectory() as data:
        folder = pathlib.Path(data, "looks")
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        command = [os.environ["AIDLEDGER"], "looks", "--data", data, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr


def main():
    files = example()
    number, head = read(files)
    code, said = ours(files, "--check", "--held", f"{number}:{head}")
    assert code == 0 and f"the last is {number}:{head}" in said, (code, said)
    assert "set aside as torn" in said, said

    code, said = ours(files, "--undertaking", "lei:529900t8bm49aursdo55")
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert code == 0 and [line["n"] for line in lines] == [1], (code, said)

    # Every byte of the whole lines counts.
    changed = 0
    for name, content in files.items():
        for offset in range(0, len(content), 41):
            other = content[:offset] + bytes([content[offset] ^ 1]) + content[offset + 1 :]
            code, said = ours(files | {name: other}, "--check", "--held", f"{number}:{head}")
            assert code in (2, 4), (name, offset, code, said)
            changed += 1
    without = {NAMES[1]: files[NAMES[1]]}
    code, said = ours(without, "--check")
    assert code == 4, (code, said)
    code, said = ours({}, "--check", "--held", f"{number}:{head}")
    assert code == 4, (code, said)
    print(f"looks: {number + 1} lines agree, {changed} changed bytes and 2 losses noticed")


main()
