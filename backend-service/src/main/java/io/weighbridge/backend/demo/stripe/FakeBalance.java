package io.weighbridge.backend.demo.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What moved on the balance. Guarded by its [FakeStripe].
final class FakeBalance {
    private final int most;
    private final TimeSource time;
    // In the order in which they happened.
    private final List<ObjectNode> movements = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    /// @param most later ones are left out
    FakeBalance(int most, TimeSource time) {
        this.most = most;
        this.time = time;
    }

    /// Something moved.
    ///
    /// @param source id of what moved it; a payment's for its charge
    /// @param of has the currency
    void moved(String type, String source, ObjectNode of, long amount) {
        if (movements.size() < most) {
            ObjectNode movement =
                    FakeObjects.movement(
                            type,
                            source,
                            amount,
                            of.path("currency").asText(),
                            time.wallMs() / 1_000);
            places.put(movement.path("id").asText(), movements.size());
            movements.add(movement);
        }
    }

    /// A page, newest first.
    ///
    /// @param source what moved the balance, by its id
    ObjectNode list(FakeForm query, Function<String, ObjectNode> source) {
        int limit = Math.clamp(Long.parseLong(query.textOr("limit", "10")), 1, 100);
        long from = Long.parseLong(query.textOr("created[gte]", "0"));
        long to = Long.parseLong(query.textOr("created[lt]", "" + Long.MAX_VALUE));
        String after = query.textOr("starting_after", "");
        if (!after.isEmpty() && !places.containsKey(after)) {
            throw FakeRefusal.missing("balance_transaction", after);
        }
        ObjectNode list =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("object", "list")
                        .put("url", "/v1/balance_transactions");
        var data = list.putArray("data");
        boolean hasMore = false;
        int place = places.getOrDefault(after, movements.size()) - 1;
        for (; place >= 0 && !hasMore; place--) {
            ObjectNode movement = movements.get(place);
            long created = movement.path("created").asLong();
            if (created >= from && created < to) {
                hasMore = data.size() == limit;
                if (!hasMore) {
                    data.add(written(movement, query, source));
                }
            }
        }
        return list.put("has_more", hasMore);
    }

    private static ObjectNode written(
            ObjectNode movement, FakeForm query, Function<String, ObjectNode> source) {
        ObjectNode written = movement.deepCopy();
        if (query.has("expand[]")) {
            written.set("source", source.apply(movement.path("source").asText()));
        }
        return written;
    }
}
