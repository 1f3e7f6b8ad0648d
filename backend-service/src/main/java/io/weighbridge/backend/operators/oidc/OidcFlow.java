package io.weighbridge.backend.operators.oidc;

import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.AddressLimits;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.login.LoopbackRedirect;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Logins through the provider: authorization code with PKCE, the client's redirect on its own
/// machine (RFC 8252). State, nonce and verifier stay here. Who the person is among the operators
/// is not known here. Safe for sharing.
public final class OidcFlow {
    /// So many logins of one address at once, then one in a while.
    public static final int STARTS_AT_ONCE = 20;

    /// The while.
    public static final long START_REFILL_MS = 3_000;

    private static final int AT_ONCE_MAX = 8;
    private static final int WAIT_S = 10;
    private static final int ID_MAX = 100;
    private static final int CODE_MAX = 4_096;
    private static final int STATE_MAX = 200;
    private static final int CLAIM_MAX = 100;
    private static final int PROBLEM_MAX = 200;
    private static final int PORT_MAX = 65_535;
    private static final Pattern REDIRECT =
            Pattern.compile(
                    "http://(?:127\\.0\\.0\\.1|\\[::1]):([1-9][0-9]{0,4})" + LoopbackRedirect.PATH);

    private final OidcSettings settings;
    private final ClientID clientId;
    private final ProviderHttp http;
    private final Discovery discovery;
    private final IdTokens tokens;
    private final PendingLogins pending;
    private final AddressLimits limits;
    private final TimeSource time;
    private final Semaphore finishing = new Semaphore(AT_ONCE_MAX, true);

    /// @param limit on the time of one request to the provider
    public OidcFlow(OidcSettings settings, Duration limit, TimeSource time) {
        this.settings = settings;
        this.clientId = new ClientID(settings.clientId());
        this.http = new ProviderHttp(settings.issuer(), limit);
        this.discovery = new Discovery(http, time);
        this.tokens = new IdTokens(new Issuer(settings.issuer()), clientId);
        this.pending = new PendingLogins(time);
        this.limits = new AddressLimits(time, "logins", STARTS_AT_ONCE, START_REFILL_MS);
        this.time = time;
    }

    /// A login that was begun.
    ///
    /// @param id for [#finish]
    /// @param url to show in a browser
    /// @param state that the redirect must bring
    /// @param untilMs until when it can be finished
    public record Begun(String id, String url, String state, long untilMs) {
        /// Leaves the secrets out.
        @Override
        public String toString() {
            return "Begun[" + untilMs + "]";
        }
    }

    /// What came of a login.
    public sealed interface Result {
        /// The provider vouches for somebody.
        ///
        /// @param claim who it is: printable ASCII
        record Vouched(String claim) implements Result {}

        /// It does not, or what it says proves nothing.
        ///
        /// @param problem for the audit log
        record Refused(String problem) implements Result {}
    }

    /// The settings that it works by.
    public OidcSettings settings() {
        return settings;
    }

    /// Begins one.
    ///
    /// @param redirectUri where the client listens
    /// @param from who begins it; null when that is not known
    /// @throws Fault INVALID_FIELD, TOO_MANY_ATTEMPTS, SOURCE_UNREACHABLE
    public Begun begin(String redirectUri, @Nullable IpAddress from) {
        URI redirect = redirect(redirectUri);
        limits.take(from);
        OIDCProviderMetadata provider = discovery.metadata();
        String state = new State().getValue();
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        URI url =
                new AuthenticationRequest.Builder(
                                ResponseType.CODE,
                                Scope.parse(settings.scopes()),
                                clientId,
                                redirect)
                        .endpointURI(provider.getAuthorizationEndpointURI())
                        .state(new State(state))
                        .nonce(nonce)
                        .codeChallenge(verifier, CodeChallengeMethod.S256)
                        .build()
                        .toURI();
        long untilMs = pending.nowMs() + PendingLogins.TIME_MS;
        String id =
                pending.add(
                        new Pending(
                                state,
                                nonce,
                                verifier,
                                redirect,
                                provider,
                                AddressLimits.counted(from),
                                untilMs));
        return new Begun(id, url.toString(), state, time.wallMs() + PendingLogins.TIME_MS);
    }

