package io.weighbridge.console.client;

import com.google.protobuf.Message;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Operations that move credit. The service does an operation once, however often it is sent; so
/// one keeps its id until it is known that it was done, even when its form was left and the same is
/// asked for in a new one.
public final class Operations {
    // It was used for something else; or nobody approved it, and nobody will.
    private static final Set<String> OVER = Set.of("OPERATION_REUSED", "APPROVAL_CLOSED");

    // Of what was sent and may or may not have been done.
    private final Map<Message, String> open = new ConcurrentHashMap<>();

    /// One form's operation, however often it is sent.
    public Operation begin() {
        return new Operation();
    }

    /// An operation. Its id is chosen when it is sent first, and stays.
    public final class Operation {
        private String id = "";

        /// Its id, for a request that is sent now.
        ///
        /// @param what a request with only that in it which makes it the same operation: whose
        ///     credit, and how much
        public String send(Message what) {
            if (id.isEmpty()) {
                id = open.getOrDefault(what, UUID.randomUUID().toString());
            }
            open.put(what, id);
            return id;
        }

        /// It was done: the same asked for in another form is another operation.
        public void done() {
            open.values().removeIf(id::equals);
        }

        /// It failed. An earlier try may have been done all the same; only the service's word on
        /// that one settles it.
        public void failed(Failure failure) {
            if (OVER.contains(failure.code())) {
                done();
            }
        }
    }
}
