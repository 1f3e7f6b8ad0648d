package io.weighbridge.backend.platform.grpc;

import io.grpc.Metadata;
import io.weighbridge.backend.platform.fault.Fault;

/// Why a caller makes a change, in the call's metadata: `weighbridge-reason`.
public final class Reason {
    private static final Metadata.Key<String> KEY =
            Metadata.Key.of("weighbridge-reason", Metadata.ASCII_STRING_MARSHALLER);
    private static final int LENGTH_MAX = 200;

    private Reason() {}

    /// Reads it.
    ///
    /// @return empty for none
    /// @throws Fault INVALID_FIELD
    static String of(Metadata headers) {
        String reason = headers.get(KEY);
        return reason == null ? "" : checked(reason);
    }

    /// Adds it to a call's metadata.
    ///
    /// @throws Fault INVALID_FIELD when metadata cannot carry it
    public static void put(Metadata headers, String reason) {
        headers.put(KEY, checked(reason));
    }

    private static String checked(String reason) {
        if (reason.length() > LENGTH_MAX || !reason.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw Fault.invalid(
                    "weighbridge-reason",
                    reason.length() + " characters",
                    "at most " + LENGTH_MAX + " printable ones of ASCII");
        }
        return reason;
    }
}
