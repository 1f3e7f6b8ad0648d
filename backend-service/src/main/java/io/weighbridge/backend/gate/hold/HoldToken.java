package io.weighbridge.backend.gate.hold;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;

/// What a hold id carries: enough to charge the call when the hold itself was lost.
///
/// @param requestId the call
/// @param accountId who pays
/// @param keyId the call's key
/// @param serviceId the call's service
/// @param priceBookId the book to charge by, 0 for none
/// @param heldNanos credit set aside at first
/// @param authorizedAtMs when
/// @param expiresAtMs when the hold ended by itself at first
/// @param tier which price lines apply
/// @param proxyHash of the proxy's name
public record HoldToken(
        RequestId requestId,
        long accountId,
        long keyId,
        long serviceId,
        long priceBookId,
        long heldNanos,
        long authorizedAtMs,
        long expiresAtMs,
        ServiceTier tier,
        int proxyHash) {
    /// Refuses when the open hold of the same request id is another one: made anew, after this one
    /// was lost in a crash, for another key or service.
    ///
    /// @throws Fault HOLD_MISMATCH
    public void requireOf(Call call) {
        if (call.keyId() != keyId || call.serviceId() != serviceId) {
            throw Fault.of(
                    ErrorCode.HOLD_MISMATCH,
                    "hold_id: request "
                            + requestId
                            + " is open with another key or service (expected: the hold id of that"
                            + " hold)");
        }
    }

    /// Refuses a proxy that is not the one that the hold was made for.
    ///
    /// @throws Fault HOLD_OF_ANOTHER_PROXY
    public static void requireProxy(boolean same) {
        if (!same) {
            throw Fault.of(
                    ErrorCode.HOLD_OF_ANOTHER_PROXY,
                    "proxy: not the one that the hold was made for (expected: that one)");
        }
    }

    public boolean isOfProxy(String proxy) {
        return proxyHash == proxy.hashCode();
    }

    /// The call as far as the token tells it: its subject and tags are lost with the hold.
    public Call toCall(String proxy) {
        return new Call(
                requestId,
                accountId,
                keyId,
                serviceId,
                tier,
                priceBookId,
                "",
                "",
                proxy,
                authorizedAtMs);
    }
}
