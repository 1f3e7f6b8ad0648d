package io.weighbridge.benchmarks.payments;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.model.IdKind;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Orders of 10.00 with a checkout at Stripe each, written into the store of a running service; and
/// the webhooks by which Stripe tells that they were paid, signed as Stripe signs.
final class PaidOrders implements AutoCloseable {
    private static final String SIGNATURE = "HmacSHA256";
    private static final long FIRST = 1_000_000;
    private static final long PART = 10_000;
    private static final long DAY_MS = 86_400_000;
    // As long as Stripe's own.
    private static final String FILLER = "\"%s\":null,".repeat(60).formatted((Object[]) fields());

    private final Connection store;
    private final int accounts;
    private final SecretKeySpec secret;
    private long next = FIRST;
    private long end = FIRST;

    /// @param accounts that the service has
    PaidOrders(Path directory, int accounts, String webhookSecret) throws SQLException {
        this.accounts = accounts;
        store = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
        secret = new SecretKeySpec(webhookSecret.getBytes(StandardCharsets.UTF_8), SIGNATURE);
        try (Statement sql = store.createStatement()) {
            sql.execute("PRAGMA busy_timeout=60000");
        }
    }

    private static String[] fields() {
        String[] fields = new String[60];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = "a_field_of_the_session_" + i;
        }
        return fields;
    }

    /// Adds orders that nobody has paid yet, over all accounts in turn. Before anything
    /// is measured: the service's own writer waits for it.
    void add(int count) throws SQLException {
        long nowMs = System.currentTimeMillis();
        for (long from = end; from < end + count; from += PART) {
            add(from, Math.min(PART, end + count - from), nowMs);
        }
        end += count;
    }

    /// The webhooks of so many of them, to be sent within minutes.
    List<byte[]> webhooks(int count) throws GeneralSecurityException {
        if (next + count > end) {
            throw new IllegalStateException(
                    "orders: " + (end - next) + " (expected: " + count + ")");
        }
        long seconds = System.currentTimeMillis() / 1_000;
        List<byte[]> webhooks = new ArrayList<>(count);
        for (long order = next; order < next + count; order++) {
            webhooks.add(webhook(order, seconds));
        }
        next += count;
        return webhooks;
    }

    private void add(long from, long count, long nowMs) throws SQLException {
        String numbers =
                "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < "
                        + count
                        + ')';
        store.setAutoCommit(false);
        try (Statement sql = store.createStatement()) {
            sql.executeUpdate(
                    """
                    INSERT INTO topup_order (id, account_id, amount_nanos, fee_nanos, currency,
                        note, state, why, created_at_ms, expires_at_ms, changed_at_ms)
                    %s, a AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS at FROM account)
                    SELECT %d + i, a.id, 10000000000, 0, 'USD', '', 1, '', %d, %d, %d
                    FROM n JOIN a ON a.at = i %% %d
                    """
                            .formatted(numbers, from, nowMs, nowMs + DAY_MS, nowMs, accounts));
            sql.executeUpdate(
                    """
                    INSERT INTO payment_checkout (order_id, provider, number, reference, page,
                        expires_at_ms, opened_at_ms, asked, next_ask_ms, kind, state)
                    %s SELECT %d + i, 'stripe', 1, 'cs_test_' || (%d + i), 'http://127.0.0.1', %d, %d,
                        0, %d, 1, 1 FROM n
                    """
                            .formatted(numbers, from, from, nowMs + DAY_MS, nowMs, nowMs + DAY_MS));
        }
        store.commit();
        store.setAutoCommit(true);
    }

    private byte[] webhook(long order, long seconds) throws GeneralSecurityException {
        String body =
                """
                {"id":"evt_%d","object":"event","type":"checkout.session.completed","livemode":false,
                "data":{"object":{"id":"cs_test_%d","object":"checkout.session",%s
                "amount_total":1000,"currency":"usd","payment_intent":"pi_%d","payment_status":"paid",
                "status":"complete","metadata":{"weighbridge_order":"%s"}}}}
                """
                        .formatted(order, order, FILLER, order, IdKind.ORDER.format(order));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance(SIGNATURE);
        mac.init(secret);
        mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
        return ("POST /webhooks/stripe HTTP/1.1\r\nhost: localhost\r\nstripe-signature: t="
                        + seconds
                        + ",v1="
                        + HexFormat.of().formatHex(mac.doFinal(bytes))
                        + "\r\ncontent-type: application/json\r\ncontent-length: "
                        + bytes.length
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// How many payments are credited and have their receipt.
    long credited() throws SQLException {
        try (Statement sql = store.createStatement();
                ResultSet rows =
                        sql.executeQuery(
                                """
                                SELECT count(*) FROM payment p JOIN payment_move m
                                    ON m.payment_id = p.id AND m.done_at_ms > 0 AND m.grant_id > 0
                                WHERE p.credited_nanos = 10000000000 AND p.receipt <> ''
                                """)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        store.close();
    }
}
