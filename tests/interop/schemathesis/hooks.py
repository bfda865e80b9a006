"""What the tool is told of our media types and of what is in the ledger."""

import json
import os

import schemathesis
from schemathesis.transport.requests import REQUESTS_TRANSPORT

SEEDS = os.environ["TRIED_SEEDS"]
MODE = os.environ["TRIED_MODE"]
ROLE = os.environ["TRIED_ROLE"]
with open(os.path.join(SEEDS, MODE + ".jws"), encoding="ascii") as file:
    SIGNED = file.read().split()


# docs/spec/ids.md, in several spellings.
IDS = [
    "NID:FI:1234567-1", "nid:fi:12345671", "NID:DE:HRB 1", "NID:GR:1", "EUID:DEK1101R.HRB116737", "LEI:5493001KJTIIGC8Y1R12",
    "VAT:FI12345671", "EORI:DE123456789", "PIC:123456789", "PRS:" + "0a" * 16,
]


def whole(value):
    """A whole number that JSON writes with a fraction is one to JSON Schema and none to the ledger (docs/spec/entry.md)."""
    if isinstance(value, dict):
        return {name: whole(one) for name, one in value.items()}
    if isinstance(value, list):
        return [whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """What no schema can say is put right in cases that are meant to be good: check digits of an id, a purpose that only a
    hosting entity's token asks for, whole numbers, whose award a local id means."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if "id" in (case.path_parameters or {}) and case.path_parameters["id"] not in IDS:
        case.path_parameters["id"] = IDS[len(str(case.path_parameters["id"])) % len(IDS)]
    query = dict(case.query or {})
    if query.get("undertaking") and query["undertaking"] not in IDS:
        query["undertaking"] = IDS[len(str(query["undertaking"])) % len(IDS)]
    if isinstance(query.get("award"), str) and not query.get("issuer"):
        query["award"] = f"csc/{query['award'].rpartition('/')[2] or 1}"
    if ROLE == "hosting-entity" and case.path in ("/", "/v1/undertakings/{id}", "/v1/undertakings/{id}/headroom"):
        query = {name: value for name, value in query.items() if (name, value) != ("purpose", "")}
        query.setdefault("purpose", "to grant")
    case.query = query
    if case.path == "/v1/simulations" and isinstance(case.body, dict):
        case.body = whole(case.body)
        if ROLE == "hosting-entity":
            case.body.setdefault("purpose", "to grant")
            case.body.pop("as_party", None)


@schemathesis.serializer("application/jose", "application/jwt", "application/x-ndjson")
def as_it_is(_context, value):
    """Text goes on the wire as it is; what is no text as the JSON of it, which the server has to refuse."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")


# The tool counts `application/jwt` among the media types of JSON and would put quotes around the text.
REQUESTS_TRANSPORT._serializers = {
    media: REQUESTS_TRANSPORT._serializers[media]
    for media in sorted(REQUESTS_TRANSPORT._serializers, key=lambda media: media not in ("application/jose", "application/jwt"))
}


def example(operation, where, value):
    """Adds an example to a parameter that an operation states itself; one by reference has its own."""
    for parameter in operation.get("parameters", []):
        if (parameter.get("in"), parameter.get("name")) == where:
            parameter["example"] = value


@schemathesis.hook
def before_load_schema(_context, raw_schema):
    """Adds examples of what is in this ledger; nothing of the document is changed or taken away."""
    paths = raw_schema["paths"]
    bodies = {"/v1/events": SIGNED, "/v1/events/batch": ["\n".join(SIGNED) + "\nno statement\n", SIGNED[0]]}
    for path, texts in bodies.items():
        for media in paths[path]["post"]["requestBody"]["content"].values():
            media["examples"] = {f"e{number}": {"value": text} for number, text in enumerate(texts)}
    for path, methods in paths.items():
        operation = methods.get("get")
        if operation is None:
            continue
        example(operation, ("path", "id"), "NID:FI:1234567-1")
        example(operation, ("path", "position"), 1)
        example(operation, ("path", "index"), "000.p/1")
        example(operation, ("path", "level"), 0)
        example(operation, ("query", "member-state"), "FI")
        example(operation, ("query", "on"), "2026-11-20")
        example(operation, ("query", "purpose"), "to grant")


@schemathesis.check
def says_what_every_answer_says(_context, response, case):
    """docs/spec/http.md, conventions: version and request id stand in every answer, a problem is a problem document."""
    for name in ("api-version", "x-request-id"):
        assert name in response.headers, f"an answer without {name}"


@schemathesis.check
def answers_a_batch_by_line(_context, response, case):
    """docs/spec/http.md, submitting: every answer line has its number, status and body, in the order of the input."""
    media = response.headers.get("content-type", [""])[0]
    if response.status_code != 200 or not media.startswith("application/x-ndjson"):
        return
    last = 0
    for line in response.content.decode().splitlines():
        answer = json.loads(line)
        assert answer["line"] > last, "answers out of order"
        assert 100 <= answer["status"] <= 599 and answer["status"] < 500, f"line {answer['line']}: {answer['status']}"
        assert isinstance(answer["body"], dict), "a body that is no object"
        last = answer["line"]
