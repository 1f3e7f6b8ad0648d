package io.weighbridge.backend.payments.btcpay;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

/// What goes wrong with the server, as faults. The texts hold no secret.
final class BtcpayFault {
    private BtcpayFault() {}

    /// It did not answer, or not so that it can be understood: a later try may do.
    static Fault unavailable(String what, String expected) {
        return Fault.of(
                ErrorCode.PROVIDER_UNAVAILABLE,
                "btcpay: " + what + " (expected: " + expected + ")");
    }

    /// It said no.
    static Fault refused(String what, String expected) {
        return Fault.of(
                ErrorCode.PROVIDER_REFUSED, "btcpay: " + what + " (expected: " + expected + ")");
    }
}
