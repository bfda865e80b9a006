"""The published schemas of packs under a validator we did not write: they accept every shipped and every good pack, and refuse
every bad one of whose fault a schema can know. That the reader refuses all of those is a test in Rust (pack::tests::vectors)."""

import datetime
import json
import pathlib
import tomllib

from jsonschema import Draft202012Validator

from oracle import VECTORS, report

SCHEMAS = pathlib.Path("docs/spec/pack/v0")
SHIPPED = pathlib.Path("rules/packs")
BEYOND = VECTORS / "pack" / "beyond-schema.txt"


def validators():
    found = {}
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        schema = json.loads(path.read_bytes())
        Draft202012Validator.check_schema(schema)
        found[path.name.removesuffix(".schema.json")] = Draft202012Validator(schema)
    return found


def kind_of(path):
    """Which schema a file of a pack is under, by its path in the pack."""
    if path == "pack.toml":
        return "pack"
    folder, _, name = path.partition("/")
    return folder if folder in ("params", "rules", "cases") and name.endswith(".toml") and "/" not in name else None


def plain(value):
    """TOML as JSON has it: a date is its text, and one with a time of day keeps it."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value


def fault(schemas, path, data):
    """What the schema of a file says against it; what is no TOML is refused before any schema is asked."""
    if (kind := kind_of(path)) is None:
        return None
    try:
        document = plain(tomllib.loads(data.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return f"no TOML: {error}"
    errors = [f"{error.json_path} {error.message[:200]}" for error in schemas[kind].iter_errors(document)]
    return errors[0] if errors else None


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def main():
    schemas, failures, compared = validators(), [], 0
    good = [*sorted(SHIPPED.iterdir()), *sorted((VECTORS / "pack" / "good").iterdir())]
    for pack in good:
        for path, data in files(pack).items():
            compared += 1
            if found := fault(schemas, path, data):
                failures.append(f"{pack.name}/{path} is good, and its schema says: {found}")
    beyond = set(BEYOND.read_text().split())
    bad = sorted((VECTORS / "pack" / "bad").iterdir())
    for pack in bad:
        compared += 1
        found = [said for path, data in files(pack).items() if (said := fault(schemas, path, data))]
        if (pack.name in beyond) == bool(found):
            failures.append(f"bad/{pack.name}: {found[0] if found else 'no schema sees it'}; {BEYOND.name} says otherwise")
    for name in sorted(beyond - {pack.name for pack in bad}):
        failures.append(f"{BEYOND.name} names {name}, which is not there")
    if len(bad) - len(beyond) < 80:
        failures.append(f"only {len(bad) - len(beyond)} bad packs are of a form that a schema sees")
    print(f"{len(beyond)} of {len(bad)} bad packs are wrong in a way that no schema sees")
    report(failures, compared)


main()
