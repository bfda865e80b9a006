"""Two JOSE libraries we did not write, both ways."""

import hashlib
import json
import warnings

import jwcrypto.jwk
import jwcrypto.jws
from joserfc import jws as joserfc_jws
from joserfc.jwk import OKPKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from oracle import ask, b64url, report, templates, vectors

# The older algorithm name is on purpose: signers may still use it.
warnings.filterwarnings("ignore", message="EdDSA is deprecated")

SEED = 2
ALGORITHMS = ["Ed25519", "EdDSA"]


def private_jwk():
    seed = bytes([SEED]) * 32
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"kty": "OKP", "crv": "Ed25519", "x": b64url(public), "d": b64url(seed)}


def thumbprint(jwk):
    canonical = json.dumps({"crv": jwk["crv"], "kty": jwk["kty"], "x": jwk["x"]}, separators=(",", ":"))
    return b64url(hashlib.sha256(canonical.encode()).digest())


def by_joserfc(jwk, header, payload):
    return joserfc_jws.serialize_compact(header, payload, OKPKey.import_key(jwk), algorithms=ALGORITHMS)


def by_jwcrypto(jwk, header, payload):
    token = jwcrypto.jws.JWS(payload)
    token.allowed_algs = ALGORITHMS
    token.add_signature(jwcrypto.jwk.JWK(**jwk), None, protected=json.dumps(header))
    return token.serialize(compact=True)


def joserfc_accepts(public, jws):
    try:
        registry = joserfc_jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        token = joserfc_jws.deserialize_compact(jws, OKPKey.import_key(public), registry=registry)
        return token.payload
    except Exception as error:  # whatever a library raises, it did not accept
        return error


def jwcrypto_accepts(public, jws):
    try:
        token = jwcrypto.jws.JWS()
        token.allowed_algs = ALGORITHMS
        token.deserialize(jws, jwcrypto.jwk.JWK(**public))
        return token.payload
    except Exception as error:
        return error


def main():
    jwk, failures, compared = private_jwk(), [], 0
    public = {name: jwk[name] for name in ("kty", "crv", "x")}
    kid = thumbprint(public)
    for library, made in (("joserfc", OKPKey.import_key(public).thumbprint()),
                          ("jwcrypto", jwcrypto.jwk.JWK(**public).thumbprint())):
        compared += 1
        if made != kid:
            failures.append(f"{library}: thumbprint {made} is not {kid}")
    payloads = templates()

    # Theirs by us: every template, both names of the algorithm.
    theirs = []
    for library, signer in (("joserfc", by_joserfc), ("jwcrypto", by_jwcrypto)):
        for algorithm in ALGORITHMS:
            header = {"alg": algorithm, "kid": kid, "typ": "aidledger+jws"}
            for name, payload in payloads.items():
                theirs.append((f"{library} {algorithm} {name}", signer(jwk, header, payload)))
    for (what, _), answer in zip(theirs, ask(["check-jws"], [f"{jwk['x']} {jws}" for _, jws in theirs])):
        compared += 1
        if answer != "ok":
            failures.append(f"{what}: {answer}")

    # Ours by them: the same payload comes out; and a byte of the signature changed is refused by all three.
    ours = ask(["sign", str(SEED)], [payload.hex() for payload in payloads.values()])
    broken = [jws[:-20] + ("A" if jws[-20] != "A" else "B") + jws[-19:] for jws in ours]
    for (name, payload), jws, wrong in zip(payloads.items(), ours, broken):
        for library, accepts in (("joserfc", joserfc_accepts), ("jwcrypto", jwcrypto_accepts)):
            compared += 2
            if (found := accepts(public, jws)) != payload:
                failures.append(f"{library} refuses our {name}: {found!r}")
            if not isinstance(accepts(public, wrong), Exception):
                failures.append(f"{library} accepts our {name} with another signature")
    for name, answer in zip(payloads, ask(["check-jws"], [f"{jwk['x']} {jws}" for jws in broken])):
        compared += 1
        if answer != "bad_signature":
            failures.append(f"we answer {answer} to {name} with another signature")

    # The frozen good submissions verify elsewhere too, as the bytes they are.
    for name, members, jws in vectors("submission/good"):
        key = {"kty": "OKP", "crv": "Ed25519", "x": members["key"][0]}
        for library, accepts in (("joserfc", joserfc_accepts), ("jwcrypto", jwcrypto_accepts)):
            compared += 1
            if isinstance(found := accepts(key, jws.decode()), Exception):
                failures.append(f"{library} refuses the vector {name}: {found!r}")
    report(failures, compared)


main()
