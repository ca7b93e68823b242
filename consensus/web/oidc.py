"""An OpenID Connect provider, as far as signing in needs it: discovery, authorization code, ID token."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from authlib.deprecate import AuthlibDeprecationWarning
from httpx import AsyncClient
from joserfc import jwt
from joserfc.jwk import KeySet

from consensus.services.sign_in.federation import Account, Handshake

with warnings.catch_warnings():
    # Authlib announces at import that it prefers a successor of httpx; that is not for the log of every start.
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import AsyncOAuth2Client

if TYPE_CHECKING:
    from consensus.settings import Settings

# Signatures by a key that only the provider has; never "none", never one made with the shared secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
SCOPE = "openid email"
LEEWAY_SECONDS = 60
TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """The provider of the settings. Nothing of it is kept: a sign-in is rare, and keys change."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str

    @classmethod
    def of(cls, settings: Settings, redirect_uri: str) -> OpenIdProvider:
        """The provider these settings name."""
        secret = settings.oidc_client_secret.get_secret_value()
        return cls(settings.oidc_issuer, settings.oidc_client_id, secret, redirect_uri)

    async def begin(self, handshake: Handshake) -> str:
        """The address at the provider to which the browser goes."""
        async with AsyncClient(timeout=TIMEOUT_SECONDS) as http:
            facts = await self._discover(http)
        async with self._client(facts) as client:
            address, _ = client.create_authorization_url(
                facts["authorization_endpoint"],
                state=handshake.state,
                nonce=handshake.nonce,
                code_verifier=handshake.verifier,
            )
        return str(address)

    async def finish(self, handshake: Handshake, code: str) -> Account:
        """The account behind the code the browser came back with.

        Raises:
            ValueError, JoseError, KeyError: the token is not what it must be.
        """
        async with AsyncClient(timeout=TIMEOUT_SECONDS) as http:
            facts = await self._discover(http)
            keys = KeySet.import_key_set(await self._get(http, facts["jwks_uri"]))  # type: ignore[arg-type]
        async with self._client(facts) as client:
            token = await client.fetch_token(
                facts["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=handshake.verifier,
            )
            claims = self._check(str(token["id_token"]), keys, handshake.nonce)
            if "email" not in claims and "userinfo_endpoint" in facts:
                told = (await client.get(facts["userinfo_endpoint"])).raise_for_status().json()
                if told.get("sub") != claims["sub"]:
                    raise ValueError("the user info is of somebody else")
                claims = {**told, **claims}
        return Account(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            email=str(claims.get("email", "")),
            is_verified=claims.get("email_verified") is True,
        )

    def _check(self, id_token: str, keys: KeySet, nonce: str) -> dict[str, Any]:
        token = jwt.decode(id_token, keys, algorithms=ALGORITHMS)
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        registry.validate(token.claims)
        audience = token.claims["aud"]
        if token.claims.get("azp", self.client_id) != self.client_id or (
            isinstance(audience, list) and len(audience) > 1 and "azp" not in token.claims
        ):
            raise ValueError("the token is for another client")
        return token.claims

    async def _discover(self, http: AsyncClient) -> dict[str, Any]:
        facts = await self._get(http, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if facts["issuer"] != self.issuer:
            raise ValueError("the provider calls itself by another name")
        ends = [str(facts[name]) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if self.issuer.startswith("https:") and not all(end.startswith("https:") for end in ends):
            raise ValueError("the provider leads away from https")
        return facts

    async def _get(self, http: AsyncClient, address: str) -> dict[str, Any]:
        facts = (await http.get(address)).raise_for_status().json()
        if not isinstance(facts, dict):
            raise ValueError("the provider answers with something else")
        return facts

    def _client(self, facts: dict[str, Any]) -> AsyncOAuth2Client:
        methods = facts.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return AsyncOAuth2Client(
            client_id=self.client_id,
            client_secret=self.client_secret,
            token_endpoint_auth_method="client_secret_basic"
            if "client_secret_basic" in methods
            else "client_secret_post",
            scope=SCOPE,
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT_SECONDS,
        )
