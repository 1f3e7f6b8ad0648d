package io.weighbridge.backend.export;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.fact.EntryKind;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.usage.SqlUsageStore;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.ServiceTier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToIntFunction;

/// Writes `usage.csv`, `transfers.csv`, `balances.csv` and `prices.json` from a store, all of one
/// instant. Rows are streamed, so that memory does not grow with the store. Changes nothing in the
/// store, which may be in use.
public final class SqlExport {
    /// The files, in the order in which they are written.
    static final String USAGE = "usage.csv";

    static final String TRANSFERS = "transfers.csv";
    static final String BALANCES = "balances.csv";
    static final String PRICES = "prices.json";

    private static final String USAGE_HEADER =
            "sequence,record_id,account_id,account,key_id,key,service_id,service,subject,tags,"
                    + "outcome,tier,units,price_book_id,lines,price_nanos,fee_nanos,charge_nanos,"
                    + "held_nanos,overrun_nanos,authorized_at_ms,settled_at_ms,queue_ms,compute_ms,"
                    + "upstream_cost_nanos,proxy,unrated_reason,rated_sequence,rated_at_ms,"
                    + "written_off,rated_units,rated_price_book_id,rated_lines,rated_price_nanos,"
                    + "rated_fee_nanos,rated_charge_nanos,rated_overrun_nanos,refunded_nanos,"
                    + "estimated_by,cost_basis,predicted_cost_nanos,measured_cost_nanos,cost_nanos,"
                    + "margin_nanos";
    private static final String SELECT_USAGE =
            """
            SELECT u.*, a.name AS account_name, coalesce(k.name, '') AS key_name,
                s.name AS service_name,
                r.sequence AS rated_sequence, r.at_ms AS rated_at_ms, r.written_off,
                r.units AS rated_units, r.price_book_id AS rated_book, r.lines AS rated_lines,
                r.price_nanos AS rated_price, r.fee_nanos AS rated_fee,
                r.charge_nanos AS rated_charge, r.overrun_nanos AS rated_overrun,
                (SELECT coalesce(sum(f.amount_nanos), 0) FROM usage_refund f
                    WHERE f.request_id = u.request_id) AS refunded
            FROM usage_record u
            JOIN account a ON a.id = u.account_id
            LEFT JOIN api_key k ON k.id = u.key_id
            JOIN service s ON s.id = u.service_id
            LEFT JOIN usage_rating r ON r.request_id = u.request_id
            ORDER BY u.sequence
            """;
    // A transfer's account is the one that owns its grant or overdraft; all ledger accounts of one
    // transfer belong to one account or to the installation (0).
    private static final String SELECT_TRANSFERS =
            """
            SELECT t.*, f.account_id AS from_account, g.account_id AS to_account,
                e.reference, o.reason, o.note, d.request_id AS refunded, r.request_id AS rated
            FROM transfer t
            JOIN ledger_account f ON f.id = t.from_ledger
            JOIN ledger_account g ON g.id = t.to_ledger
            LEFT JOIN account_entry e
                ON e.account_id = CASE WHEN f.account_id > g.account_id
                    THEN f.account_id ELSE g.account_id END AND e.sequence = t.sequence
            LEFT JOIN operation o ON o.id = e.reference
            LEFT JOIN usage_refund d ON d.sequence = t.sequence
            LEFT JOIN usage_rating r ON r.sequence = t.sequence
            ORDER BY t.sequence, t.line
            """;
    // The installation's own, then each account's overdraft (also one that never moved) and grants.
    private static final String SELECT_BALANCES =
            """
            SELECT l.id AS ledger, 0 AS account_id, '' AS name, 0 AS kind, 0 AS granted_nanos,
                0 AS expires_at_ms, 0 AS created_at_ms, 0 AS sequence, '' AS note,
                l.balance_nanos, 0 AS account_balance
            FROM ledger_account l WHERE l.account_id = 0
            UNION ALL
            SELECT a.id, a.id, a.name, 0, 0, 0, 0, 0, '', coalesce(l.balance_nanos, 0),
                coalesce((SELECT e.balance_after_nanos FROM account_entry e
                    WHERE e.account_id = a.id ORDER BY e.sequence DESC LIMIT 1), 0)
            FROM account a LEFT JOIN ledger_account l ON l.id = a.id
            UNION ALL
            SELECT c.id, c.account_id, a.name, c.kind, c.granted_nanos, c.expires_at_ms,
                c.created_at_ms, c.sequence, c.note, coalesce(l.balance_nanos, 0),
                coalesce((SELECT e.balance_after_nanos FROM account_entry e
                    WHERE e.account_id = a.id ORDER BY e.sequence DESC LIMIT 1), 0)
            FROM credit_grant c JOIN account a ON a.id = c.account_id
                LEFT JOIN ledger_account l ON l.id = c.id
            ORDER BY 2, 8, 1
            """;

