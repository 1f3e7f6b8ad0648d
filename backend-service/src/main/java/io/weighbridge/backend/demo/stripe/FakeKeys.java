package io.weighbridge.backend.demo.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What came of requests with idempotency keys. Guarded by its [FakeStripe].
final class FakeKeys {
    // Stripe forgets keys after a day.
    private static final long KEPT_S = 24 * 60 * 60;

    private final Map<String, Saved> saved;
    private final LongSupplier seconds;

    /// @param most how many are kept
    /// @param seconds what time it is
    FakeKeys(int most, LongSupplier seconds) {
        saved = FakeObjects.kept(most);
        this.seconds = seconds;
    }

    private record Saved(
            FakeForm form, ObjectNode answer, @Nullable FakeRefusal refusal, long atS) {
        ObjectNode again() {
            if (refusal != null) {
                throw refusal;
            }
            return answer.deepCopy();
        }
    }

    /// Does it, or says again what came of it.
    ///
    /// @param key empty for none
    ObjectNode once(String key, FakeForm form, Supplier<ObjectNode> work) {
        long nowS = seconds.getAsLong();
        saved.computeIfPresent(key, (_, old) -> nowS - old.atS() < KEPT_S ? old : null);
        Saved earlier = saved.get(key);
        if (earlier != null && !earlier.form().equals(form)) {
            throw FakeRefusal.reused(key);
        }
        if (earlier != null) {
            return earlier.again();
        }
        Saved done;
        try {
            done = new Saved(form, work.get().deepCopy(), null, nowS);
        } catch (FakeRefusal refusal) {
            // What was not begun is not saved.
            if (!refusal.isKept()) {
                throw refusal;
            }
            done = new Saved(form, JsonNodeFactory.instance.objectNode(), refusal, nowS);
        }
        if (!key.isEmpty()) {
            saved.put(key, done);
        }
        return done.again();
    }

    void forget() {
        saved.clear();
    }
}
