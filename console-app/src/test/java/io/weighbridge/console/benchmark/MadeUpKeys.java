package io.weighbridge.console.benchmark;

import io.weighbridge.proto.v1.LimitUse;
import io.weighbridge.proto.v1.LiveKey;
import io.weighbridge.proto.v1.LiveService;
import io.weighbridge.proto.v1.LiveTotals;
import io.weighbridge.proto.v1.LiveUpdate;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.Tag;

import java.util.SplittableRandom;

/// Keys whose figures move as those of busy customers do; the same each time.
final class MadeUpKeys {
    private static final int ACCOUNTS_SHARE = 4;
    private static final int REQUESTS_LIMIT = 600;
    private static final int TOKENS_LIMIT = 400_000;

    private final SplittableRandom random = new SplittableRandom(7);
    private final int[] requests;
    private long sent;

    MadeUpKeys(int keys) {
        requests = new int[keys];
        for (int i = 0; i < keys; i++) {
            requests[i] = 1 + random.nextInt(REQUESTS_LIMIT);
        }
    }

    /// A message without keys, with new totals.
    LiveUpdate.Builder update() {
        sent++;
        return LiveUpdate.newBuilder()
                .setAtMs(System.currentTimeMillis())
                .setTotals(
                        LiveTotals.newBuilder()
                                .setRequestsPerMinute(300L * requests.length + sent)
                                .setTokensPerMinute(200_000L * requests.length + sent)
                                .setSpendPerMinuteNanos(90_000_000L * requests.length + sent)
                                .setRefusedPerMinute(sent % 50)
                                .setOpenHolds(requests.length * 2L + sent % 100)
                                .setHeldNanos(40_000_000L * requests.length));
    }

    /// A key that has changed.
    LiveKey changed() {
        int index = random.nextInt(requests.length);
        int next = requests[index] + random.nextInt(-40, 41);
        requests[index] = Math.clamp(next, 1, REQUESTS_LIMIT);
        return key(index);
    }

    LiveKey key(int index) {
        int now = requests[index];
        LiveKey.Builder key =
                LiveKey.newBuilder()
                        .setKey("key_" + index)
                        .setAccount("acct_" + index / ACCOUNTS_SHARE)
                        .setName("key number " + index)
                        .setRequestsPerMinute(now)
                        .setTokensPerMinute(now * 650L)
                        .setSpendPerMinuteNanos(now * 300_000L)
                        .setOpenHolds(now / 50)
                        .setHeldNanos(now / 50 * 20_000_000L)
                        .setSpendableNanos(now * 40_000_000L)
                        .addServices(
                                LiveService.newBuilder()
                                        .setService("chat-" + index % 9)
                                        .setRequests(use(now, REQUESTS_LIMIT))
                                        .setTokens(use(now * 650L, TOKENS_LIMIT))
                                        .setCalls(use(now / 50, 16)))
                        .addTags(Tag.newBuilder().setKey("team").setValue("t" + index % 40));
        if (index % 20 == 0) {
            key.setRefusedPerMinute(now / 100)
                    .setLastRefusal(RefusalReason.REFUSAL_REASON_REQUESTS_PER_MINUTE)
                    .setLastRefusalAtMs(System.currentTimeMillis() - now * 100L);
        }
        return key.build();
    }

    private static LimitUse use(long used, long limit) {
        return LimitUse.newBuilder().setUsed(used).setLimit(limit).build();
    }
}