    private final Connection connection;
    private final Path target;

    private SqlExport(Connection connection, Path target) {
        this.connection = connection;
        this.target = target;
    }

    /// The same from the store in a data directory.
    public static Exported write(Path dataDirectory, Path target) throws IOException {
        return write(new StoreAddress.Embedded(dataDirectory), target);
    }

    /// Writes the four files, each over an older one of its name; other files in the directory stay
    /// as they are.
    ///
    /// @param target made when it is not there
    /// @throws IOException when a file cannot be written
    /// @throws Fault STORE_UNAVAILABLE when the store cannot be read
    public static Exported write(StoreAddress store, Path target) throws IOException {
        Files.createDirectories(target);
        try (Connection connection = Database.openReadOnly(store)) {
            // One transaction is one snapshot.
            connection.setAutoCommit(false);
            Exported exported = new SqlExport(connection, target).writeAll();
            connection.rollback();
            return exported;
        } catch (SQLException e) {
            throw Fault.storeUnavailable("exporting the store failed: " + e.getMessage(), e);
        }
    }

    private Exported writeAll() throws IOException, SQLException {
        try (ExportFile usage = new ExportFile(target, USAGE);
                ExportFile transfers = new ExportFile(target, TRANSFERS);
                ExportFile balances = new ExportFile(target, BALANCES);
                ExportFile prices = new ExportFile(target, PRICES)) {
            Exported exported =
                    new Exported(
                            writeUsage(usage),
                            writeTransfers(transfers),
                            writeBalances(balances),
                            new SqlPriceExport(connection).write(prices));
            for (ExportFile file : new ExportFile[] {usage, transfers, balances, prices}) {
                file.publish();
            }
            return exported;
        }
    }

