package io.weighbridge.backend.gate;

import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.gate.meter.ExtendCall;
import io.weighbridge.backend.gate.meter.ExtendResult;
import io.weighbridge.backend.gate.settle.SettleCall;
import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.limits.CallMeter;
import io.weighbridge.backend.limits.LimitReadings;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.TagKeys;
import io.weighbridge.backend.usage.UsageMapping;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ErrorItem;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.Extended;
import io.weighbridge.proto.v1.LimitState;
import io.weighbridge.proto.v1.Limits;
import io.weighbridge.proto.v1.QuoteReply;
import io.weighbridge.proto.v1.Refused;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Stop;
import io.weighbridge.proto.v1.Tag;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The gate's records to and from protobuf.
public final class GateMapping {
    private static final int TAGS_MAX = 8;

    private GateMapping() {}

    // Who calls is asked in these: they are called on the thread that gRPC called.
    static AuthorizeCall fromProto(AuthorizeRequest request) {
        return new AuthorizeCall(
                requestIdOrNull(request.getRequestId()),
                request.getApiKey(),
                CallingProxy.allowed(request.getService()),
                UsageMapping.unitsFromProto("estimate", request.getEstimateList()),
                request.getLeastOutputTokens(),
                checkedText("subject", request.getSubject(), 100),
                tagsFromProto(request.getTagsList()),
                request.getIdempotent(),
                tierFromProto(request.getTierValue()),
                CallingProxy.name(request.getProxy()),
                request.getTtlMs(),
                CallingProxy.clientAddress(request.getClientAddress()),
                false);
    }

    private static String checkedText(String field, String value, int lengthMost) {
        return value.isEmpty() ? value : Check.text(field, value, 0, lengthMost);
    }

    /// A request id, or null for an empty text.
    ///
    /// @throws Fault INVALID_REQUEST_ID
    public static @Nullable RequestId requestIdOrNull(String text) {
        if (text.isEmpty()) {
            return null;
        }
        RequestId id = RequestId.parse(text);
        if (id == null) {
            throw Fault.of(
                    ErrorCode.INVALID_REQUEST_ID,
                    "request_id: " + Check.shown(text) + " (expected: a UUID of version 7)");
        }
        return id;
    }

    private static String tagsFromProto(List<Tag> tags) {
        if (tags.isEmpty()) {
            return "";
        }
        Check.range("tags", tags.size(), 0, TAGS_MAX);
        StringBuilder text = new StringBuilder();
        for (Tag tag : tags) {
            String key = tag.getKey();
            if (!TagKeys.isKey(key)) {
                throw Fault.invalid(
                        "tags.key", Check.shown(key), "1 to 40 of a-z, 0-9, '_', '-', '.'");
            }
            if (!text.isEmpty()) {
                text.append('\n');
            }
            text.append(key).append('=').append(Check.text("tags.value", tag.getValue(), 0, 100));
        }
        return text.toString();
    }

    /// A tier; unspecified is standard.
    ///
    /// @throws Fault INVALID_FIELD
    public static ServiceTier tierFromProto(int number) {
        if (number == 0) {
            return ServiceTier.STANDARD;
        }
        ServiceTier tier = ServiceTier.byNumber(number);
        if (tier == null) {
            throw Fault.invalid("tier", number, "a known tier");
        }
        return tier;
    }

    static Admitted toProto(Decision.Admitted admitted, String holdId) {
        Hold hold = admitted.hold();
        Admitted.Builder reply =
                Admitted.newBuilder()
                        .setHoldId(holdId)
                        .setRequestId(hold.call().id().toString())
                        .setExpiresAtMs(admitted.expiresAtMs())
                        .setHeldNanos(admitted.heldNanos())
                        .setLimits(toProto(admitted.limits()));
        if (hold.call().priceBookId() != 0) {
            reply.setPriceBook(IdKind.PRICE_BOOK.format(hold.call().priceBookId()));
        }
        if (admitted.ceilingOutputTokens() != Decision.ABSENT) {
            reply.setCeilingOutputTokens(admitted.ceilingOutputTokens());
        }
        if (admitted.shadowed() != 0) {
            addShadowed(reply, admitted.shadowed());
        }
        return reply.build();
    }

    private static void addShadowed(Admitted.Builder reply, int shadowed) {
        for (int bit = CallMeter.CALLS; bit <= CallMeter.ABOVE_TOKEN_LIMIT; bit <<= 1) {
            if ((shadowed & bit) != 0) {
                reply.addShadowedValue(Gate.reasonOf(bit).number());
            }
        }
    }

    static Refused toProto(Decision.Refused refused) {
        Refused.Builder reply =
                Refused.newBuilder()
                        .setReasonValue(refused.reason().number())
                        .setRetryAfterMs(refused.retryAfterMs())
                        .setText(refused.reason().text());
        if (refused.affordableOutputTokens() >= 0) {
            reply.setAffordableOutputTokens(refused.affordableOutputTokens());
        }
        if (refused.limits() != null) {
            reply.setLimits(toProto(refused.limits()));
        }
        return reply.build();
    }

