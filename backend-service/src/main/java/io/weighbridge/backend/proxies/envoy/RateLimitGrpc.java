package io.weighbridge.backend.proxies.envoy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.gate.admit.LimitQuestion;
import io.weighbridge.backend.limits.LimitReadings;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.proto.envoy.HeaderValue;
import io.weighbridge.proto.envoy.RateLimitDescriptor;
import io.weighbridge.proto.envoy.RateLimitRequest;
import io.weighbridge.proto.envoy.RateLimitResponse;
import io.weighbridge.proto.envoy.RateLimitResponse.Code;
import io.weighbridge.proto.envoy.RateLimitResponse.DescriptorStatus;
import io.weighbridge.proto.envoy.RateLimitServiceGrpc;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Envoy's global rate limit service.
final class RateLimitGrpc extends RateLimitServiceGrpc.RateLimitServiceImplBase {
    private static final int DESCRIPTORS_MAX = 32;
    private static final long UINT_MAX = 0xffff_ffffL;

    private final RateLimits limits;

    RateLimitGrpc(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public void shouldRateLimit(RateLimitRequest request, StreamObserver<RateLimitResponse> envoy) {
        if (!(Callers.current() instanceof Caller.Proxy proxy)) {
            throw Status.PERMISSION_DENIED.asRuntimeException();
        }
        int count = request.getDescriptorsCount();
        if (count == 0 || count > DESCRIPTORS_MAX) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("descriptors: " + count + " (expected: 1 to 32)")
                    .asRuntimeException();
        }
        long hits = Math.max(1, Integer.toUnsignedLong(request.getHitsAddend()));
        List<@Nullable LimitQuestion> questions = new ArrayList<>(count);
        for (RateLimitDescriptor descriptor : request.getDescriptorsList()) {
            questions.add(question(descriptor, hits, proxy.clientAddressIgnored()));
        }
        envoy.onNext(toProto(limits.ask(proxy, questions)));
        envoy.onCompleted();
    }

    // Nothing is given back: a client could be given what it has used.
    private static @Nullable LimitQuestion question(
            RateLimitDescriptor descriptor, long hitsOfAll, boolean addressIgnored) {
        if (descriptor.getIsNegativeHits()) {
            return null;
        }
        long own = descriptor.getHitsAddend().getValue();
        long hits = descriptor.hasHitsAddend() ? (own < 0 ? Long.MAX_VALUE : own) : hitsOfAll;
        return Descriptors.question(
                descriptor.getEntriesList().stream()
                        .map(entry -> new HeaderLine(entry.getKey(), entry.getValue()))
                        .toList(),
                hits,
                addressIgnored);
    }

    private static RateLimitResponse toProto(RateLimits.Answer answer) {
        ApiError error = answer.error();
        RateLimitResponse.Builder response =
                RateLimitResponse.newBuilder()
                        .setOverallCode(error == null ? Code.OK : Code.OVER_LIMIT);
        answer.statuses().forEach(status -> response.addStatuses(toProto(status)));
        for (HeaderLine header : answer.headers()) {
            response.addResponseHeadersToAdd(
                    HeaderValue.newBuilder().setKey(header.name()).setValue(header.value()));
        }
        return error == null
                ? response.build()
                : response.setRawBody(ByteString.copyFrom(error.json())).build();
    }

    private static DescriptorStatus toProto(RateLimits.Status status) {
        DescriptorStatus.Builder to =
                DescriptorStatus.newBuilder().setCode(status.isOver() ? Code.OVER_LIMIT : Code.OK);
        LimitReadings readings = status.limits();
        if (readings == null) {
            return to.build();
        }
        return status.ofTokens()
                ? limited(
                        to,
                        "tokens",
                        readings.tokensLimit(),
                        readings.tokensRemaining(),
                        readings.tokensResetMs())
                : limited(
                        to,
                        "requests",
                        readings.requestsLimit(),
                        readings.requestsRemaining(),
                        readings.requestsResetMs());
    }

    private static DescriptorStatus limited(
            DescriptorStatus.Builder to, String name, long limit, long remaining, long resetMs) {
        if (limit == ServiceLimits.UNLIMITED) {
            return to.build();
        }
        return to.setCurrentLimit(
                        RateLimitResponse.RateLimit.newBuilder()
                                .setName(name)
                                .setRequestsPerUnit((int) Math.min(limit, UINT_MAX))
                                .setUnit(RateLimitResponse.RateLimit.Unit.MINUTE))
                .setLimitRemaining((int) Math.min(remaining, UINT_MAX))
                .setDurationUntilReset(
                        Duration.newBuilder()
                                .setSeconds(resetMs / 1_000)
                                .setNanos((int) (resetMs % 1_000) * 1_000_000))
                .build();
    }
}
