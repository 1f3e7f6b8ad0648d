package io.weighbridge.backend.keys;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.AddressLimits;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.OptionalLong;

/// Secrets that somebody found where others can read them. Anybody may report one: what is no
/// secret of a key that works costs a hash and a look into memory, and changes nothing. Secrets
/// are neither kept nor logged.
public final class LeakReports {
    static final int AT_ONCE = 30;
    static final long REFILL_MS = 2_000;

    private static final int SECRET_MAX = 200;
    private static final int FOUND_MAX = 500;
    private static final Logger LOG = LoggerFactory.getLogger(LeakReports.class);

    private final ApiKeys keys;
    private final SecretOwners owners;
    private final AddressLimits limits;

    public LeakReports(ApiKeys keys, SecretOwners owners, TimeSource time) {
        this.keys = keys;
        this.owners = owners;
        this.limits = new AddressLimits(time, "reports", AT_ONCE, REFILL_MS);
    }

    /// Takes a report. Whether there is such a key is not told.
    ///
    /// @param foundAt where it was found, for the owner; may be empty
    /// @param from who reports; null when that is not known
    /// @throws Fault INVALID_FIELD, TOO_MANY_ATTEMPTS; STORE_UNAVAILABLE: report it again
    public void report(String secret, String foundAt, @Nullable IpAddress from) {
        limits.take(from);
        if (secret.isEmpty() || secret.length() > SECRET_MAX) {
            throw Fault.invalid(
                    "secret",
                    secret.length() + " characters",
                    "1 to " + SECRET_MAX + " characters");
        }
        Check.text("found_at", foundAt, 0, FOUND_MAX);
        KeyReader reader = new KeyReader();
        String text = secret.strip();
        if (!reader.read(text)) {
            return;
        }
        KeyDigest digest = new KeyDigest(reader.a(), reader.b(), reader.c(), reader.d());
        OptionalLong key = owners.keyOf(digest);
        if (key.isPresent()
                && keys.revokeLeaked(
                        key.getAsLong(), digest, KeySecret.withoutSecrets(foundAt, text))) {
            LOG.warn(
                    "key {} is revoked: a secret of it was reported as leaked",
                    IdKind.KEY.format(key.getAsLong()));
        }
    }
}
