"""Signing in with an organisation's own accounts: OpenID Connect, authorization code with PKCE, state and nonce."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]  # it ships no types
from authlib.integrations.starlette_client import StarletteOAuth2App  # type: ignore[import-untyped]
from joserfc.errors import JoseError
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor
from api.conversations.storage import hash_token
from api.desk import audit
from api.desk.accounts import Accounts, Opened, Visitor, normalise
from api.desk.models import SignOnAttempt
from api.desk.people import one_time_codes
from api.desk.people.throttling import ATTEMPTS_OF_ADDRESS, Throttle
from api.settings import ApiSettings

logger = logging.getLogger(__name__)
LIFETIME = timedelta(minutes=10)
"""So long somebody may take at the identity provider."""
CALLBACK = "/api/v1/desk/single-sign-on/callback"
_TIMEOUT = 10
_LEEWAY = 60
# Only signatures with the provider's own key: "none" proves nothing, and the others rest on the client's secret.
_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})


class SignOnProblem(StrEnum):
    """Why somebody comes back without a session: said to the page behind `#single-sign-on=`."""

    FAILED = "failed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class SignOnFailed(Exception):
    """The identity provider's word does not open the desk."""

    def __init__(self, problem: SignOnProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Departure:
    """Where to send somebody, and the state with which they must come back to the same browser."""

    url: str
    state: str


class SingleSignOn:
    """Sends people to the identity provider and finds their account when they come back; it makes none."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        settings: ApiSettings,
        now: Callable[[], datetime],
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._now = now
        self._throttle = Throttle(ATTEMPTS_OF_ADDRESS, now)
        self._issuer = settings.desk_oidc_issuer.rstrip("/")
        self._client_id = settings.desk_oidc_client_id
        self._redirect_uri = settings.public_url.rstrip("/") + CALLBACK
        self.name = settings.desk_oidc_name
        self.is_on = bool(self._issuer and self._client_id and settings.public_url)
        if self._issuer and not self.is_on:
            logger.warning("single sign-on is off: it needs DESK_OIDC_CLIENT_ID and PUBLIC_URL")
        secret = settings.desk_oidc_client_secret
        self._provider: Any = StarletteOAuth2App(
            None,
            client_id=self._client_id,
            client_secret=secret or None,
            server_metadata_url=f"{self._issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": "client_secret_basic" if secret else "none",
                "timeout": _TIMEOUT,
                "leeway": 0,  # a token that lives for a minute is good for the next call
                "transport": transport,
            },
        )

    async def depart(self, address: str) -> Departure:
        """Return where to send a browser; raises SignOnFailed where the provider does not answer, TooManyAttempts."""
        self._throttle.begin(address)
        try:
            await self._load_metadata()
            made = await self._provider.create_authorization_url(self._redirect_uri)
        except _FAILURES as error:
            raise _failed(error) from error
        now = self._now()
        async with self._database.writing() as session:
            await session.execute(delete(SignOnAttempt).where(SignOnAttempt.expires_at <= now))
            session.add(
                SignOnAttempt(
                    state_hash=hash_token(made["state"]),
                    nonce=made["nonce"],
                    code_verifier=made["code_verifier"],
                    expires_at=now + LIFETIME,
                )
            )
        return Departure(made["url"], made["state"])

    async def arrive(self, code: str, state: str, visitor: Visitor) -> Opened:
        """Begin a session for who comes back; a state works once. Raises SignOnFailed or NotSignedIn."""
        attempt = await self._use(state)
        try:
            claims = await self._fetch_claims(code, attempt)
        except _FAILURES as error:
            raise _failed(error) from error
        async with self._database.writing() as session:
            account = await self._find(session, claims)
            return await self._accounts.open(session, account.id, "single-sign-on", visitor)

    async def _use(self, state: str) -> SignOnAttempt:
        async with self._database.writing() as session:
            fits = (SignOnAttempt.state_hash == hash_token(state), SignOnAttempt.expires_at > self._now())
            attempt = (await session.scalars(delete(SignOnAttempt).where(*fits).returning(SignOnAttempt))).first()
        if attempt is None:
            raise SignOnFailed(SignOnProblem.EXPIRED)
        return attempt

    async def _load_metadata(self) -> dict[str, Any]:
        metadata: dict[str, Any] = await self._provider.load_server_metadata()
        if str(metadata.get("issuer")).rstrip("/") != self._issuer:
            raise ValueError("the provider calls itself something else")
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in _ALGORITHMS] or ["RS256"]
        return metadata

    async def _fetch_claims(self, code: str, attempt: SignOnAttempt) -> dict[str, Any]:
        """Exchange a code for an ID token and return what it says, once signature and claims are right."""
        metadata = await self._load_metadata()
        token = await self._provider.fetch_access_token(
            self._redirect_uri, code=code, code_verifier=attempt.code_verifier, grant_type="authorization_code"
        )
        expected = {
            "iss": {"essential": True, "value": metadata["issuer"]},
            "aud": {"essential": True, "value": self._client_id},
        }
        claims = await self._provider.parse_id_token(token, attempt.nonce, claims_options=expected, leeway=_LEEWAY)
        if claims is None:
            raise ValueError("no ID token")
        if "email" in claims or not metadata.get("userinfo_endpoint"):
            return dict(claims)
        more = await self._provider.userinfo(token=token)
        if more["sub"] != claims["sub"]:
            raise ValueError("the user information is somebody else's")
        return {**more, **claims}

    async def _find(self, session: AsyncSession, claims: dict[str, Any]) -> Counsellor:
        """Return the account of a subject, the first time of a verified e-mail; raises SignOnFailed."""
        subject = f"{self._issuer} {claims['sub']}"
        known = (await session.scalars(select(Counsellor).where(Counsellor.oidc_subject == subject))).first()
        if known:
            return known
        email = claims.get("email")
        if claims.get("email_verified") is not True or not isinstance(email, str):
            raise SignOnFailed(SignOnProblem.UNKNOWN)
        fits = (Counsellor.email == normalise(email), Counsellor.oidc_subject.is_(None))
        account = (await session.scalars(select(Counsellor).where(*fits))).first()
        if account is None or account.disabled_at:
            raise SignOnFailed(SignOnProblem.UNKNOWN)
        account.oidc_subject = subject
        await one_time_codes.withdraw_codes(session, account.id)
        audit.note(session, self._now(), account.id, "single_sign_on.linked", ("counsellor", account.id))
        return account


# What a provider can do wrong: not answer, refuse, sign wrongly, leave out what must be there.
_FAILURES = (httpx2.HTTPError, AuthlibBaseError, JoseError, ValueError, KeyError, RuntimeError)


def _failed(error: Exception) -> SignOnFailed:
    logger.warning("single sign-on failed: %s", type(error).__name__)
    return SignOnFailed(SignOnProblem.FAILED)
