"""A service in Python that lets people in by Latchkey's session cookie, asking nobody on a request."""

import base64
import hashlib
import hmac
import json
import os
import re
import sys
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from jwcrypto import jwe, jwk
from jwcrypto.common import JWException

ISSUER = os.environ.get("ISSUER", "latchkey")
AUDIENCE = os.environ.get("AUDIENCE", "latchkey")
IS_SECURE = os.environ.get("COOKIE_SECURE", "true") != "false"
COOKIE_KEY = os.environ.get("COOKIE_KEY")
SECURE_COOKIE = "__Secure-session" if os.environ.get("COOKIE_DOMAIN") else "__Host-session"
COOKIE = SECURE_COOKIE if IS_SECURE else "session"
# So many session cookies of a request count: each can cost a verification, and anybody can send many.
MAX_COOKIES = 4
# Browsers keep no larger cookie (RFC 6265, section 6.1).
MAX_VALUE_CHARACTERS = 4096
# Only these are space in a Cookie header. Anything else is part of the cookie's name, which then has no prefix.
SPACE = " \t"
CLOCK_TOLERANCE_S = 5
MAX_CLOCK_SKEW_S = 300
MAX_LIFETIME_S = 86_400
# The only algorithm of a published key, by what it is.
ALGORITHMS = {("EC", "P-256"): "ES256", ("RSA", None): "RS256"}
# Stricter than the decoder, which skips characters that it does not know (RFC 7515, section 2).
COMPACT_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
# What looks like a key of another kind would be a secret that others know.
NO_SECRET = re.compile(r'-----(BEGIN|END)|"kty"')


class Refused(Exception):
    """Why somebody is not let in; a client refreshes on token_expired only."""


def read_keys():
    """The keys that verify, by the kid that tokens name; each is for one algorithm only (RFC 8725, section 3.1)."""
    keys = {}
    if NO_SECRET.search(os.environ.get("JWT_KEY", "")):
        sys.exit("JWT_KEY takes secrets; for a key pair set JWKS_URL in place of it")
    for secret in filter(None, os.environ.get("JWT_KEY", "").split(",")):
        digest = hmac.new(secret.strip().encode(), b"latchkey key id", hashlib.sha256).digest()
        kid = base64.urlsafe_b64encode(digest).decode()[:16]
        keys[kid] = jwt.PyJWK({"kty": "oct", "k": base64.urlsafe_b64encode(secret.strip().encode()).decode()}, "HS256")
    if url := os.environ.get("JWKS_URL"):
        with urllib.request.urlopen(url, timeout=5) as answer:
            for published in filter(is_to_verify, json.load(answer)["keys"]):
                keys[published["kid"]] = jwt.PyJWK(published)
    return keys


def is_to_verify(published):
    """Whether a published key is public, for signatures, and of the algorithm that fits it (RFC 7517, section 4)."""
    alg = ALGORITHMS.get((published.get("kty"), published.get("crv")))
    return (
        alg is not None
        and published.get("alg") == alg
        and published.get("use", "sig") == "sig"
        and "verify" in published.get("key_ops", ["verify"])
        and "d" not in published
    )


KEYS = read_keys()


def authenticate(header):
    """The claims of the person a request is from.

    A browser sends a session cookie for each domain that it was set for: of several good ones the token that was issued
    last counts, and of two of the same second the first.
    """
    pairs = (pair.strip(SPACE) for pair in header.split(";"))
    values = [pair.removeprefix(f"{COOKIE}=").lstrip(SPACE) for pair in pairs if pair.startswith(f"{COOKIE}=")]
    if not values:
        raise Refused("token_missing")
    best, failure = None, "token_invalid"
    for value in values[:MAX_COOKIES]:
        try:
            claims = verify(read_token(value))
            if best is None or claims["iat"] > best["iat"]:
                best = claims
        except Refused as error:
            # What a refresh cures is told, whatever else came with it.
            if str(error) == "token_expired":
                failure = str(error)
        except Exception:
            # Anybody can send a value that fails in a library, by nesting for example. The next one can be good.
            continue
    if best is None:
        raise Refused(failure)
    return best


