package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

/// Who pays, where it is named in one of two places: an account, or an API key.
final class Payers {
    private Payers() {}

    /// The one that is named.
    ///
    /// @param where the names of both places, for the error's text
    /// @throws Fault INVALID_FIELD when none is, or both are and differ
    static String of(String account, String key, String where) {
        if (!account.isEmpty() && !key.isEmpty()) {
            throw Fault.invalid(where, "both", "one of them");
        }
        String payer = account.isEmpty() ? key : account;
        if (payer.isEmpty()) {
            throw Fault.invalid(where, "missing", "the id of an account, or of an API key");
        }
        return Check.text(where, payer, 1, 100);
    }
}
