package io.weighbridge.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Durable charges, one a request: Weighbridge's unary Settle on its embedded store, PostgreSQL's
/// guarded update and insert, and Redis where it is installed, all on this machine, in turns within
/// one run, so that the ratios mean something whatever the disk does. The load generators run on
/// the same cores. Arguments: rounds (5).
public final class SettleBenchmark {
    private static final int ACCOUNTS = 1_000;
    private static final int CALLERS = 512;
    private static final int POSTGRES_CONNECTIONS = 16;
    private static final int REDIS_CONNECTIONS = 50;

    private SettleBenchmark() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        List<SettleStore> stores = new ArrayList<>();
        try {
            stores.add(new SettleWeighbridge(ACCOUNTS, CALLERS));
            stores.add(new SettlePostgres(ACCOUNTS, POSTGRES_CONNECTIONS));
            SettleStore redis = SettleRedis.startIfInstalled(REDIS_CONNECTIONS);
            if (redis == null) {
                System.out.println("Redis is not on the PATH: left out");
            } else {
                stores.add(redis);
            }
            run(stores, rounds);
        } finally {
            for (SettleStore store : stores) {
                store.close();
            }
        }
    }

    private static void run(List<SettleStore> stores, int rounds) throws Exception {
        for (SettleStore store : stores) {
            System.out.printf("warming up   %-45s %s%n", store.name(), store.round().text());
        }
        Map<SettleStore, List<SettleRound>> results = new HashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (SettleStore store : stores) {
                SettleRound result = store.round();
                results.computeIfAbsent(store, none -> new ArrayList<>()).add(result);
                System.out.printf("round %-6d %-45s %s%n", round, store.name(), result.text());
            }
        }
        long first = 0;
        for (SettleStore store : stores) {
            List<Long> rates =
                    results.getOrDefault(store, List.of()).stream()
                            .map(SettleRound::perSecond)
                            .sorted()
                            .toList();
            long median = rates.isEmpty() ? 0 : rates.get(rates.size() / 2);
            first = first == 0 ? median : first;
            System.out.printf(
                    "median       %-45s %,10d/s   Weighbridge is %.2f times as fast%n",
                    store.name(), median, (double) first / Math.max(1, median));
        }
    }
}