def read_token(encoded):
    """The access token in a session cookie, which is encrypted where auth has a COOKIE_KEY."""
    token = read_cookie(encoded)
    return decrypt(token) if COOKIE_KEY and token.count(".") == 4 else token


def read_cookie(encoded):
    """The text in a session cookie. One with a dot is the token itself, any other is base64 of {"jwt": "..."}."""
    # Some clients add percent-encoding.
    value = urllib.parse.unquote(encoded)
    if len(value) > MAX_VALUE_CHARACTERS:
        raise Refused("token_invalid")
    if "." in value:
        # A value can be in quotes (RFC 6265, section 4.1.1).
        return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
    try:
        # Base64 has no quotes.
        token = json.loads(base64.b64decode(value.replace('"', ""), validate=True))["jwt"]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("token_invalid") from error
    if not isinstance(token, str):
        raise Refused("token_invalid")
    return token


def decrypt(token):
    """Opens a token that auth hides from browsers, where it has a COOKIE_KEY."""
    key = jwk.JWK(kty="oct", k=base64.urlsafe_b64encode(base64.b64decode(COOKIE_KEY)).decode().rstrip("="))
    opened = jwe.JWE(algs=["dir", "A256GCM"])
    try:
        opened.deserialize(token)
        if opened.jose_header.get("cty") != "JWT" or "zip" in opened.jose_header:
            raise Refused("token_invalid")
        opened.decrypt(key)
        return opened.payload.decode()
    except (JWException, ValueError) as error:
        raise Refused("token_invalid") from error


def verify(token):
    """The claims of an access token that is good now."""
    if not COMPACT_FORM.fullmatch(token):
        raise Refused("token_invalid")
    try:
        header = jwt.get_unverified_header(token)
        # "crit" names extensions that must be understood; this program knows none (RFC 7515, section 4.1.11).
        if header.get("typ") != "at+jwt" or "crit" in header or "kid" not in header:
            raise Refused("token_invalid")
        key = KEYS.get(header["kid"])
        claims = jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name] if key else [],
            issuer=ISSUER,
            audience=AUDIENCE,
            # Expiry is looked at below: the other faults come first.
            options={
                "verify_signature": key is not None,
                "verify_iss": True,
                "verify_aud": True,
                "verify_nbf": True,
                "verify_exp": False,
                "verify_iat": False,
                "require": ["iss", "aud", "sub", "iat", "exp"],
            },
        )
    except jwt.PyJWTError as error:
        raise Refused("token_invalid") from error
    # "claims" is what admins have set on the account, which may be nothing.
    if type(claims["iat"]) is not int or type(claims["exp"]) is not int or type(claims.get("claims", {})) is not dict:
        raise Refused("token_invalid")
    if is_out_of_time(claims["iat"], claims["exp"], time.time()):
        # Also when its key is gone, and nothing was verified: a refresh hangs on no key.
        raise Refused("token_expired")
    if key is None:
        raise Refused("token_invalid")
    return claims


def is_out_of_time(iat, exp, now):
    """Whether it has expired, or claims a time that no token of ours has: too long, or yet to come."""
    return now >= exp + CLOCK_TOLERANCE_S or exp - iat > MAX_LIFETIME_S or iat > now + MAX_CLOCK_SKEW_S


class Handler(BaseHTTPRequestHandler):
    """Answers who is there, or 401."""

    def do_GET(self):
        try:
            # HTTP/2 lets a client split the header into several lines (RFC 9113, section 8.2.3).
            claims = authenticate("; ".join(self.headers.get_all("Cookie", [])))
            user = {"id": claims["sub"], "roles": claims.get("roles")}
            if "claims" in claims:
                user["claims"] = claims["claims"]
            self.answer(200, {"user": user})
        except Refused as error:
            self.answer(401, {"code": str(error)})

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format, *args):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
