"""A small identity provider (OpenID Connect) for the tests of single sign-on, with switches for what may go wrong."""

import base64
import hashlib
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

ISSUER, CLIENT, SECRET = "https://id.example.org", "desk", "the secret of the client"


@dataclass
class Provider:
    """Signs in whoever `claims` says; `lies` replace what stands in the ID token, `key` is what it is signed with."""

    claims: dict[str, Any] = field(
        default_factory=lambda: {"sub": "42", "email": "Kim@example.org", "email_verified": True}
    )
    lies: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(parameters={"kid": "1"}, private=True))
    published: RSAKey | None = None
    tells_by_userinfo: bool = False
    issuer: str = ISSUER
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def transport(self) -> httpx2.AsyncBaseTransport:
        """The provider as what a client talks to."""
        app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._configuration),
                Route("/keys", self._keys),
                Route("/token", self._token, methods=["POST"]),
                Route("/userinfo", self._userinfo),
            ]
        )
        return httpx2.ASGITransport(app)

    def agree(self, url: str) -> dict[str, str]:
        """Do what a person does who signs in there; returns the parameters with which the browser is sent back."""
        address = urlsplit(url)
        assert f"{address.scheme}://{address.netloc}" == ISSUER
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    async def _configuration(self, _: Request) -> JSONResponse:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
                "userinfo_endpoint": f"{ISSUER}/userinfo",
                "id_token_signing_alg_values_supported": ["RS256", "none"],
            }
        )

    async def _keys(self, _: Request) -> JSONResponse:
        return JSONResponse({"keys": [(self.published or self.key).as_dict(private=False)]})

    async def _token(self, request: Request) -> JSONResponse:
        sent = parse_qs((await request.body()).decode())
        asked = self._codes.pop(sent["code"][0], None)
        proof = base64.b64encode(urlencode({CLIENT: SECRET}).replace("=", ":").replace("+", " ").encode()).decode()
        challenge = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        if (
            asked is None
            or request.headers.get("authorization") != f"Basic {proof}"
            or asked["code_challenge"] != base64.urlsafe_b64encode(challenge).decode().rstrip("=")
            or asked["redirect_uri"] != sent["redirect_uri"][0]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        claims = {"sub": self.claims["sub"]} if self.tells_by_userinfo else self.claims
        now = int(time.time())
        told = {
            "iss": ISSUER,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **claims,
            **self.lies,
        }
        token = jwt.encode({"alg": "RS256", "kid": "1"}, told, self.key)
        return JSONResponse({"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    async def _userinfo(self, request: Request) -> JSONResponse:
        assert request.headers["authorization"] == "Bearer access"
        return JSONResponse(self.claims)
