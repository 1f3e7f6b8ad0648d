package io.weighbridge.console.feature.keys;

import io.weighbridge.proto.v1.ApiKey;

/// A line of the list.
///
/// @param account the name of the account
/// @param plan the name of the plan; empty for none
record KeyRow(ApiKey key, String account, String plan) {
    String id() {
        return key.getId();
    }

    /// What people call it: its name, or its hint where it has none.
    String name() {
        return name(key);
    }

    static String name(ApiKey key) {
        String name = key.getSettings().getName();
        return name.isEmpty() ? key.getHint() : name;
    }
}
