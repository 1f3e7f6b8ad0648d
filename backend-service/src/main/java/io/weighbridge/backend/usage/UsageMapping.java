package io.weighbridge.backend.usage;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.PriceLine;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.Burn;
import io.weighbridge.proto.v1.ComputeCost;
import io.weighbridge.proto.v1.Tag;
import io.weighbridge.proto.v1.UnitCount;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Usage to and from protobuf, and the parts of it that other services speak of as well.
public final class UsageMapping {
    private static final int SHOWN_MAX = 60;
    private static final int ZONE_MAX = 60;
    // No bare distance from UTC: it can be one of seconds, of which nothing is kept.
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    private UsageMapping() {}

    /// Unit counts.
    ///
    /// @throws Fault INVALID_UNITS for an unknown unit or one named twice
    public static Units unitsFromProto(String field, List<UnitCount> counts) {
        int size = counts.size();
        if (size == 2
                && counts.get(0).getUnitValue() == Unit.INPUT_TOKENS.number()
                && counts.get(1).getUnitValue() == Unit.OUTPUT_TOKENS.number()) {
            return Units.tokens(counts.get(0).getCount(), counts.get(1).getCount());
        }
        Units units = Units.NONE;
        for (int i = 0; i < size; i++) {
            Unit unit = Unit.byNumber(counts.get(i).getUnitValue());
            if (unit == null || units.has(unit)) {
                throw Fault.of(
                        ErrorCode.INVALID_UNITS,
                        field
                                + "["
                                + i
                                + "].unit: "
                                + (unit == null ? counts.get(i).getUnitValue() : unit.key())
                                + " (expected: a known unit, each once)");
            }
            units = units.with(unit, counts.get(i).getCount());
        }
        return units;
    }

    /// Unit counts.
    public static List<UnitCount> unitsToProto(Units units) {
        return units.units().stream()
                .map(
                        unit ->
                                UnitCount.newBuilder()
                                        .setUnitValue(unit.number())
                                        .setCount(units.get(unit))
                                        .build())
                .toList();
    }

    /// Tags as they are stored.
    public static List<Tag> tagsToProto(String tags) {
        return tags.isEmpty()
                ? List.of()
                : tags.lines()
                        .map(
                                line -> {
                                    int equals = line.indexOf('=');
                                    return Tag.newBuilder()
                                            .setKey(line.substring(0, equals))
                                            .setValue(line.substring(equals + 1))
                                            .build();
                                })
                        .toList();
    }

    /// The lines of a charge.
    public static List<io.weighbridge.proto.v1.PriceLine> linesToProto(List<PriceLine> lines) {
        return lines.stream()
                .map(
                        line ->
                                io.weighbridge.proto.v1.PriceLine.newBuilder()
                                        .setUnitValue(line.unit().number())
                                        .setCount(line.count())
                                        .setPriceNanos(line.priceNanos())
                                        .setPer(line.per())
                                        .build())
                .toList();
    }

    // What a caller sent, cut to a length that a text can have.
    private static String shown(String text) {
        return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    }

    static RequestId recordIdFromProto(String text) {
        RequestId id = RequestId.parse(text);
        if (id == null) {
            throw Fault.invalid("record_id", shown(text), "a UUID of version 7");
        }
        return id;
    }

    static UUID operationIdFromProto(String text) {
        try {
            UUID id = UUID.fromString(text);
            // The parser also takes shorter forms.
            if (id.toString().equalsIgnoreCase(text)) {
                return RequestMapping.notOurs(id);
            }
        } catch (IllegalArgumentException e) {
            // Not a UUID: refused below.
        }
        throw Fault.invalid("operation_id", shown(text), "a UUID");
    }

    /// @return 0 for an empty text
    public static long idFromProto(String field, IdKind kind, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        return kind.parse(text)
                .orElseThrow(
                        () -> Fault.invalid(field, shown(text), "an id like " + kind.format(1)));
    }

