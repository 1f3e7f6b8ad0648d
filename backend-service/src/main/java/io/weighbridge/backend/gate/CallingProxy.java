package io.weighbridge.backend.gate;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

/// What the credential that a call comes with says about its proxy. Asked on the thread that gRPC
/// called.
final class CallingProxy {
    private CallingProxy() {}

    /// The proxy's name.
    ///
    /// @param stated by the request; empty for the credential's
    /// @throws Fault INVALID_FIELD when the request states another one
    static String name(String stated) {
        if (!(Callers.current() instanceof Caller.Proxy proxy)) {
            throw Fault.internal("not a proxy: " + Callers.current().text(), null);
        }
        if (!stated.isEmpty() && !stated.equals(proxy.name())) {
            throw Fault.invalid(
                    "proxy",
                    Check.shown(stated),
                    proxy.name() + ", the name of the credential, or nothing");
        }
        return proxy.name();
    }

    /// The address of the client that the proxy serves.
    ///
    /// @param stated by the request
    /// @return empty when the proxy is not believed
    static String clientAddress(String stated) {
        return Callers.current() instanceof Caller.Proxy proxy && !proxy.clientAddressIgnored()
                ? stated
                : "";
    }

    /// Checks that the caller may serve a service; operators may ask about any.
    ///
    /// @return its name
    /// @throws Fault PERMISSION_DENIED
    static String allowed(String service) {
        if (Callers.current() instanceof Caller.Proxy proxy && !proxy.scope().covers(service)) {
            throw Fault.of(
                    ErrorCode.PERMISSION_DENIED,
                    "service: "
                            + Check.shown(service)
                            + " (expected: one in the scope of the credential of "
                            + proxy.name()
                            + ")");
        }
        return service;
    }
}
