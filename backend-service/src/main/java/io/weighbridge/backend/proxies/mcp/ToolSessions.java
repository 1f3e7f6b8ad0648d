package io.weighbridge.backend.proxies.mcp;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Binds a server's sessions to the keys that opened them, without keeping any: a client gets the
/// server's session id with a seal over server, key and id. The secret lives as long as the
/// process: after a new start a session is unknown, and its client begins another one, as the
/// protocol has it. Safe for sharing.
final class ToolSessions {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final int LENGTH_MAX = 2_048;
    private static final char SEAL = '~';
    private static final Base64.Encoder BASE_64 = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec secret;

    ToolSessions() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        secret = new SecretKeySpec(bytes, ALGORITHM);
    }

    /// What a client gets for a session of a server's.
    String sealed(String server, String apiKey, String session) {
        return session + SEAL + seal(server, apiKey, session);
    }

    /// The server's session that a client names; null where it is not one that this key opened.
    @Nullable String opened(String server, String apiKey, String named) {
        int at = named.lastIndexOf(SEAL);
        if (at < 0 || named.length() > LENGTH_MAX) {
            return null;
        }
        String session = named.substring(0, at);
        byte[] right = seal(server, apiKey, session).getBytes(StandardCharsets.UTF_8);
        byte[] given = named.substring(at + 1).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(right, given) ? session : null;
    }

    // None of the three has a line end.
    private String seal(String server, String apiKey, String session) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            String all = server + '\n' + apiKey + '\n' + session;
            return BASE_64.encodeToString(mac.doFinal(all.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
