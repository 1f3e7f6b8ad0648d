package io.weighbridge.backend.testkit.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.OidcTable;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// An OpenID provider on this machine, where one person is logged in: a real server with discovery,
/// keys, authorization and token endpoints, which holds its clients to PKCE, their secret, the
/// redirect URI and one use of a code. It can be told to misbehave.
public final class TestProvider implements AutoCloseable {
    public static final String CLIENT_ID = "weighbridge";
    public static final String DISCOVERY = "/.well-known/openid-configuration";
    public static final String KEYS = "/keys";
    public static final String TOKEN = "/token";

    private static final String AUTHORIZE = "/authorize";
    // Characters that must be escaped on the way.
    private static final String CLIENT_SECRET = "a secret: of+the client%";
    private static final int LIFE_S = 300;
    private static final int PIECE_BYTES = 1 << 16;

    private final HttpServer server;
    private final TimeSource time = new SystemTime();
    private final TokenSigner signer = new TokenSigner();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Map<String, Object> person = Map.of();
    private volatile UnaryOperator<Map<String, Object>> claims = UnaryOperator.identity();
    private volatile UnaryOperator<Map<String, Object>> description = UnaryOperator.identity();
    private volatile Signing signing = Signing.RS256;
    private volatile boolean secret = true;
    private volatile String refusal = "";

    private TestProvider(HttpServer server) {
        this.server = server;
    }

