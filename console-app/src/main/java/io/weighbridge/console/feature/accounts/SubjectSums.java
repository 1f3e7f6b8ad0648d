package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.RollupPages;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.GroupBy;
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
        long fromMs = nowMs - (DAYS - 1) * DAY_MS;
        RollupPages.Part part =
                RollupPages.read(
                        request -> client.usage().queryRollups(request),
                        QueryRollupsRequest.newBuilder()
                                .setAccount(account)
                                .setGranularity(Granularity.GRANULARITY_DAY)
                                .addGroupBy(GroupBy.GROUP_BY_SUBJECT)
                                .setFromAtMs(fromMs)
                                .setToAtMs(nowMs + DAY_MS)
                                .build(),
                        page,
                        "",
                        page * pagesMax);
        Map<String, SubjectUse> sums = new HashMap<>();
        long lastDayMs = fromMs;
        for (Rollup sum : part.rows()) {
            sums.merge(sum.getSubject(), use(sum), SubjectUse::plus);
            lastDayMs = sum.getBucketAtMs();
        }
        return new Read(sorted(sums), part.isWhole(), part.isWhole() ? 0 : lastDayMs);
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
