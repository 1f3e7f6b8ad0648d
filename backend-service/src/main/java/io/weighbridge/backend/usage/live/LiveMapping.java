package io.weighbridge.backend.usage.live;

import io.weighbridge.backend.limits.LimitReadings;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.backend.usage.UsageMapping;
import io.weighbridge.backend.usage.refusals.RefusedCall;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.KeyBar;
import io.weighbridge.proto.v1.LiveService;
import io.weighbridge.proto.v1.LiveUpdate;
import io.weighbridge.proto.v1.RefusalCount;

import java.util.Map;

/// The live view to protobuf.
public final class LiveMapping {
    private static final int SERVICES_MAX = 8;

    private LiveMapping() {}

    /// An update of the feed.
    public static LiveUpdate toProto(LiveFeed.Update update, ServiceDirectory services) {
        LiveBoard.Changes changes = update.changes();
        LiveUpdate.Builder proto =
                LiveUpdate.newBuilder()
                        .setSnapshot(update.snapshot())
                        .setAtMs(changes.atMs())
                        .setMore(update.more())
                        .setTotals(toProto(changes.totals()));
        for (LiveKey key : changes.keys().subList(update.part(), update.partEnd())) {
            proto.addKeys(toProto(key, services));
        }
        return proto.build();
    }

    private static io.weighbridge.proto.v1.LiveKey toProto(LiveKey key, ServiceDirectory services) {
        KeyLoads.KeyLoad load = key.load();
        var proto =
                io.weighbridge.proto.v1.LiveKey.newBuilder()
                        .setKey(IdKind.KEY.format(key.keyId()))
                        .setAccount(IdKind.ACCOUNT.format(load.accountId()))
                        .setName(load.name())
                        .setRequestsPerMinute(key.requestsPerMinute())
                        .setTokensPerMinute(key.tokensPerMinute())
                        .setSpendPerMinuteNanos(key.spendPerMinuteNanos())
                        .setRefusedPerMinute(key.refusedPerMinute())
                        .setOpenHolds(load.openCalls())
                        .setHeldNanos(load.heldNanos())
                        .setLastRefusalAtMs(key.lastRefusalAtMs())
                        .setBar(bar(load.bar()))
                        .setSpendableNanos(load.spendableNanos())
                        .addAllTags(UsageMapping.tagsToProto(key.tags()));
        if (key.lastRefusal() != null) {
            proto.setLastRefusalValue(key.lastRefusal().number());
        }
        if (load.credit().limit() >= 0) {
            proto.setCredit(toProto(load.credit()));
        }
        load.services().stream()
                .limit(SERVICES_MAX)
                .forEach(use -> proto.addServices(toProto(use, services)));
        return proto.build();
    }

    /// A refused call.
    public static io.weighbridge.proto.v1.RefusedCall toProto(RefusedCall call) {
        var proto =
                io.weighbridge.proto.v1.RefusedCall.newBuilder()
                        .setKey(IdKind.KEY.format(call.keyId()))
                        .setAccount(IdKind.ACCOUNT.format(call.accountId()))
                        .setService(call.service())
                        .setReasonValue(call.reason().number())
                        .setAtMs(call.atMs())
                        .setRetryAfterMs(call.retryAfterMs());
        if (call.neededNanos() >= 0) {
            proto.setNeededNanos(call.neededNanos()).setLeftNanos(call.leftNanos());
        }
        LimitReadings limits = call.limits();
        if (limits != null && limits.requestsLimit() >= 0) {
            proto.setRequests(toProto(LimitUse.of(limits.requestsUsed(), limits.requestsLimit())));
        }
        if (limits != null && limits.tokensLimit() >= 0) {
            proto.setTokens(toProto(LimitUse.of(limits.tokensUsed(), limits.tokensLimit())));
        }
        if (limits != null && limits.callsLimit() >= 0) {
            proto.setCalls(toProto(LimitUse.of(limits.openCalls(), limits.callsLimit())));
        }
        return proto.build();
    }

    private static KeyBar bar(KeyLoads.Bar bar) {
        return switch (bar) {
            case NONE -> KeyBar.KEY_BAR_UNSPECIFIED;
            case KEY_BLOCKED -> KeyBar.KEY_BAR_KEY_BLOCKED;
            case KEY_REVOKED -> KeyBar.KEY_BAR_KEY_REVOKED;
            case ACCOUNT_SUSPENDED -> KeyBar.KEY_BAR_ACCOUNT_SUSPENDED;
        };
    }

    private static LiveService toProto(ServiceUse use, ServiceDirectory services) {
        var proto =
                LiveService.newBuilder()
                        .setService(services.nameOf(use.serviceId()))
                        .setShadow(use.shadow());
        if (use.requests().limit() >= 0) {
            proto.setRequests(toProto(use.requests()));
        }
        if (use.tokens().limit() >= 0) {
            proto.setTokens(toProto(use.tokens()));
        }
        if (use.calls().limit() >= 0) {
            proto.setCalls(toProto(use.calls()));
        }
        return proto.build();
    }

    private static io.weighbridge.proto.v1.LimitUse toProto(LimitUse use) {
        return io.weighbridge.proto.v1.LimitUse.newBuilder()
                .setUsed(use.used())
                .setLimit(use.limit())
                .build();
    }

    private static io.weighbridge.proto.v1.LiveTotals toProto(LiveTotals totals) {
        var proto =
                io.weighbridge.proto.v1.LiveTotals.newBuilder()
                        .setRequestsPerMinute(totals.requestsPerMinute())
                        .setTokensPerMinute(totals.tokensPerMinute())
                        .setSpendPerMinuteNanos(totals.spendPerMinuteNanos())
                        .setRefusedPerMinute(totals.refusedPerMinute())
                        .setOpenHolds(totals.openCalls())
                        .setHeldNanos(totals.heldNanos())
                        .setUnrated(totals.unrated());
        totals.refusals().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        entry ->
                                proto.addRefusals(
                                        RefusalCount.newBuilder()
                                                .setReasonValue(entry.getKey().number())
                                                .setCount(entry.getValue())));
        return proto.build();
    }
}
