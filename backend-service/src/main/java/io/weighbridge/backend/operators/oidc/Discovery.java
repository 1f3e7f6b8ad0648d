package io.weighbridge.backend.operators.oidc;

import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

/// What the provider says of itself, asked again after a while; and that it does not answer, for a
/// moment, so that many who log in meanwhile do not ask it all. One asks at a time. Guarded by this
/// object's monitor.
final class Discovery {
    static final long KEPT_MS = 5 * 60_000;
    static final long FAILED_MS = 5_000;

    private final ProviderHttp http;
    private final TimeSource time;
    private @Nullable OIDCProviderMetadata known;
    private @Nullable Fault failure;
    private long untilMs;

    Discovery(ProviderHttp http, TimeSource time) {
        this.http = http;
        this.time = time;
        this.untilMs = nowMs();
    }

    private long nowMs() {
        return time.nanos() / 1_000_000;
    }

    /// @throws Fault SOURCE_UNREACHABLE
    synchronized OIDCProviderMetadata metadata() {
        if (nowMs() >= untilMs) {
            known = null;
            failure = null;
        }
        OIDCProviderMetadata kept = known;
        if (kept != null) {
            return kept;
        }
        if (failure != null) {
            throw failure;
        }
        try {
            OIDCProviderMetadata fresh = http.metadata();
            known = fresh;
            untilMs = nowMs() + KEPT_MS;
            return fresh;
        } catch (Fault e) {
            failure = e;
            untilMs = nowMs() + FAILED_MS;
            throw e;
        }
    }
}
