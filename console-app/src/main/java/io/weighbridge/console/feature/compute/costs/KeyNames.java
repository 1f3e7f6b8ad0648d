package io.weighbridge.console.feature.compute.costs;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.GetKeyRequest;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// The names of keys that sums tell by their ids. For any thread: a reading that was ended may
/// still be asking for some.
final class KeyNames {
    private static final int ASKED_MAX = 100;

    private final UnaryOperator<String> source;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    KeyNames(BackendClient client) {
        this(
                id -> {
                    ApiKey key =
                            client.keys().getKey(GetKeyRequest.newBuilder().setKey(id).build());
                    String name = key.getSettings().getName();
                    return name.isEmpty() ? key.getHint() : name;
                });
    }

    /// @param source the name of a key
    KeyNames(UnaryOperator<String> source) {
        this.source = source;
    }

    /// Asks for those that are not known yet, up to a limit. Blocks.
    void read(Collection<String> ids) {
        ids.stream().filter(id -> !names.containsKey(id)).limit(ASKED_MAX).forEach(this::ask);
    }

    // One that could not be read is asked for again the next time.
    private void ask(String id) {
        try {
            names.put(id, source.apply(id));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                names.put(id, id);
            }
        }
    }

    /// The name that was read; the id when it was not.
    String of(String id) {
        return names.getOrDefault(id, id);
    }
}
