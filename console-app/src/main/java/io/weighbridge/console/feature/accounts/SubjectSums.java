package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.GroupBy;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an account's subjects used in the last seven days. Sums of days come page by page, the
/// oldest day first; of very many subjects only the first pages are read, and that is said.
final class SubjectSums {
    private static final int DAYS = 7;
    private static final long DAY_MS = 86_400_000;

    private final BackendClient client;
    private final String account;
    private final int page;
    private final int pagesMax;

    /// What was read.
    ///
    /// @param uses who spent most first
    /// @param isWhole whether all days are in it
    /// @param wholeUntilMs otherwise, the instant before which nothing is missing
    record Read(List<SubjectUse> uses, boolean isWhole, long wholeUntilMs) {}

    SubjectSums(BackendClient client, String account) {
        this(client, account, 1_000, 10);
    }

    /// @param page sums in a page
    /// @param pagesMax so many pages are read
    SubjectSums(BackendClient client, String account, int page, int pagesMax) {
        this.client = client;
        this.account = account;
        this.page = page;
        this.pagesMax = pagesMax;
    }

    /// Reads the sums. Blocks.
    Read read(long nowMs) {
        Map<String, SubjectUse> sums = new HashMap<>();
        long lastDayMs = nowMs - (DAYS - 1) * DAY_MS;
        String token = "";
        int rows = 0;
        // Pages can be short, and even empty.
        while (rows < page * pagesMax) {
            QueryRollupsReply reply = query(nowMs, token);
            rows += reply.getRollupsCount();
            for (Rollup sum : reply.getRollupsList()) {
                sums.merge(sum.getSubject(), use(sum), SubjectUse::plus);
                lastDayMs = sum.getBucketAtMs();
            }
            token = reply.getNextPageToken();
            if (token.isEmpty()) {
                return new Read(sorted(sums), true, 0);
            }
        }
        return new Read(sorted(sums), false, lastDayMs);
    }

    private QueryRollupsReply query(long nowMs, String token) {
        return client.usage()
                .queryRollups(
                        QueryRollupsRequest.newBuilder()
                                .setAccount(account)
                                .setGranularity(Granularity.GRANULARITY_DAY)
                                .addGroupBy(GroupBy.GROUP_BY_SUBJECT)
                                .setFromAtMs(nowMs - (DAYS - 1) * DAY_MS)
                                .setToAtMs(nowMs + DAY_MS)
                                .setPage(PageRequest.newBuilder().setSize(page).setToken(token))
                                .build());
    }

    private static SubjectUse use(Rollup sum) {
        return new SubjectUse(
                sum.getSubject(), sum.getCalls(), sum.getFailedCalls(), sum.getChargeNanos());
    }

    private static List<SubjectUse> sorted(Map<String, SubjectUse> sums) {
        return sums.values().stream()
                .sorted(
                        Comparator.comparingLong(SubjectUse::chargeNanos)
                                .reversed()
                                .thenComparing(SubjectUse::subject))
                .toList();
    }
}