    /// Starts one.
    public static TestProvider start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
        TestProvider provider = new TestProvider(server);
        server.createContext("/", provider::answer);
        server.setExecutor(provider.threads);
        server.start();
        return provider;
    }

    /// Its name.
    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Settings of a service that believes it.
    public Config trustedBy(Config config) {
        Config trusting =
                config.with(OidcTable.CLIENT_ID, CLIENT_ID).with(OidcTable.ISSUER, issuer());
        return secret ? trusting.with(OidcTable.CLIENT_SECRET, CLIENT_SECRET) : trusting;
    }

    /// Whether its client has a secret; else PKCE is all.
    public void secret(boolean has) {
        secret = has;
    }

    /// Who is logged in there: the claims that say so.
    public void person(Map<String, Object> is) {
        person = is;
    }

    /// Somebody with a verified address.
    public void person(String email) {
        person(Map.of("sub", "id-of-" + email, "email", email, "email_verified", true));
    }

    /// Sends whoever comes back with this error; empty for nobody.
    public void refuse(String error) {
        refusal = error;
    }

    /// Changes what its tokens say.
    public void claims(UnaryOperator<Map<String, Object>> change) {
        claims = change;
    }

    /// Changes what it says of itself.
    public void description(UnaryOperator<Map<String, Object>> change) {
        description = change;
    }

    /// How its tokens are signed from now on.
    public void signing(Signing how) {
        signing = how;
    }

    /// Lets one of its addresses misbehave.
    public void trouble(String path, Trouble trouble) {
        troubles.put(path, trouble);
    }

    /// All is well again.
    public void well() {
        troubles.clear();
        refusal = "";
        claims = UnaryOperator.identity();
        description = UnaryOperator.identity();
        signing = Signing.RS256;
    }

    /// How often a path was asked.
    public int askedFor(String path) {
        return (int) asked.stream().filter(path::equals).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            Trouble trouble = troubles.get(path);
            if (trouble != null) {
                misbehave(exchange, trouble);
                return;
            }
            switch (path) {
                case DISCOVERY -> send(exchange, 200, TokenSigner.json(description()));
                case KEYS -> send(exchange, 200, signer.keys());
                case AUTHORIZE -> authorize(exchange);
                case TOKEN -> token(exchange);
                default -> send(exchange, 404, "{}");
            }
        }
    }

    private Map<String, Object> description() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("issuer", issuer());
        all.put("authorization_endpoint", issuer() + AUTHORIZE);
        all.put("token_endpoint", issuer() + TOKEN);
        all.put("jwks_uri", issuer() + KEYS);
        all.put("response_types_supported", List.of("code"));
        all.put("subject_types_supported", List.of("public"));
        all.put("id_token_signing_alg_values_supported", List.of("RS256", "ES256"));
        return description.apply(all);
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        boolean right =
                "code".equals(asked.get("response_type"))
                        && CLIENT_ID.equals(asked.get("client_id"))
                        && List.of(asked.getOrDefault("scope", "").split(" ")).contains("openid")
                        && "S256".equals(asked.get("code_challenge_method"))
                        && asked.getOrDefault("code_challenge", "").length() == 43
                        && !asked.getOrDefault("nonce", "").isEmpty()
                        && asked.getOrDefault("redirect_uri", "").startsWith("http://127.0.0.1:");
        if (!right) {
            send(exchange, 400, "{\"error\":\"invalid_request\"}");
            return;
        }
        String code = UUID.randomUUID().toString();
        if (refusal.isEmpty()) {
            codes.put(code, asked);
        }
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        asked.get("redirect_uri")
                                + (refusal.isEmpty() ? "?code=" + code : "?error=" + refusal)
                                + "&state="
                                + URLEncoder.encode(
                                        asked.getOrDefault("state", ""), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> given =
                form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> begun = codes.remove(given.getOrDefault("code", ""));
        if (!isOurClient(exchange, given)) {
            send(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        boolean right =
                begun != null
                        && "authorization_code".equals(given.get("grant_type"))
                        && Objects.equals(begun.get("redirect_uri"), given.get("redirect_uri"))
                        && Objects.equals(
                                begun.get("code_challenge"),
                                challenge(given.getOrDefault("code_verifier", "")));
        if (begun == null || !right) {
            send(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        long nowS = time.wallMs() / 1_000;
        Map<String, Object> token = new HashMap<>(person);
        token.put("iss", issuer());
        token.put("aud", CLIENT_ID);
        token.put("iat", nowS);
        token.put("exp", nowS + LIFE_S);
        token.put("nonce", begun.get("nonce"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", "of-no-use-to-us");
        answer.put("token_type", "Bearer");
        answer.put("id_token", signer.sign(signing, claims.apply(token)));
        send(exchange, 200, TokenSigner.json(answer));
    }

    private boolean isOurClient(HttpExchange exchange, Map<String, String> given) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (!secret) {
            return header == null && CLIENT_ID.equals(given.get("client_id"));
        }
        String pair =
                URLEncoder.encode(CLIENT_ID, StandardCharsets.UTF_8)
                        + ':'
                        + URLEncoder.encode(CLIENT_SECRET, StandardCharsets.UTF_8);
        return ("Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .equals(header);
    }

    private static String challenge(String verifier) {
        try {
            return TokenSigner.base64(
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The parameters of a query or a form.
    public static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String each : text.split("&", -1)) {
            String[] pair = each.split("=", 2);
            form.put(
                    pair[0],
                    pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private void misbehave(HttpExchange exchange, Trouble trouble) throws IOException {
        switch (trouble) {
            case SLOW -> {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            case HUGE -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, 0);
                OutputStream body = exchange.getResponseBody();
                byte[] piece = " ".repeat(PIECE_BYTES).getBytes(StandardCharsets.US_ASCII);
                // Until the other end has had enough.
                while (closed.getCount() > 0) {
                    body.write(piece);
                }
            }
            case ERROR -> send(exchange, 500, "{\"error\":\"server_error\"}");
            case REDIRECT -> {
                exchange.getResponseHeaders().set("Location", issuer() + "/elsewhere");
                exchange.sendResponseHeaders(302, -1);
            }
            case NO_JSON -> send(exchange, 200, "<html>hello</html>");
            case PAGE_REFUSAL -> send(exchange, 400, "text/html", "<html>no</html>");
            case BARE_REFUSAL -> send(exchange, 400, "{\"message\":\"no\"}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, "application/json", body);
    }

    private static void send(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
