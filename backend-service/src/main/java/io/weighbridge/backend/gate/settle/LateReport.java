package io.weighbridge.backend.gate.settle;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.primitives.Longs;

import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.RecordDetails;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.PriceLine;
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
///     none where that is not simply more, or where the first record is the operator's to rate too.
///     Its outcome is the one that does not count as a request: the first record does
/// @param told of which call, and what
/// @param advice what an operator should know of the first record as it was then, may be empty
record LateReport(Call call, Settlement settlement, String told, String advice) {
    private static final String ADVICE = "; ";
    private static final String TOLD = "told after the hold of ";

    /// Of a settle; null when it says nothing that the record does not: how a call ended nobody
    /// could know then, what counts is what it used.
    static @Nullable LateReport of(RecordDetails first, Settlement told) {
        Units used = told.units();
        if (used.isEmpty()) {
            return told.countsAsRequest() ? null : notServed(first, told);
        }
        UsageRecord record = first.record();
        Units more = more(record.settlement().units(), used);
        if (more != null && more.isEmpty()) {
            return null;
        }
        String what = told.outcome().name().toLowerCase(Locale.ROOT) + ", " + used;
        if (record.isUnrated()) {
            return of(record, Units.NONE, told, what, unrated(first));
        }
        return more == null
                ? of(record, Units.NONE, told, what, "less than was charged in part")
                : of(record, more, told, what, "");
    }

    /// Of a release.
    static LateReport notServed(RecordDetails first) {
        Settlement nothing =
                new Settlement(
                        Outcome.UPSTREAM_ERROR,
                        Units.NONE,
                        Settlement.UNKNOWN,
                        Settlement.UNKNOWN,
                        Settlement.UNKNOWN);
        return notServed(first, nothing);
    }

    private static LateReport notServed(RecordDetails first, Settlement told) {
        String advice =
                first.record().isUnrated() ? unrated(first) : "its charge may be given back";
        return of(first.record(), Units.NONE, told, "not served", advice);
    }

    // Whatever it was rated with may be what is told now, so that nothing is simply more.
    private static String unrated(RecordDetails first) {
        if (first.writtenOff()) {
            return "its record was written off";
        }
        Charge rated = first.rated();
        return rated == null
                ? "its record waits unrated"
                : "its record was rated with " + PriceLine.format(rated.lines());
    }

    private static LateReport of(
            UsageRecord record, Units units, Settlement told, String what, String advice) {
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
                        told.upstreamCostNanos(),
                        units.isEmpty() ? "" : told.estimatedBy()),
                TOLD + first.id() + " expired: " + what,
                advice);
    }

    /// Whether a record is one: a part of a call, whose context is in another record.
    ///
    /// @param unratedReason of a record
    static boolean isOne(String unratedReason) {
        return unratedReason.startsWith(TOLD);
    }

    /// Which record it is the rest of.
    ///
    /// @param unratedReason of a record
    /// @return null when it is none
    static @Nullable RequestId first(String unratedReason) {
        int end = TOLD.length() + RequestId.TEXT_LENGTH;
        return isOne(unratedReason) && unratedReason.length() >= end
                ? RequestId.parse(unratedReason.substring(TOLD.length(), end))
                : null;
    }

    /// For the operator.
    String reason() {
        return advice.isEmpty() ? told : told + ADVICE + advice;
    }

    /// Whether it is what was kept before, whatever became of the first record since.
    boolean isKeptAs(UsageRecord record) {
        String kept = record.unratedReason();
        return record.settlement().tellsSame(settlement)
                && (kept.equals(told) || kept.startsWith(told + ADVICE));
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
