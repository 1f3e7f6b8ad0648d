package io.weighbridge.backend.proxies.call;

/// Who makes a call, and through which proxy.
///
/// @param key as the client sent it
/// @param address where the client is, as text; empty when that is not known or not believed
/// @param proxy its name
public record Client(String key, String address, String proxy) {
    /// Leaves the key out.
    @Override
    public String toString() {
        return "Client[" + address + " " + proxy + "]";
    }
}
