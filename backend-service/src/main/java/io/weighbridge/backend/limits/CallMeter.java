package io.weighbridge.backend.limits;

/// The levels of one key at one service: how much of the last minute is used, and how many calls
/// are open. Not safe for sharing: every method is called under its account's lock.
///
/// A level counts in 1/60,000,000 of a request or token, so that draining `limit` a minute is
/// exactly `limit` a microsecond. A limit may change between calls; the level stays.
public final class CallMeter {
    /// Bit of [#violations]: too many calls at the same time.
    public static final int CALLS = 1;

    /// Bit of [#violations]: too many requests a minute.
    public static final int REQUESTS = 2;

    /// Bit of [#violations]: too many tokens a minute.
    public static final int TOKENS = 4;

    /// Bit of [#violations]: more tokens than the limit ever allows.
    public static final int ABOVE_TOKEN_LIMIT = 8;

    static final long MICROS_PER_MINUTE = 60_000_000L;
    // What one settle can add at most: keeps the level far from overflow (10^10 tokens/min and as
    // much again in debt stay below 2 x 10^18).
    private static final long TOKENS_MAX_AT_ONCE = 2 * ServiceLimits.TOKENS_MAX;

    private long requestsLevel;
    private long tokensLevel;
    // The latest instant so far: time that goes back drains nothing twice.
    private long drainedAtMicros = Long.MIN_VALUE;
    private int openCalls;

    /// Which limits a call of so many tokens would break now: 0, or a sum of the bits above.
    ///
    /// @param tokens input and output tokens to reserve, 0 or more
    public int violations(ServiceLimits limits, long tokens, long nowMicros) {
        drain(limits, nowMicros);
        int violations = 0;
        if (limits.concurrentCalls() >= 0 && openCalls >= limits.concurrentCalls()) {
            violations |= CALLS;
        }
        if (limits.requestsPerMinute() >= 0
                && requestsLevel + MICROS_PER_MINUTE > capacity(limits.requestsPerMinute())) {
            violations |= REQUESTS;
        }
        long tokensPerMinute = limits.tokensPerMinute();
        if (tokensPerMinute >= 0) {
            if (tokens > tokensPerMinute) {
                violations |= ABOVE_TOKEN_LIMIT;
            } else if (tokensLevel + capacity(tokens) > capacity(tokensPerMinute)) {
                violations |= TOKENS;
            }
        }
        return violations;
    }

    /// How many tokens could be reserved now.
    public long tokensFree(ServiceLimits limits, long nowMicros) {
        if (limits.tokensPerMinute() < 0) {
            return Long.MAX_VALUE;
        }
        drain(limits, nowMicros);
        return Math.max(0, capacity(limits.tokensPerMinute()) - tokensLevel) / MICROS_PER_MINUTE;
    }

    static long capacity(long perMinute) {
        return perMinute * MICROS_PER_MINUTE;
    }

    /// Counts a call and reserves its tokens.
    public void open(ServiceLimits limits, long tokens, long nowMicros) {
        drain(limits, nowMicros);
        openCalls++;
        if (limits.requestsPerMinute() >= 0) {
            requestsLevel = Math.min(Long.MAX_VALUE / 2, requestsLevel + MICROS_PER_MINUTE);
        }
        addTokens(limits, tokens);
    }

    /// Reserves more tokens for an open call, or gives some back (below 0).
    public void adjust(ServiceLimits limits, long tokens, long nowMicros) {
        drain(limits, nowMicros);
        addTokens(limits, tokens);
    }

    /// A call ended: what it reserved is replaced by what it used, even if that goes over the
    /// limit.
    ///
    /// @param tokens used minus reserved
    public void close(ServiceLimits limits, long tokens, long nowMicros) {
        openCalls--;
        adjust(limits, tokens, nowMicros);
    }

    /// A call that was settled before a restart still counts for its minute. Calls are told in the
    /// order of their instants, before any other use.
    public void restore(ServiceLimits limits, long tokens, long atMicros) {
        open(limits, tokens, atMicros);
        openCalls--;
    }

    private void addTokens(ServiceLimits limits, long tokens) {
        if (limits.tokensPerMinute() >= 0) {
            long added = Math.clamp(tokens, -TOKENS_MAX_AT_ONCE, TOKENS_MAX_AT_ONCE);
            tokensLevel =
                    Math.clamp(
                            tokensLevel + added * MICROS_PER_MINUTE,
                            0,
                            2 * TOKENS_MAX_AT_ONCE * MICROS_PER_MINUTE);
        }
    }

    private void drain(ServiceLimits limits, long nowMicros) {
        if (requestsLevel == 0 && tokensLevel == 0) {
            drainedAtMicros = Math.max(drainedAtMicros, nowMicros);
            return;
        }
        long elapsed = nowMicros - drainedAtMicros;
        if (elapsed <= 0) {
            return;
        }
        drainedAtMicros = nowMicros;
        requestsLevel = drained(requestsLevel, elapsed, limits.requestsPerMinute());
        tokensLevel = drained(tokensLevel, elapsed, limits.tokensPerMinute());
    }

    private static long drained(long level, long elapsed, long perMinute) {
        if (level == 0) {
            return 0;
        }
        if (perMinute <= 0) {
            return perMinute == 0 ? level : 0;
        }
        // No division: it would be the slowest step of a decision.
        long drained = elapsed * perMinute;
        boolean fits = Math.multiplyHigh(elapsed, perMinute) == 0 && drained >= 0;
        return fits && drained < level ? level - drained : 0;
    }

    /// How long until a call of so many tokens would break none of these limits, as far as time
    /// alone mends them, in milliseconds rounded up; 0 when waiting does not help or is not needed.
    ///
    /// @param violations what [#violations] said
    public long retryAfterMs(ServiceLimits limits, int violations, long tokens) {
        long micros = 0;
        if ((violations & ABOVE_TOKEN_LIMIT) != 0) {
            return 0;
        }
        if ((violations & REQUESTS) != 0) {
            micros = wait(requestsLevel + MICROS_PER_MINUTE, limits.requestsPerMinute());
        }
        if ((violations & TOKENS) != 0) {
            long wait = wait(tokensLevel + capacity(tokens), limits.tokensPerMinute());
            micros = Math.max(micros, wait);
        }
        return Math.ceilDiv(micros, 1_000L);
    }

    private static long wait(long level, long perMinute) {
        return perMinute == 0 ? 0 : Math.ceilDiv(level - capacity(perMinute), perMinute);
    }

    /// The state of each limit now.
    public LimitReadings readings(ServiceLimits limits) {
        return new LimitReadings(limits, requestsLevel, tokensLevel, openCalls);
    }

    /// Calls that are open now.
    public int openCalls() {
        return openCalls;
    }
}
