package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// How requests ended that SQL does not have yet, and the calls of those that have a record.
/// Changed by the writer and the fold; safe for sharing.
final class UnfoldedEnds {
    private final Map<RequestId, RequestState> ends = new ConcurrentHashMap<>();
    private final Map<RequestId, Call> calls = new ConcurrentHashMap<>();

    void put(RequestId id, RequestState state) {
        ends.put(id, state);
    }

    /// Keeps the call of a request that ends now with a record: before its hold is gone, so that it
    /// is always found in one of the two.
    void keep(Call call) {
        calls.put(call.id(), call);
    }

    @Nullable RequestState get(RequestId id) {
        return ends.get(id);
    }

    @Nullable Call call(RequestId id) {
        return calls.get(id);
    }

    /// SQL has it.
    void remove(RequestId id, RequestState state) {
        if (ends.remove(id, state)) {
            calls.remove(id);
        }
    }

    void forEachId(Consumer<RequestId> to) {
        ends.keySet().forEach(to);
    }
}
