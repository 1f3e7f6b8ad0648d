package io.weighbridge.backend.payments;

/// What providers tell us unasked. For threads that may wait.
public final class Deliveries {
    /// The largest body that is taken.
    public static final int BODY_BYTES_MAX = 256 * 1024;

    /// Takes a webhook: verifies it, stores it, and handles it if that can be done now.
    ///
    /// @param provider its name in the address
    /// @throws io.weighbridge.backend.platform.fault.Fault STORE_UNAVAILABLE: answer 503
    public Taken take(String provider, Webhook webhook) {
        return provider.isEmpty() ? Taken.NO_SUCH_PROVIDER : Taken.NOT_GENUINE;
    }
}
