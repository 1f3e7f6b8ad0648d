package io.weighbridge.backend.payments.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.testkit.TestPostgres;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

/// How far checkouts of an older store (migration 31) are, which kept only how far their orders
/// were.
final class CheckoutsAgainMigrationTest {
    private static final List<String> ROWS =
            List.of(
                    "INSERT INTO account VALUES (1, 1, 'a', 'a', 0, FALSE, '', 1)",
                    order(10, OrderState.OPEN),
                    checkout(10, "card"),
                    order(11, OrderState.PENDING),
                    checkout(11, "coin"),
                    order(12, OrderState.PENDING),
                    checkout(12, "card"),
                    checkout(12, "coin"),
                    order(13, OrderState.FAILED),
                    checkout(13, "card"));

    @TempDir Path directory;

    private static String order(long id, OrderState state) {
        return "INSERT INTO topup_order VALUES (%d, 1, 100, 6, 'USD', '', %d, '', 1, 2, 1)"
                .formatted(id, state.number());
    }

    private static String checkout(long order, String provider) {
        return ("INSERT INTO payment_checkout (order_id, provider, reference, page, expires_at_ms,"
                        + " opened_at_ms, asked, next_ask_ms) VALUES (%d, '%s', 'c', '', 2, 1, 0, 0)")
                .formatted(order, provider);
    }

    private static void makeOld(DataSource source, String kind) throws SQLException {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/" + kind)
                .table("schema_history")
                .target("31")
                .load()
                .migrate();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : ROWS) {
                statement.execute(sql);
            }
        }
    }

    private static List<CheckoutState> states(OrderStore orders, long order) {
        return orders.checkouts(order).stream().map(OpenedCheckout::state).toList();
    }

    private static void check(Database database) {
        try (database) {
            OrderStore orders = new SqlOrderStore(database);
            assertEquals(List.of(CheckoutState.OPEN), states(orders, 10));
            assertEquals(List.of(CheckoutState.WAITING), states(orders, 11));
            // Which one the money is on its way through is not known.
            assertEquals(List.of(CheckoutState.OPEN, CheckoutState.OPEN), states(orders, 12));
            assertEquals(List.of(CheckoutState.ENDED), states(orders, 13));
        }
    }

    @Test
    void shouldFollowFromTheOrdersOnSqlite() throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
        makeOld(source, "sqlite");
        check(Database.open(directory));
    }

    @Test
    void shouldFollowFromTheOrdersOnPostgres() throws SQLException {
        PostgresAddress address = TestPostgres.bareDatabase();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://localhost:" + address.port() + "/" + address.database());
        source.setUser(address.user());
        source.setPassword(address.password());
        makeOld(source, "postgresql");
        check(Database.open(address));
    }
}