    private static Limits toProto(LimitReadings readings) {
        if (readings.requestsLimit() < 0
                && readings.tokensLimit() < 0
                && readings.callsLimit() < 0) {
            return Limits.getDefaultInstance();
        }
        Limits.Builder limits = Limits.newBuilder();
        if (readings.requestsLimit() >= 0) {
            limits.setRequests(
                    state(
                            readings.requestsLimit(),
                            readings.requestsRemaining(),
                            readings.requestsResetMs()));
        }
        if (readings.tokensLimit() >= 0) {
            limits.setTokens(
                    state(
                            readings.tokensLimit(),
                            readings.tokensRemaining(),
                            readings.tokensResetMs()));
        }
        if (readings.callsLimit() >= 0) {
            limits.setCalls(state(readings.callsLimit(), readings.callsRemaining(), 0));
        }
        return limits.build();
    }

    private static LimitState state(long limit, long remaining, long resetMs) {
        return LimitState.newBuilder()
                .setLimit(limit)
                .setRemaining(remaining)
                .setResetMs(resetMs)
                .build();
    }

    static SettleCall fromProto(SettleRequest request) {
        return new SettleCall(
                request.getHoldId(),
                requestIdOrNull(request.getRequestId()),
                settlementFromProto(request),
                request.getModel(),
                CallingProxy.name(request.getProxy()));
    }

    static Settlement settlementFromProto(SettleRequest request) {
        Outcome outcome = Outcome.byNumber(request.getOutcomeValue());
        if (outcome == null) {
            throw Fault.invalid("outcome", request.getOutcomeValue(), "how the call ended");
        }
        return new Settlement(
                outcome,
                UsageMapping.unitsFromProto("units", request.getUnitsList()),
                checkedOptional("queue_ms", request.hasQueueMs(), request.getQueueMs()),
                checkedOptional("compute_ms", request.hasComputeMs(), request.getComputeMs()),
                checkedOptional(
                        "upstream_cost_nanos",
                        request.hasUpstreamCostNanos(),
                        request.getUpstreamCostNanos()),
                request.getEstimatedBy());
    }

    private static long checkedOptional(String field, boolean present, long value) {
        if (!present) {
            return Settlement.UNKNOWN;
        }
        if (value < 0) {
            throw Fault.invalid(field, value, "0 or more, or absent");
        }
        return value;
    }

    static SettleReply toProto(SettleResult result) {
        return SettleReply.newBuilder()
                .setRecordId(result.recordId().toString())
                .setPriceNanos(result.priceNanos())
                .setFeeNanos(result.feeNanos())
                .setChargeNanos(result.chargeNanos())
                .setBalanceNanos(result.balanceNanos())
                .setAvailableNanos(result.availableNanos())
                .setOverrunNanos(result.overrunNanos())
                .setUnrated(result.unrated())
                .setRepeated(result.repeated())
                .setModelDiffers(result.modelDiffers())
                .build();
    }

    static ExtendCall fromProto(ExtendRequest request) {
        return new ExtendCall(
                request.getHoldId(),
                UsageMapping.unitsFromProto("units", request.getUnitsList()),
                request.getMoreOutputTokens(),
                request.getTtlMs(),
                CallingProxy.name(request.getProxy()));
    }

    static Extended toProto(ExtendResult.Extended extended) {
        Extended.Builder reply =
                Extended.newBuilder()
                        .setExpiresAtMs(extended.expiresAtMs())
                        .setHeldNanos(extended.heldNanos());
        if (extended.ceilingOutputTokens() != Decision.ABSENT) {
            reply.setCeilingOutputTokens(extended.ceilingOutputTokens());
        }
        return reply.build();
    }

    static Stop toProto(ExtendResult.Stop stop) {
        return stop(stop.reason(), stop.ceilingOutputTokens());
    }

    static Stop stop(RefusalReason reason, long ceilingOutputTokens) {
        return Stop.newBuilder()
                .setReasonValue(reason.number())
                .setCeilingOutputTokens(ceilingOutputTokens)
                .setText(reason.text())
                .build();
    }

    static ErrorItem toProto(Fault fault) {
        return ErrorItem.newBuilder().setCode(fault.code().name()).setText(fault.text()).build();
    }

    static QuoteReply toProto(Charge charge) {
        return QuoteReply.newBuilder()
                .setPriceBook(IdKind.PRICE_BOOK.format(charge.priceBookId()))
                .setPriceNanos(charge.priceNanos())
                .setFeeNanos(charge.feeNanos())
                .setChargeNanos(charge.chargeNanos())
                .addAllLines(UsageMapping.linesToProto(charge.lines()))
                .build();
    }
}
