package io.weighbridge.backend.usage.refusals;

import com.google.errorprone.annotations.concurrent.GuardedBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was refused lately, in memory: the last calls of each key. Within a bound for all keys
/// together; what goes first are the calls of the key of its part that was refused longest ago, so
/// that no key, however often it is refused, pushes out another's. Safe for sharing: keys are
/// spread over parts, each with an equal share of the bound and its own lock, which is held for one
/// write or one copy.
final class RefusalLog {
    /// Of one key.
    static final int KEY_MAX = 20;

    /// Of all keys.
    static final int ALL_MAX = 32_768;

    private static final int PARTS = 16;
    private static final int PART_MAX = ALL_MAX / PARTS;
    private static final int SERVICE_CHARACTERS_MAX = 100;

    private static final class Part {
        // The key that was refused longest ago first; of each key the newest call last.
        @GuardedBy("this")
        private final Map<Long, Deque<RefusedCall>> keys = new LinkedHashMap<>();

        @GuardedBy("this")
        private int size;

        synchronized void add(RefusedCall call) {
            // Taken out and put in again: the order is that of the last refusals.
            Deque<RefusedCall> known = keys.remove(call.keyId());
            Deque<RefusedCall> calls = known == null ? new ArrayDeque<>(1) : known;
            keys.put(call.keyId(), calls);
            calls.addLast(call);
            size++;
            if (calls.size() > KEY_MAX) {
                calls.removeFirst();
                size--;
            }
            Iterator<Deque<RefusedCall>> oldest = keys.values().iterator();
            while (size > PART_MAX) {
                size -= oldest.next().size();
                oldest.remove();
            }
        }

        synchronized void copyKey(long keyId, Collection<RefusedCall> to) {
            Deque<RefusedCall> calls = keys.get(keyId);
            if (calls != null) {
                to.addAll(calls);
            }
        }

        synchronized void copyAccount(long accountId, Collection<RefusedCall> to) {
            for (Deque<RefusedCall> calls : keys.values()) {
                if (accountId == 0 || calls.getFirst().accountId() == accountId) {
                    to.addAll(calls);
                }
            }
        }

        synchronized int size() {
            return size;
        }
    }

    private final List<Part> parts = new ArrayList<>();

    RefusalLog() {
        for (int i = 0; i < PARTS; i++) {
            parts.add(new Part());
        }
    }

    private Part part(long keyId) {
        return parts.get(Long.hashCode(keyId * 0x9e3779b97f4a7c15L) >>> 28 & (PARTS - 1));
    }

    /// A call was refused. Quick: called where calls are decided.
    void add(RefusedCall call) {
        part(call.keyId()).add(call.service().length() > SERVICE_CHARACTERS_MAX ? cut(call) : call);
    }

    // A service that there is not may have a name of any length.
    private static RefusedCall cut(RefusedCall call) {
        return new RefusedCall(
                call.keyId(),
                call.accountId(),
                call.serviceId(),
                call.service().substring(0, SERVICE_CHARACTERS_MAX),
                call.reason(),
                call.atMs(),
                call.neededNanos(),
                call.leftNanos(),
                call.retryAfterMs(),
                call.limits());
    }

    /// The newest calls first.
    ///
    /// @param accountId 0 for all
    /// @param keyId 0 for all
    /// @param most how many
    List<RefusedCall> newest(long accountId, long keyId, int most) {
        List<RefusedCall> found = new ArrayList<>();
        if (keyId == 0) {
            parts.forEach(part -> part.copyAccount(accountId, found));
        } else {
            part(keyId).copyKey(keyId, found);
        }
        return found.reversed().stream()
                .filter(call -> accountId == 0 || call.accountId() == accountId)
                .sorted(Comparator.comparingLong(RefusedCall::atMs).reversed())
                .limit(most)
                .toList();
    }

    /// How many calls it remembers.
    int size() {
        return parts.stream().mapToInt(Part::size).sum();
    }
}
