package io.weighbridge.backend.demo.btcpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// The refunds of a fake server: pull payments that customers claim and a person approves and pays.
/// Safe for sharing.
public final class FakePulls {
    private final LongSupplier nowMs;
    private final BiConsumer<String, ObjectNode> told;
    private final LinkedHashMap<String, FakePull> pulls = new LinkedHashMap<>();

    /// @param told takes the type of an event and the payout that it is about
    FakePulls(LongSupplier nowMs, BiConsumer<String, ObjectNode> told) {
        this.nowMs = nowMs;
        this.told = told;
    }

    /// Makes one.
    ///
    /// @param request as a refund's
    synchronized FakePull make(ObjectNode request) {
        FakePull made = new FakePull(request, nowMs.getAsLong());
        pulls.put(made.id(), made);
        return made;
    }

    /// The newest first.
    synchronized ArrayNode list(boolean withArchived, Function<FakePull, ObjectNode> writer) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        pulls.sequencedValues().reversed().stream()
                .filter(each -> withArchived || !each.isArchived())
                .forEach(each -> all.add(writer.apply(each)));
        return all;
    }

    /// Reads one, or changes it, while nothing else does.
    ///
    /// @return null when there is none
    synchronized <T> @Nullable T look(String id, Function<FakePull, @Nullable T> work) {
        FakePull found = pulls.get(id);
        return found == null ? null : work.apply(found);
    }

    /// How many there are.
    public synchronized int count() {
        return pulls.size();
    }

    /// The id of the one that was made last.
    public synchronized String newest() {
        return pulls.lastEntry().getKey();
    }

    private FakePull known(String id) {
        FakePull found = pulls.get(id);
        if (found == null) {
            throw new IllegalArgumentException("no pull payment " + id);
        }
        return found;
    }

    /// A customer claims a part.
    ///
    /// @return whether it can be claimed
    public synchronized boolean claim(String id, BigDecimal part) {
        String made = known(id).claim(part, nowMs.getAsLong());
        tell(id, "PayoutCreated", payout -> payout.path("id").asText().equals(made));
        return !made.isEmpty();
    }

    private void tell(String id, String type, Predicate<JsonNode> which) {
        known(id)
                .payouts(true)
                .valueStream()
                .filter(which)
                .forEach(payout -> told.accept(type, (ObjectNode) payout));
    }

    /// A customer claims all that is left.
    ///
    /// @return whether there is something to claim
    public synchronized boolean claim(String id) {
        return claim(id, known(id).left());
    }

    /// A person sets what was claimed of one to a state.
    ///
    /// @param state AwaitingPayment, InProgress, Completed or Cancelled
    public synchronized void set(String id, String state) {
        known(id).set(state);
        tell(
                id,
                state.equals("AwaitingPayment") ? "PayoutApproved" : "PayoutUpdated",
                payout -> payout.path("state").asText().equals(state));
    }

    /// A person archives one.
    public synchronized void archive(String id) {
        known(id).archive();
    }

    /// It cannot be claimed from then on.
    public synchronized void expire(String id, long atMs) {
        known(id).expire(atMs);
    }
}
