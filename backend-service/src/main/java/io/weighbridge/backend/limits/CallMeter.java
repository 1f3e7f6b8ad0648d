package io.weighbridge.backend.limits;

/// The levels of one key at one service: how much of the last minute is used, and how many calls
/// are open. Not safe for sharing: every method is called under its account's lock.
///
/// A level counts in 1/60,000,000 of a request or token, so that draining `limit` a minute is
/// exactly `limit` a microsecond. A limit may change between calls; the level stays.
///
/// A call that used less than it reserved gives back what of the difference is still in the level:
/// the rest has drained, and giving that back too would let others have it twice. After it the
/// level is what it would be if the call had reserved only what it used.
///
/// Not final, so that who keeps a meter for each of very many keys can be one: an object less to
/// reach in memory at every decision.
public class CallMeter {
    /// Bit of [#violations]: too many calls at the same time.
    public static final int CALLS = 1;

    /// Bit of [#violations]: too many requests a minute.
    public static final int REQUESTS = 2;

    /// Bit of [#violations]: too many tokens a minute.
    public static final int TOKENS = 4;

    /// Bit of [#violations]: more tokens than the limit ever allows.
    public static final int ABOVE_TOKEN_LIMIT = 8;

    static final long MICROS_PER_MINUTE = 60_000_000L;
    // What one call can add at most: keeps the level far from overflow (10^10 tokens/min and as
    // much again in debt stay below 2 x 10^18).
    private static final long TOKENS_MAX_AT_ONCE = 2 * ServiceLimits.TOKENS_MAX;

    /// Mark of a call that fills no level: limits in shadow mode would have refused it.
    public static final long SHADOWED = -1;

    private long lastMark;
    private long requestsLevel;
    private long tokensLevel;
    // The latest instant so far: time that goes back drains nothing twice.
    private long drainedAtMicros = Long.MIN_VALUE;
    private int openCalls;
    // Of the open calls: those that would have been refused.
    private int shadowedCalls;
    // Whether `lowest` is of calls that have all ended. Most calls find no other one open, and then
    // need not touch it.
    private boolean lowestIsOld;
    private final LowestLevels lowest = new LowestLevels();

    /// Which limits a call of so many tokens would break now: 0, or a sum of the bits above.
    ///
    /// @param tokens input and output tokens to reserve, 0 or more
    public int violations(ServiceLimits limits, long tokens, long nowMicros) {
        drain(limits, nowMicros);
        int violations = 0;
        if (limits.concurrentCalls() >= 0 && countedCalls() >= limits.concurrentCalls()) {
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

    /// How many requests could be counted now.
    public long requestsFree(ServiceLimits limits, long nowMicros) {
        if (limits.requestsPerMinute() < 0) {
            return Long.MAX_VALUE;
        }
        drain(limits, nowMicros);
        long free = capacity(limits.requestsPerMinute()) - requestsLevel;
        return Math.max(0, free) / MICROS_PER_MINUTE;
    }

    /// Counts requests that are none of its calls.
    ///
    /// @param requests no more than are free
    public void addRequests(ServiceLimits limits, long requests, long nowMicros) {
        if (limits.requestsPerMinute() >= 0) {
            drain(limits, nowMicros);
            requestsLevel += capacity(requests);
        }
    }

    /// Requests that were counted just now were not made.
    public void takeBackRequests(long requests) {
        requestsLevel = Math.max(0, requestsLevel - capacity(requests));
    }

    static long capacity(long perMinute) {
        return perMinute * MICROS_PER_MINUTE;
    }

    /// Counts a call and reserves its tokens.
    ///
    /// @return the call's mark, for [#close]
    public long open(ServiceLimits limits, long tokens, long nowMicros) {
        drain(limits, nowMicros);
        boolean alone = openCalls++ == 0;
        lowestIsOld |= alone;
        if (limits.requestsPerMinute() >= 0) {
            requestsLevel = Math.min(Long.MAX_VALUE / 2, requestsLevel + MICROS_PER_MINUTE);
        }
        if (limits.tokensPerMinute() < 0) {
            return ++lastMark;
        }
        if (!alone) {
            fellTo(tokensLevel);
        }
        long mark = ++lastMark;
        addTokens(tokens);
        return mark;
    }

    private void fellTo(long level) {
        if (lowestIsOld) {
            lowestIsOld = false;
            lowest.clear();
        }
        lowest.fellTo(level, lastMark);
    }

    /// Counts a call that limits in shadow mode would have refused as open, and nothing else.
    ///
    /// @return [#SHADOWED]
    public long openShadowed() {
        openCalls++;
        shadowedCalls++;
        return SHADOWED;
    }

    /// Reserves more tokens for an open call, or counts those of what is none of its calls.
    public void extend(ServiceLimits limits, long tokens, long nowMicros) {
        drain(limits, nowMicros);
        if (limits.tokensPerMinute() >= 0) {
            fellTo(tokensLevel);
            addTokens(tokens);
        }
    }

    /// A call ended: what it reserved is replaced by what it used. What it used above what it was
    /// allowed is added even if that goes over the limit.
    ///
    /// @param mark its mark
    /// @param reserved tokens that were counted for it, extensions included
    /// @param allowed tokens that it was allowed, at least the reserved ones
    /// @param used tokens in the end
    public void close(
            ServiceLimits limits,
            long mark,
            long reserved,
            long allowed,
            long used,
            long nowMicros) {
        openCalls--;
        if (mark == SHADOWED) {
            shadowedCalls--;
        }
        drain(limits, nowMicros);
        if (limits.tokensPerMinute() < 0 || (mark == SHADOWED && limits.shadow())) {
            return;
        }
        fellTo(tokensLevel);
        if (used > allowed) {
            addTokens(used - allowed);
        } else if (used < reserved && mark != SHADOWED) {
            long unused = capacity(Math.min(reserved - used, TOKENS_MAX_AT_ONCE));
            long givenBack = Math.min(unused, lowest.since(mark));
            tokensLevel -= givenBack;
            lowest.lower(mark, givenBack);
        }
    }

    /// A call that was settled before a restart still counts for its minute. Calls are told in the
    /// order of their instants, before any other use.
    public void restore(ServiceLimits limits, long tokens, long atMicros) {
        var _ = open(limits, tokens, atMicros);
        openCalls--;
    }

    private void addTokens(long tokens) {
        long most = capacity(2 * TOKENS_MAX_AT_ONCE);
        long raised = tokensLevel + capacity(Math.min(tokens, TOKENS_MAX_AT_ONCE));
        if (raised > most || tokens > TOKENS_MAX_AT_ONCE) {
            // Not all of it is in the level, so nothing of it, or before it, is given back.
            fellTo(0);
        }
        tokensLevel = Math.min(raised, most);
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
        return new LimitReadings(limits, requestsLevel, tokensLevel, countedCalls());
    }

    /// The state of each limit at an instant.
    public LimitReadings readings(ServiceLimits limits, long nowMicros) {
        drain(limits, nowMicros);
        return readings(limits);
    }

    // Open calls as far as their limit is concerned.
    private int countedCalls() {
        return openCalls - shadowedCalls;
    }

    /// Calls that are open now, with those that limits in shadow mode would have refused.
    public int openCalls() {
        return openCalls;
    }
}
