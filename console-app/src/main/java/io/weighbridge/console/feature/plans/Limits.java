package io.weighbridge.console.feature.plans;

import io.weighbridge.proto.v1.ServiceLimits;

/// What a plan says of one service.
///
/// @param requests a minute, [#UNLIMITED] for no such limit, 0 refuses every call
/// @param tokens a minute, in the same way
/// @param calls at the same time, in the same way
/// @param isShadow counts and reports, but refuses nothing
record Limits(long requests, long tokens, long calls, boolean isShadow) {
    /// There is no such limit.
    static final long UNLIMITED = -1;

    /// No limits at all.
    static final Limits NONE = new Limits(UNLIMITED, UNLIMITED, UNLIMITED, false);

    static Limits of(ServiceLimits limits) {
        return new Limits(
                limits.hasRequestsPerMinute() ? limits.getRequestsPerMinute() : UNLIMITED,
                limits.hasTokensPerMinute() ? limits.getTokensPerMinute() : UNLIMITED,
                limits.hasConcurrentCalls() ? limits.getConcurrentCalls() : UNLIMITED,
                limits.getShadow());
    }

    long get(Measure measure) {
        return switch (measure) {
            case REQUESTS -> requests;
            case TOKENS -> tokens;
            case CALLS -> calls;
        };
    }

    Limits with(Measure measure, long value) {
        return switch (measure) {
            case REQUESTS -> new Limits(value, tokens, calls, isShadow);
            case TOKENS -> new Limits(requests, value, calls, isShadow);
            case CALLS -> new Limits(requests, tokens, value, isShadow);
        };
    }

    Limits withShadow(boolean shadow) {
        return new Limits(requests, tokens, calls, shadow);
    }

    ServiceLimits toProto(String service) {
        ServiceLimits.Builder proto =
                ServiceLimits.newBuilder().setService(service).setShadow(isShadow);
        if (requests >= 0) {
            proto.setRequestsPerMinute(requests);
        }
        if (tokens >= 0) {
            proto.setTokensPerMinute(tokens);
        }
        if (calls >= 0) {
            proto.setConcurrentCalls(calls);
        }
        return proto.build();
    }
}