    private long writeUsage(ExportFile file) throws IOException, SQLException {
        file.row((Object[]) USAGE_HEADER.split(",", -1));
        long count = 0;
        try (PreparedStatement query = connection.prepareStatement(SELECT_USAGE);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                writeRecord(file, row);
                count++;
            }
        }
        return count;
    }

    private static void writeRecord(ExportFile file, ResultSet row)
            throws IOException, SQLException {
        boolean rated = row.getLong("rated_sequence") > 0;
        CallCost cost = SqlUsageStore.costFromRow(row);
        file.row(
                row.getLong("sequence"),
                SqlBytes.toRequestId(row.getBytes("request_id")),
                IdKind.ACCOUNT.format(row.getLong("account_id")),
                row.getString("account_name"),
                id(IdKind.KEY, row.getLong("key_id")),
                row.getString("key_name"),
                IdKind.SERVICE.format(row.getLong("service_id")),
                row.getString("service_name"),
                row.getString("subject"),
                row.getString("tags"),
                word(Outcome.byNumber(row.getInt("outcome"))),
                word(ServiceTier.byNumber(row.getInt("tier"))),
                row.getString("units"),
                id(IdKind.PRICE_BOOK, row.getLong("price_book_id")),
                row.getString("lines"),
                row.getLong("price_nanos"),
                row.getLong("fee_nanos"),
                row.getLong("charge_nanos"),
                row.getLong("held_nanos"),
                row.getLong("overrun_nanos"),
                row.getLong("authorized_at_ms"),
                row.getLong("settled_at_ms"),
                known(row.getLong("queue_ms")),
                known(row.getLong("compute_ms")),
                known(row.getLong("upstream_cost_nanos")),
                row.getString("proxy"),
                row.getString("unrated_reason"),
                rated ? row.getLong("rated_sequence") : "",
                rated ? row.getLong("rated_at_ms") : "",
                rated ? (row.getBoolean("written_off") ? 1 : 0) : "",
                rated ? row.getString("rated_units") : "",
                rated ? id(IdKind.PRICE_BOOK, row.getLong("rated_book")) : "",
                rated ? row.getString("rated_lines") : "",
                rated ? row.getLong("rated_price") : "",
                rated ? row.getLong("rated_fee") : "",
                rated ? row.getLong("rated_charge") : "",
                rated ? row.getLong("rated_overrun") : "",
                row.getLong("refunded"),
                row.getString("estimated_by"),
                cost.basis() == null ? "" : word(cost.basis()),
                known(cost.predictedNanos()),
                known(cost.measuredNanos()),
                known(costNanos(row)),
                margin(row));
    }

    private static long costNanos(ResultSet row) throws SQLException {
        return UsageRecord.costNanos(
                SqlUsageStore.costFromRow(row), row.getLong("upstream_cost_nanos"));
    }

    // Not of usage that waits for a price: as on the record's page.
    private static Object margin(ResultSet row) throws SQLException {
        boolean waits =
                !row.getString("unrated_reason").isEmpty() && row.getLong("rated_sequence") == 0;
        long cost = costNanos(row);
        return cost < 0 || waits
                ? ""
                : row.getLong("charge_nanos") + row.getLong("rated_charge") - cost;
    }

    static String id(IdKind kind, long id) {
        return id == 0 ? "" : kind.format(id);
    }

    // The store writes -1 for what was not told.
    private static Object known(long value) {
        return value < 0 ? "" : value;
    }

    static String word(@Nullable Enum<?> constant) {
        return Objects.requireNonNull(constant).name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> String word(E[] all, ToIntFunction<E> number, int wanted) {
        for (E constant : all) {
            if (number.applyAsInt(constant) == wanted) {
                return word(constant);
            }
        }
        return "";
    }

    private long writeTransfers(ExportFile file) throws IOException, SQLException {
        String header =
                "sequence,line,at_ms,kind,account_id,from,to,amount_nanos,record_id,operation_id,"
                        + "reason,note";
        file.row((Object[]) header.split(",", -1));
        long count = 0;
        try (PreparedStatement query = connection.prepareStatement(SELECT_TRANSFERS);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                writeTransfer(file, row);
                count++;
            }
        }
        return count;
    }

    private static void writeTransfer(ExportFile file, ResultSet row)
            throws IOException, SQLException {
        int kind = row.getInt("kind");
        long fromAccount = row.getLong("from_account");
        long toAccount = row.getLong("to_account");
        byte[] reference = row.getBytes("reference");
        byte[] record =
                switch (word(EntryKind.values(), EntryKind::number, kind)) {
                    case "usage" -> reference;
                    case "refund" -> row.getBytes("refunded");
                    case "rating" -> row.getBytes("rated");
                    default -> null;
                };
        boolean operation = reference != null && kind != EntryKind.USAGE.number();
        file.row(
                row.getLong("sequence"),
                row.getInt("line"),
                row.getLong("at_ms"),
                word(EntryKind.values(), EntryKind::number, kind),
                id(IdKind.ACCOUNT, Math.max(fromAccount, toAccount)),
                ledger(row.getLong("from_ledger"), fromAccount),
                ledger(row.getLong("to_ledger"), toAccount),
                row.getLong("amount_nanos"),
                record == null ? "" : SqlBytes.toRequestId(record),
                operation ? SqlBytes.toUuid(reference) : "",
                word(AdjustmentReason.values(), AdjustmentReason::number, row.getInt("reason")),
                Objects.requireNonNullElse(row.getString("note"), ""));
    }

    private static String ledger(long ledger, long accountId) {
        if (ledger > LedgerAccounts.LAST) {
            return (ledger == accountId ? IdKind.ACCOUNT : IdKind.GRANT).format(ledger);
        }
        return switch ((int) ledger) {
            case (int) LedgerAccounts.USAGE_REVENUE -> "usage_revenue";
            case (int) LedgerAccounts.FEE_REVENUE -> "fee_revenue";
            case (int) LedgerAccounts.PURCHASES -> "purchases";
            case (int) LedgerAccounts.PROMOTIONS -> "promotions";
            case (int) LedgerAccounts.ADJUSTMENTS -> "adjustments";
            case (int) LedgerAccounts.BREAKAGE -> "breakage";
            default -> "installation_" + ledger;
        };
    }

    private long writeBalances(ExportFile file) throws IOException, SQLException {
        String header =
                "ledger,kind,account_id,account,grant_kind,granted_nanos,expires_at_ms,"
                        + "created_at_ms,sequence,note,balance_nanos,account_balance_nanos";
        file.row((Object[]) header.split(",", -1));
        long count = 0;
        try (PreparedStatement query = connection.prepareStatement(SELECT_BALANCES);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long ledger = row.getLong("ledger");
                long accountId = row.getLong("account_id");
                boolean own = accountId != 0;
                boolean grant = own && ledger != accountId;
                file.row(
                        ledger(ledger, accountId),
                        own ? (grant ? "grant" : "overdraft") : "installation",
                        id(IdKind.ACCOUNT, accountId),
                        row.getString("name"),
                        word(GrantKind.values(), GrantKind::number, row.getInt("kind")),
                        grant ? row.getLong("granted_nanos") : "",
                        grant ? row.getLong("expires_at_ms") : "",
                        grant ? row.getLong("created_at_ms") : "",
                        grant ? row.getLong("sequence") : "",
                        row.getString("note"),
                        row.getLong("balance_nanos"),
                        own ? row.getLong("account_balance") : "");
                count++;
            }
        }
        return count;
    }
}