    /// A service by its name or id.
    ///
    /// @return 0 for an empty text
    /// @throws Fault INVALID_FIELD when there is none
    public static long serviceFromProto(String nameOrId, ServiceDirectory services) {
        if (nameOrId.isEmpty()) {
            return 0;
        }
        var service = services.byName(nameOrId);
        if (service == null) {
            service = services.byId(IdKind.SERVICE.parse(nameOrId).orElse(0));
        }
        if (service == null) {
            throw Fault.invalid("service", shown(nameOrId), "the name of a service, or empty");
        }
        return service.id();
    }

    static @Nullable Outcome outcomeFromProto(int number) {
        Outcome outcome = Outcome.byNumber(number);
        if (outcome == null && number != 0) {
            throw Fault.invalid("outcome", number, "how calls ended, or nothing");
        }
        return outcome;
    }

    /// The length of a bucket.
    ///
    /// @throws Fault INVALID_FIELD
    public static Granularity granularityFromProto(int number) {
        for (Granularity granularity : Granularity.values()) {
            if (granularity.number() == number) {
                return granularity;
            }
        }
        throw Fault.invalid("granularity", number, "minute, hour or day");
    }

    static Set<GroupBy> groupByFromProto(List<io.weighbridge.proto.v1.GroupBy> asked) {
        Set<GroupBy> groups = EnumSet.noneOf(GroupBy.class);
        for (io.weighbridge.proto.v1.GroupBy one : asked) {
            GroupBy group =
                    switch (one) {
                        case GROUP_BY_ACCOUNT -> GroupBy.ACCOUNT;
                        case GROUP_BY_KEY -> GroupBy.KEY;
                        case GROUP_BY_SERVICE -> GroupBy.SERVICE;
                        case GROUP_BY_SUBJECT -> GroupBy.SUBJECT;
                        case GROUP_BY_TAG -> GroupBy.TAG;
                        case GROUP_BY_UNSPECIFIED, UNRECOGNIZED -> null;
                    };
            if (group == null || !groups.add(group)) {
                throw Fault.invalid(
                        "group_by",
                        one,
                        "account, key, service, subject and tag, each at most once");
            }
        }
        return groups;
    }

    static io.weighbridge.proto.v1.UsageRecord toProto(
            RecordDetails details, ServiceDirectory services) {
        UsageRecord record = details.record();
        Call call = record.call();
        Settlement settlement = record.settlement();
        var proto =
                io.weighbridge.proto.v1.UsageRecord.newBuilder()
                        .setId(call.id().toString())
                        .setAccount(IdKind.ACCOUNT.format(call.accountId()))
                        .setKey(IdKind.KEY.formatOrNone(call.keyId()))
                        .setService(services.nameOf(call.serviceId()))
                        .setSubject(call.subject())
                        .addAllTags(tagsToProto(call.tags()))
                        .setOutcomeValue(settlement.outcome().number())
                        .setTierValue(call.tier().number())
                        .addAllUnits(unitsToProto(settlement.units()))
                        .addAllLines(linesToProto(record.charge().lines()))
                        .setPriceNanos(record.charge().priceNanos())
                        .setFeeNanos(record.charge().feeNanos())
                        .setChargeNanos(record.charge().chargeNanos())
                        .setHeldNanos(record.heldNanos())
                        .setOverrunNanos(record.overrunNanos())
                        .setAuthorizedAtMs(call.authorizedAtMs())
                        .setSettledAtMs(record.settledAtMs())
                        .setProxy(call.proxy())
                        .setUnratedReason(record.unratedReason())
                        .setEstimatedBy(settlement.estimatedBy())
                        .setSequence(record.sequence())
                        .setWrittenOff(details.writtenOff())
                        .setRefundedNanos(details.refundedNanos());
        if (call.priceBookId() != 0) {
            proto.setPriceBook(IdKind.PRICE_BOOK.format(call.priceBookId()));
        }
        if (settlement.queueMs() != Settlement.UNKNOWN) {
            proto.setQueueMs(settlement.queueMs());
        }
        if (settlement.computeMs() != Settlement.UNKNOWN) {
            proto.setComputeMs(settlement.computeMs());
        }
        if (settlement.upstreamCostNanos() != Settlement.UNKNOWN) {
            proto.setUpstreamCostNanos(settlement.upstreamCostNanos());
        }
        addCost(proto, details);
        if (details.rated() != null) {
            proto.setRatedChargeNanos(details.rated().chargeNanos());
            proto.setRatedOverrunNanos(details.ratedOverrunNanos());
        }
        details.burns().forEach(burn -> proto.addBurns(burnToProto(burn)));
        return proto.build();
    }

