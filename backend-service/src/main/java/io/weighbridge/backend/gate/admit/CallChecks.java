package io.weighbridge.backend.gate.admit;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

/// What a call must be like before it is worth deciding about: pure rules.
public final class CallChecks {
    private CallChecks() {}

    /// The caller's request id, or a new one.
    ///
    /// @throws Fault INVALID_REQUEST_ID when its time is too far from now
    static RequestId requestId(@Nullable RequestId id, long nowMs) {
        if (id == null) {
            return RequestId.next(nowMs);
        }
        long ageMs = nowMs - id.atMs();
        if (ageMs > Gate.REQUEST_ID_AGE_MS || ageMs < -Gate.REQUEST_ID_AHEAD_MS) {
            throw Fault.of(
                    ErrorCode.INVALID_REQUEST_ID,
                    "request_id: made "
                            + ageMs
                            + " ms ago by this gate's clock (expected: "
                            + -Gate.REQUEST_ID_AHEAD_MS
                            + " to "
                            + Gate.REQUEST_ID_AGE_MS
                            + ")");
        }
        return id;
    }

    /// @throws Fault INVALID_UNITS or INVALID_FIELD
    public static void require(AuthorizeCall call) {
        String problem = call.estimate().problem();
        if (problem != null) {
            throw Fault.of(ErrorCode.INVALID_UNITS, "estimate: " + problem);
        }
        long least = call.leastOutputTokens();
        if (least != 0 && (least < 0 || least > call.estimate().get(Unit.OUTPUT_TOKENS))) {
            throw Fault.invalid("least_output_tokens", least, "0 to the estimate's output tokens");
        }
        long ttlMs = call.ttlMs();
        if (ttlMs != 0) {
            requireTtl(ttlMs);
        }
    }

    /// @throws Fault INVALID_FIELD
    public static void requireTtl(long ttlMs) {
        if (ttlMs < ServiceSettings.HOLD_TTL_MS_MIN || ttlMs > ServiceSettings.HOLD_TTL_MS_MAX) {
            throw Fault.invalid(
                    "ttl_ms",
                    ttlMs,
                    "0, or "
                            + ServiceSettings.HOLD_TTL_MS_MIN
                            + " to "
                            + ServiceSettings.HOLD_TTL_MS_MAX);
        }
    }
}
