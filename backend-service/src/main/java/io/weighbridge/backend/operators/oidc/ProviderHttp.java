package io.weighbridge.backend.operators.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import okio.Buffer;
import okio.BufferedSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Asks the provider. It may be slow, down or broken: whatever it sends has a limit of size and
/// time, and no redirect is followed.
final class ProviderHttp {
    static final int BODY_BYTES_MAX = 256 << 10;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final long PIECE_BYTES = 16 << 10;
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Logger LOG = LoggerFactory.getLogger(ProviderHttp.class);

    private final URI issuer;
    private final OkHttpClient client;

    /// @param limit on the time of one request
    ProviderHttp(URI issuer, Duration limit) {
        this.issuer = issuer;
        this.client =
                new OkHttpClient.Builder()
                        .proxy(Proxy.NO_PROXY)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        // A code is sent once.
                        .retryOnConnectionFailure(false)
                        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                        .connectTimeout(CONNECT)
                        .callTimeout(limit)
                        .build();
    }

    /// What the provider says of itself.
    ///
    /// @throws Fault SOURCE_UNREACHABLE
    OIDCProviderMetadata metadata() {
        String at = issuer.toString();
        String base = at.endsWith("/") ? at.substring(0, at.length() - 1) : at;
        String body = get(URI.create(base + DISCOVERY));
        OIDCProviderMetadata metadata;
        try {
            metadata = OIDCProviderMetadata.parse(body);
        } catch (ParseException e) {
            throw unreachable("its description is none: " + e.getMessage());
        }
        if (!at.equals(metadata.getIssuer().getValue())) {
            throw unreachable("it names itself " + metadata.getIssuer());
        }
        boolean plain = ProviderAddress.isPlain(issuer);
        for (URI endpoint :
                new URI[] {
                    metadata.getAuthorizationEndpointURI(),
                    metadata.getTokenEndpointURI(),
                    metadata.getJWKSetURI()
                }) {
            if (!ProviderAddress.isAllowed(endpoint, plain)) {
                throw unreachable("an endpoint is missing, or not https: " + endpoint);
            }
        }
        return metadata;
    }

    /// The keys that it signs with at the moment.
    ///
    /// @throws Fault SOURCE_UNREACHABLE
    JWKSet keys(OIDCProviderMetadata metadata) {
        try {
            return JWKSet.parse(get(metadata.getJWKSetURI()));
        } catch (java.text.ParseException e) {
            throw unreachable("its keys are none: " + e.getMessage());
        }
    }

    private String get(URI at) {
        Request request = new Request.Builder().url(at.toString()).build();
        try (Response response = client.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw unreachable(at.getPath() + " answers " + response.code());
            }
            return read(response);
        } catch (IOException e) {
            throw unreachable(at.getPath() + ": " + e);
        }
    }

    /// Sends a request of the library.
    ///
    /// @return the answer, also one that says no
    /// @throws Fault SOURCE_UNREACHABLE
    HTTPResponse send(HTTPRequest request) {
        Request.Builder builder =
                new Request.Builder()
                        .url(request.getURI().toString())
                        .post(
                                RequestBody.create(
                                        String.valueOf(request.getBody())
                                                .getBytes(StandardCharsets.UTF_8),
                                        MediaType.get("application/x-www-form-urlencoded")));
        for (Map.Entry<String, List<String>> header : request.getHeaderMap().entrySet()) {
            if (!header.getKey().equalsIgnoreCase("Content-Type")) {
                header.getValue().forEach(value -> builder.addHeader(header.getKey(), value));
            }
        }
        try (Response response = client.newCall(builder.build()).execute()) {
            if (response.code() >= 500 || response.isRedirect()) {
                throw unreachable("the exchange of a code answers " + response.code());
            }
            HTTPResponse answer = new HTTPResponse(response.code());
            answer.setContentType(response.header("Content-Type", "application/json"));
            answer.setBody(read(response));
            return answer;
        } catch (IOException | ParseException e) {
            throw unreachable("the exchange of a code: " + e);
        }
    }

    private static String read(Response response) throws IOException {
        try (BufferedSource source = response.body().source();
                Buffer all = new Buffer()) {
            while (source.read(all, PIECE_BYTES) >= 0) {
                if (all.size() > BODY_BYTES_MAX) {
                    throw new IOException("more than " + BODY_BYTES_MAX + " bytes");
                }
            }
            return all.readUtf8();
        }
    }

    // Whoever asks is nobody yet: the details are for the log.
    private Fault unreachable(String what) {
        LOG.warn("The OpenID provider {} is of no use: {}", issuer, what);
        return Fault.of(
                ErrorCode.SOURCE_UNREACHABLE,
                "provider: does not answer as it should; the log says how (expected: an OpenID"
                        + " provider)");
    }
}
