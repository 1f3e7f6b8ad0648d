package io.weighbridge.backend.operators.oidc;

import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Logins that were begun and not finished, in memory only: each is taken once, and forgotten
/// after a while. When there are too many, the oldest of the address that has most makes room:
/// whoever begins many pushes out their own. Guarded by this object's monitor.
final class PendingLogins {
    static final long TIME_MS = 10 * 60_000;
    static final int COUNT_MAX = 2_000;

    private static final int ID_BYTES = 32;

    private final TimeSource time;
    private final SecureRandom random = new SecureRandom();
    // The oldest first.
    private final Map<String, Pending> byId = new LinkedHashMap<>();

    PendingLogins(TimeSource time) {
        this.time = time;
    }

    long nowMs() {
        return time.nanos() / 1_000_000;
    }

    /// Keeps one.
    ///
    /// @return its id, which only who began it knows
    synchronized String add(Pending pending) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        makeRoom();
        byId.put(id, pending);
        return id;
    }

    private void makeRoom() {
        long nowMs = nowMs();
        byId.values().removeIf(each -> each.untilMs() <= nowMs);
        if (byId.size() < COUNT_MAX) {
            return;
        }
        Map<IpAddress, Integer> counts = new HashMap<>();
        byId.values().forEach(each -> counts.merge(each.from(), 1, Integer::sum));
        int most = Collections.max(counts.values());
        for (Map.Entry<String, Pending> each : byId.entrySet()) {
            if (counts.getOrDefault(each.getValue().from(), 0) == most) {
                byId.remove(each.getKey());
                return;
            }
        }
    }

    /// Takes one out; null when there is none, or its time is over.
    synchronized @Nullable Pending take(String id) {
        Pending pending = byId.remove(id);
        return pending == null || pending.untilMs() <= nowMs() ? null : pending;
    }
}