    private static URI redirect(String text) {
        Matcher matcher = REDIRECT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > PORT_MAX) {
            throw Fault.invalid(
                    "redirect_uri",
                    Check.shown(text),
                    "http://127.0.0.1:PORT"
                            + LoopbackRedirect.PATH
                            + " or http://[::1]:PORT"
                            + LoopbackRedirect.PATH);
        }
        return URI.create(text);
    }

    /// Finishes one. Whatever comes of it, its id is used up.
    ///
    /// @param code as the redirect brought it
    /// @param state the same
    /// @throws Fault INVALID_FIELD, LOGIN_FAILED for an id that is not known, SOURCE_UNREACHABLE,
    ///     BUSY
    public Result finish(String id, String code, String state) {
        Check.text("login_id", id, 1, ID_MAX);
        Check.text("code", code, 1, CODE_MAX);
        Check.text("state", state, 1, STATE_MAX);
        Pending begun = pending.take(id);
        if (begun == null) {
            throw Fault.of(
                    ErrorCode.LOGIN_FAILED,
                    "login_id: not known (expected: one of StartOidcLogin, once, within "
                            + PendingLogins.TIME_MS / 60_000
                            + " minutes)");
        }
        if (!MessageDigest.isEqual(bytes(begun.state()), bytes(state))) {
            return new Result.Refused("the state is not that of the login");
        }
        enter();
        try {
            return exchanged(begun, code);
        } finally {
            finishing.release();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void enter() {
        try {
            if (finishing.tryAcquire(WAIT_S, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Fault.of(ErrorCode.BUSY, "too many logins at the same time; try again");
    }

    private Result exchanged(Pending begun, String code) {
        TokenRequest request = request(begun, code);
        JWT token;
        try {
            TokenResponse response =
                    OIDCTokenResponseParser.parse(http.send(request.toHTTPRequest()));
            if (!response.indicatesSuccess()) {
                // Null when the answer is no JSON, or does not say.
                String reason = response.toErrorResponse().getErrorObject().getCode();
                return refused(
                        "the provider refuses the code: "
                                + (reason == null ? "without an error" : reason));
            }
            token = ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens().getIDToken();
        } catch (ParseException e) {
            return refused("the provider's answer to the code: " + e.getMessage());
        }
        if (token == null) {
            return refused("the provider sends no ID token");
        }
        return identified(begun, token);
    }

    private TokenRequest request(Pending begun, String code) {
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(
                        new AuthorizationCode(code), begun.redirectUri(), begun.verifier());
        URI endpoint = begun.provider().getTokenEndpointURI();
        String secret = settings.clientSecret();
        if (secret == null) {
            return new TokenRequest.Builder(endpoint, clientId, grant).build();
        }
        List<ClientAuthenticationMethod> methods = begun.provider().getTokenEndpointAuthMethods();
        // What OpenID Connect says to do when the provider does not.
        boolean basic =
                methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        ClientAuthentication authentication =
                basic
                        ? new ClientSecretBasic(clientId, new Secret(secret))
                        : new ClientSecretPost(clientId, new Secret(secret));
        return new TokenRequest.Builder(endpoint, authentication, grant).build();
    }

    private Result identified(Pending begun, JWT token) {
        IDTokenClaimsSet claims;
        try {
            claims = tokens.verified(token, http.keys(begun.provider()), begun.nonce());
        } catch (BadJOSEException e) {
            return refused("the ID token: " + e.getMessage());
        }
        String name = settings.claim();
        String value = claims.getStringClaim(name);
        if (value == null) {
            return refused("the ID token has no text as " + name);
        }
        if (name.equals("email") && !isVerified(claims)) {
            return refused("the provider has not verified the e-mail address");
        }
        // Other letters have small forms among these: somebody else would become an operator.
        if (value.isEmpty()
                || value.length() > CLAIM_MAX
                || value.chars().anyMatch(each -> each <= ' ' || each > '~')) {
            return refused("the claim " + name + " is not 1 to 100 printable ASCII characters");
        }
        return new Result.Vouched(value);
    }

    // Some write it as a text.
    private static boolean isVerified(IDTokenClaimsSet claims) {
        return "true".equals(String.valueOf(claims.getClaim("email_verified")));
    }

    private static Result refused(String problem) {
        return new Result.Refused(
                problem.length() <= PROBLEM_MAX ? problem : problem.substring(0, PROBLEM_MAX));
    }
}
