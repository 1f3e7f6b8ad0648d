package io.weighbridge.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/// The settles of [DurableSettle] with the store in PostgreSQL, against the same server's guarded
/// update and insert: of 10,000 accounts, and of one hot account against one hot row. Interleaved.
public final class DurableSettleOnPostgres {
    private DurableSettleOnPostgres() {}

    /// @param args rounds (5)
    public static void main(String[] args)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Path data = Path.of("target", "benchmark-data");
        try (Postgres postgres = new Postgres(data, DurableSettle.ACCOUNTS);
                DurableSettle own = new DurableSettle(data, postgres.serviceDatabase())) {
            own.round(DurableSettle.ACCOUNTS);
            postgres.debitsPerSecond(DurableSettle.POSTGRES_CONNECTIONS, DurableSettle.POSTGRES_S);
            System.out.println(
                    "round settle/s    p50    p99 postgres/s  ratio   hot/s    p99  hot row/s  ratio");
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                rows.add(measure(own, postgres));
                print(Integer.toString(i + 1), rows.getLast());
            }
            print("median", DurableSettle.medians(rows));
        }
    }

    private static double[] measure(DurableSettle own, Postgres postgres)
            throws IOException, InterruptedException, ExecutionException {
        Load.Result spread = own.round(DurableSettle.ACCOUNTS);
        double debits =
                postgres.debitsPerSecond(
                        DurableSettle.POSTGRES_CONNECTIONS, DurableSettle.POSTGRES_S);
        Load.Result hot = own.round(1);
        double hotDebits =
                postgres.debitsPerSecond(
                        DurableSettle.POSTGRES_CONNECTIONS, DurableSettle.POSTGRES_S, 1);
        return new double[] {
            spread.perSecond(),
            spread.ms(50),
            spread.ms(99),
            debits,
            spread.perSecond() / debits,
            hot.perSecond(),
            hot.ms(99),
            hotDebits,
            hot.perSecond() / hotDebits
        };
    }

    private static void print(String name, double[] row) {
        System.out.printf(
                Locale.ROOT,
                "%-6s %7.0f %6.2f %6.2f %10.0f %6.2f %7.0f %6.2f %10.0f %6.2f%n",
                name,
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                row[5],
                row[6],
                row[7],
                row[8]);
    }
}
