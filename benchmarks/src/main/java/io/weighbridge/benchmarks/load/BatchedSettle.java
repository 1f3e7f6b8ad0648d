package io.weighbridge.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `SettleBatch` over gRPC, each message answered after its charges are on the disk, against unary
/// `Settle` on the same server. Interleaved; the calls, of 10,000 accounts, are authorised before
/// each round.
public final class BatchedSettle {
    private static final int SMALL = 100;
    private static final int LARGE = 1_000;
    private static final int SMALL_IN_FLIGHT = 4;
    private static final int LARGE_IN_FLIGHT = 1;

    private BatchedSettle() {}

    /// @param args rounds (5)
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        try (DurableSettle own = new DurableSettle(Path.of("target", "benchmark-data"), Map.of())) {
            for (int i = 0; i < 2; i++) {
                own.batchRound(SMALL, SMALL_IN_FLIGHT);
            }
            own.round(DurableSettle.ACCOUNTS);
            System.out.println(
                    "round    by 100/s    p99   by 1000/s    p99    unary/s  100 to unary");
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                rows.add(measure(own));
                print(Integer.toString(i + 1), rows.getLast());
            }
            print("median", DurableSettle.medians(rows));
        }
    }

    private static double[] measure(DurableSettle own) throws IOException {
        Load.Result small = own.batchRound(SMALL, SMALL_IN_FLIGHT);
        Load.Result large = own.batchRound(LARGE, LARGE_IN_FLIGHT);
        double unary = own.round(DurableSettle.ACCOUNTS).perSecond();
        double settles = SMALL * small.perSecond();
        return new double[] {
            settles, small.ms(99), LARGE * large.perSecond(), large.ms(99), unary, settles / unary
        };
    }

    private static void print(String name, double[] row) {
        System.out.printf(
                Locale.ROOT,
                "%-6s %10.0f %6.2f %11.0f %6.2f %10.0f %13.2f%n",
                name,
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                row[5]);
    }
}
