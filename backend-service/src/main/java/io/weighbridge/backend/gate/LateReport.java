package io.weighbridge.backend.gate;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.primitives.Longs;

import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What was told of a call after its hold had expired and it was charged by its service's policy,
/// as a record of its own beside the first one.
///
/// @param call the same call, under an id that is always the same for it
/// @param settlement what was used and not charged yet, which an operator can rate as it stands;
///     none where that is not simply more. Its outcome is the one that does not count as a request:
///     the first record does
/// @param reason what was told, for the operator
record LateReport(Call call, Settlement settlement, String reason) {
    /// Of a settle; null when it says nothing that the record does not: how a call ended nobody
    /// could know then, what counts is what it used.
    static @Nullable LateReport of(UsageRecord record, Settlement told) {
        if (told.units().isEmpty()) {
            return null;
        }
        Units more = more(record.settlement().units(), told.units());
        if (more != null && more.isEmpty()) {
            return null;
        }
        String what = told.outcome().name().toLowerCase(Locale.ROOT) + ", " + told.units();
        return more == null
                ? of(record, Units.NONE, told, what + "; less than was charged in part")
                : of(record, more, told, what);
    }

    /// Of a release.
    static LateReport notServed(UsageRecord record) {
        Settlement nothing =
                new Settlement(
                        Outcome.UPSTREAM_ERROR,
                        Units.NONE,
                        Settlement.UNKNOWN,
                        Settlement.UNKNOWN,
                        Settlement.UNKNOWN);
        return of(record, Units.NONE, nothing, "not served; its charge may be given back");
    }

    private static LateReport of(UsageRecord record, Units units, Settlement told, String what) {
        Call first = record.call();
        return new LateReport(
                new Call(
                        id(first.id()),
                        first.accountId(),
                        first.keyId(),
                        first.serviceId(),
                        first.tier(),
                        first.priceBookId(),
                        first.subject(),
                        first.tags(),
                        first.proxy(),
                        first.authorizedAtMs()),
                new Settlement(
                        Outcome.UPSTREAM_ERROR,
                        units,
                        told.queueMs(),
                        told.computeMs(),
                        told.upstreamCostNanos()),
                "told after the hold of "
                        + first.id()
                        + (record.isUnrated() ? " (unrated too)" : "")
                        + " expired: "
                        + what);
    }

    // Null where something is less, or where the difference is none that could be charged.
    private static @Nullable Units more(Units charged, Units told) {
        Units more = Units.NONE;
        for (Unit unit : charged.max(told).units()) {
            long difference = told.get(unit) - charged.get(unit);
            if (difference < 0) {
                return null;
            }
            if (difference > 0) {
                more = more.with(unit, difference);
            }
        }
        return more.problem() == null ? more : null;
    }

    // Of the same millisecond, so that it is found and kept where ids of that time are.
    private static RequestId id(RequestId first) {
        HashCode hash =
                Hashing.sha256()
                        .newHasher()
                        .putString("late report", StandardCharsets.UTF_8)
                        .putLong(first.hi())
                        .putLong(first.lo())
                        .hash();
        long bits = Longs.fromByteArray(hash.asBytes());
        return new RequestId(first.hi(), (bits & ~(3L << 62)) | (1L << 63));
    }
}
