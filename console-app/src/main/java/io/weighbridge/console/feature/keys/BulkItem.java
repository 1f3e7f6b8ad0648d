package io.weighbridge.console.feature.keys;

import io.weighbridge.proto.v1.ApiKey;

/// One of many keys that something is done to.
///
/// @param key as it is known
/// @param text why it failed; empty when it did not
/// @param secret the new one, while its sheet is open; empty when there is none
/// @param isUnsure whether an answer was lost, so that it may have been done
record BulkItem(ApiKey key, State state, String text, String secret, boolean isUnsure) {
    /// How far it is.
    enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }

    static BulkItem waiting(ApiKey key) {
        return new BulkItem(key, State.WAITING, "", "", false);
    }

    BulkItem in(State newState) {
        return new BulkItem(key, newState, "", "", isUnsure);
    }

    BulkItem withoutSecret() {
        return new BulkItem(key, state, text, "", isUnsure);
    }

    /// Leaves the secret out.
    @Override
    public String toString() {
        return "BulkItem[" + key.getId() + ", " + state + ", " + text + "]";
    }
}
