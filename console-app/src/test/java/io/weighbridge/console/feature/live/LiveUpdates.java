package io.weighbridge.console.feature.live;

import io.weighbridge.proto.v1.LimitUse;
import io.weighbridge.proto.v1.LiveKey;
import io.weighbridge.proto.v1.LiveService;
import io.weighbridge.proto.v1.LiveTotals;
import io.weighbridge.proto.v1.LiveUpdate;
import io.weighbridge.proto.v1.Tag;

import java.util.List;

/// Messages as the service sends them.
final class LiveUpdates {
    private LiveUpdates() {}

    static LiveKey.Builder key(String id, long requests) {
        return LiveKey.newBuilder()
                .setKey(id)
                .setAccount("acct_of_" + id)
                .setName("name-" + id)
                .setSpendableNanos(1_000_000_000_000L)
                .setRequestsPerMinute(requests);
    }

    static LiveKey limited(String id, long used, long limit) {
        return key(id, 1)
                .addServices(
                        LiveService.newBuilder()
                                .setService("chat")
                                .setRequests(LimitUse.newBuilder().setUsed(used).setLimit(limit)))
                .addTags(Tag.newBuilder().setKey("team").setValue("Red"))
                .build();
    }

    static LiveUpdate snapshot(LiveKey... keys) {
        return update(true, false, keys);
    }

    static LiveUpdate change(LiveKey... keys) {
        return update(false, false, keys);
    }

    static LiveUpdate update(boolean isSnapshot, boolean hasMore, LiveKey... keys) {
        return LiveUpdate.newBuilder()
                .setSnapshot(isSnapshot)
                .setMore(hasMore)
                .setAtMs(1)
                .addAllKeys(List.of(keys))
                .setTotals(LiveTotals.newBuilder().setRequestsPerMinute(keys.length))
                .build();
    }
}