    private static Burn burnToProto(RecordDetails.Burn burn) {
        return Burn.newBuilder()
                .setGrant(burn.grantId() == 0 ? "overdraft" : IdKind.GRANT.format(burn.grantId()))
                .setAmountNanos(burn.amountNanos())
                .build();
    }

    private static void addCost(
            io.weighbridge.proto.v1.UsageRecord.Builder proto, RecordDetails details) {
        UsageRecord record = details.record();
        CallCost ofGpus = record.cost();
        if (!ofGpus.equals(CallCost.NONE)) {
            var cost = ComputeCost.newBuilder();
            if (ofGpus.basis() != null) {
                cost.setBasisValue(ofGpus.basis().number());
            }
            if (ofGpus.predictedNanos() != CallCost.UNKNOWN) {
                cost.setPredictedNanos(ofGpus.predictedNanos());
            }
            if (ofGpus.measuredNanos() != CallCost.UNKNOWN) {
                cost.setMeasuredNanos(ofGpus.measuredNanos());
            }
            proto.setComputeCost(cost);
        }
        if (record.costNanos() != CallCost.UNKNOWN) {
            proto.setCostNanos(record.costNanos());
        }
        details.marginNanos().ifPresent(proto::setMarginNanos);
    }

    /// A zone by its name; UTC when empty.
    ///
    /// @throws Fault INVALID_FIELD
    public static ZoneId zoneFromProto(String name) {
        Check.text("zone", name, 0, ZONE_MAX);
        if (name.isEmpty()) {
            return ZoneOffset.UTC;
        }
        if (!ZONES.contains(name)) {
            throw Fault.invalid(
                    "zone",
                    Check.shown(name),
                    "a name of the IANA time zone database, such as Europe/Berlin; empty for UTC");
        }
        return ZoneId.of(name);
    }

    static io.weighbridge.proto.v1.Rollup toProto(Rollup rollup, ServiceDirectory services) {
        Rollup.Group group = rollup.group();
        var proto =
                io.weighbridge.proto.v1.Rollup.newBuilder()
                        .setBucketAtMs(group.bucketMs())
                        .setSubject(group.subject())
                        .setTag(group.tag())
                        .setCalls(rollup.calls())
                        .setFailedCalls(rollup.failedCalls())
                        .setUnratedCalls(rollup.unratedCalls())
                        .addAllUnits(unitsToProto(rollup.units()))
                        .setPriceNanos(rollup.priceNanos())
                        .setFeeNanos(rollup.feeNanos())
                        .setChargeNanos(rollup.chargeNanos())
                        .setOverrunNanos(rollup.overrunNanos())
                        .setRefundedNanos(rollup.refundedNanos())
                        .setCostedCalls(rollup.costs().costedCalls())
                        .setCostNanos(rollup.costs().costNanos())
                        .setCostedChargeNanos(rollup.costs().costedChargeNanos())
                        .setComparedCalls(rollup.costs().comparedCalls())
                        .setPredictedCostNanos(rollup.costs().predictedNanos())
                        .setMeasuredCostNanos(rollup.costs().measuredNanos());
        if (group.accountId() != 0) {
            proto.setAccount(IdKind.ACCOUNT.format(group.accountId()));
        }
        if (group.keyId() != 0) {
            proto.setKey(IdKind.KEY.format(group.keyId()));
        }
        if (group.serviceId() != 0) {
            proto.setService(services.nameOf(group.serviceId()));
        }
        return proto.build();
    }
}
