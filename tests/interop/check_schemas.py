"""The published schemas under a validator we did not write."""

import json
import pathlib

from jsonschema import Draft202012Validator

from oracle import from_b64url, report, templates, vectors

SCHEMAS = pathlib.Path("docs/spec/events")
PREFIX, SUFFIX = "eu.aidledger.", ".v1"


def validators():
    found = {}
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        schema = json.loads(path.read_bytes())
        Draft202012Validator.check_schema(schema)
        found[path.name.removesuffix(".schema.json")] = Draft202012Validator(schema)
    return found


def payload_of(jws):
    return json.loads(from_b64url(jws.split(b".")[1].decode()))


def accepts(schemas, event):
    """Whether the schema of the event's type accepts it; an unknown type has no schema, which refuses too."""
    wire = event.get("type") if isinstance(event, dict) else None
    name = wire.removeprefix(PREFIX).removesuffix(SUFFIX) if isinstance(wire, str) else ""
    if name not in schemas or wire != PREFIX + name + SUFFIX:
        return False
    return schemas[name].is_valid(event)


def main():
    schemas, failures, compared, beyond = validators(), [], 0, 0
    examples = templates()
    if set(schemas) != set(examples):
        failures.append(f"types and schemas differ: {sorted(set(schemas) ^ set(examples))}")
    for name, text in examples.items():
        compared += 1
        if errors := list(schemas[name].iter_errors(json.loads(text))):
            failures.append(f"template {name}: {errors[0].json_path} {errors[0].message[:200]}")
    for folder in ("submission/good", "submission/bad"):
        for name, members, jws in vectors(folder):
            expected = members.get("schema", [None])[0]
            if expected is None:
                beyond += 1
                continue
            compared += 1
            if accepts(schemas, payload_of(jws)) != (expected == "accepts"):
                failures.append(f"{folder}/{name}: the schema does not do what the vector says ({expected})")
    print(f"{beyond} vectors are wrong in a way that no schema sees")
    report(failures, compared)


main()
