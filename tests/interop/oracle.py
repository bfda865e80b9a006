"""What the checks share: the oracle on a pipe, the frozen vectors, base64url."""

import base64
import os
import pathlib
import subprocess
import sys

VECTORS = pathlib.Path("tests/vectors")


def ask(command, lines):
    """One answer for each line, by our reader."""
    arguments = [os.environ["AIDLEDGER_ORACLE"], *command]
    text = "".join(line + "\n" for line in lines).encode()
    done = subprocess.run(arguments, input=text, stdout=subprocess.PIPE, check=True, timeout=300)
    answers = done.stdout.decode().split("\n")[:-1]
    if lines and len(answers) != len(lines):
        sys.exit(f"{command}: {len(lines)} lines asked, {len(answers)} answered")
    return answers


def templates():
    """Short name and bytes of every template."""
    pairs = (line.split(" ") for line in ask(["template"], []))
    return {name: bytes.fromhex(digits) for name, digits in pairs}


def vectors(folder):
    """Name, header members and exact bytes of every vector of a folder."""
    for path in sorted((VECTORS / folder).glob("*.txt")):
        head, artefact = path.read_bytes().split(b"\n\n", 1)
        members = {}
        for line in head.decode().split("\n"):
            name, value = line.split(": ", 1)
            members.setdefault(name, []).append(value)
        yield path.stem, members, artefact


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def report(failures, passed):
    """Ends the check: every failure on a line, and the number of what was compared."""
    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"{passed} compared, {len(failures)} failed")
    sys.exit(1 if failures else 0)
