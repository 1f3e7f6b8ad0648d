package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.gate.admit.LimitQuestion;
import io.weighbridge.backend.proxies.call.HeaderLine;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the descriptors of Envoy's rate limits mean: pure rules.
final class Descriptors {
    private static final String KEY = "key";
    private static final String KEY_ID = "key_id";
    private static final String SERVICE = "service";
    private static final String UNIT = "unit";
    private static final String REMOTE_ADDRESS = "remote_address";
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+)");
    private static final int ENTRIES_MAX = 4;

    private Descriptors() {}

    /// What a descriptor asks; null where it is none that is known here, as whole: an entry that
    /// says more is not left out.
    ///
    /// @param hits how many, 0 or more
    static @Nullable LimitQuestion question(
            List<HeaderLine> entries, long hits, boolean addressIgnored) {
        Map<String, String> told = new HashMap<>();
        for (HeaderLine entry : entries) {
            if (entries.size() > ENTRIES_MAX || told.put(entry.name(), entry.value()) != null) {
                return null;
            }
        }
        String secret = told.remove(KEY);
        String keyId = told.remove(KEY_ID);
        String service = told.remove(SERVICE);
        String unit = told.remove(UNIT);
        String address = told.remove(REMOTE_ADDRESS);
        boolean ofTokens = "tokens".equals(unit);
        boolean isKnown =
                told.isEmpty()
                        && service != null
                        && (secret == null) != (keyId == null)
                        && (unit == null || ofTokens || unit.equals("requests"));
        if (!isKnown || service == null) {
            return null;
        }
        return new LimitQuestion(
                secret == null ? String.valueOf(keyId) : withoutScheme(secret),
                secret == null,
                service,
                ofTokens,
                hits,
                address == null || addressIgnored ? "" : address);
    }

    // As it stands in an Authorization header, or alone.
    private static String withoutScheme(String secret) {
        Matcher matcher = BEARER.matcher(secret.strip());
        return matcher.matches() ? matcher.group(1) : secret;
    }
}
