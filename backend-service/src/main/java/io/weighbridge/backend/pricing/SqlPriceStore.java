package io.weighbridge.backend.pricing;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Price books in SQL.
public final class SqlPriceStore implements PriceStore {
    private static final String INSERT_BOOK =
            """
            INSERT INTO price_book (id, version, note, based_on_id, created_at_ms, published_at_ms,
                effective_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String INSERT_RATE =
            """
            INSERT INTO rate (book_id, service_id, unit, tier, above_input_tokens, account_id,
                price_nanos, per, steps)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String INSERT_FEE =
            """
            INSERT INTO fee (book_id, service_id, per_request_nanos, price_millionths)
            VALUES (?, ?, ?, ?)
            """;

    private final Database database;

    public SqlPriceStore(Database database) {
        this.database = database;
    }

    @Override
    public List<PriceBook> published() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM price_book WHERE published_at_ms > 0")
                                .map((row, context) -> fromRow(row, List.of(), List.of()))
                                .list());
    }

    @Override
    public Optional<PriceBook> find(long id) {
        return database.read(
                handle -> {
                    List<Rate> rates =
                            handle.createQuery("SELECT * FROM rate WHERE book_id = :id")
                                    .bind("id", id)
                                    .map((row, context) -> rateFromRow(row))
                                    .list();
                    List<Fee> fees =
                            handle.createQuery("SELECT * FROM fee WHERE book_id = :id")
                                    .bind("id", id)
                                    .map(
                                            (row, context) ->
                                                    new Fee(
                                                            row.getLong("service_id"),
                                                            row.getLong("per_request_nanos"),
                                                            row.getLong("price_millionths")))
                                    .list();
                    return handle.createQuery("SELECT * FROM price_book WHERE id = :id")
                            .bind("id", id)
                            .map((row, context) -> fromRow(row, rates, fees))
                            .findOne();
                });
    }

    @Override
    public Page<PriceBook> list(PageKey page) {
        return PageReader.rising(
                database,
                page,
                "SELECT * FROM price_book WHERE id > :after ORDER BY id LIMIT :limit",
                Map.of(),
                (row, context) -> fromRow(row, List.of(), List.of()),
                PriceBook::id);
    }

    @Override
    public Set<Long> servicesWithSteps() {
        String sql =
                "SELECT DISTINCT service_id FROM rate WHERE steps <> ''"
                        + " AND book_id IN (SELECT id FROM price_book WHERE published_at_ms > 0)";
        return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).set());
    }

    @Override
    public void add(PriceBook draft, Change change) {
        database.inTransaction(
                handle -> {
                    insert(handle, draft);
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    // Published last: from then on the triggers refuse every change of the book and its rates.
    private static void insert(Handle handle, PriceBook book) {
        handle.execute(
                INSERT_BOOK,
                book.id(),
                book.version(),
                book.note(),
                book.basedOnId(),
                book.createdAtMs(),
                0,
                0);
        insertRatesAndFees(handle, book);
    }

    private static void insertRatesAndFees(Handle handle, PriceBook book) {
        if (!book.rates().isEmpty()) {
            try (var batch = handle.prepareBatch(INSERT_RATE)) {
                for (Rate rate : book.rates()) {
                    batch.add(
                            book.id(),
                            rate.serviceId(),
                            rate.unit().number(),
                            rate.tier().number(),
                            rate.aboveInputTokens(),
                            rate.accountId(),
                            rate.priceNanos(),
                            rate.per(),
                            toText(rate.steps()));
                }
                batch.execute();
            }
        }
        for (Fee fee : book.fees()) {
            handle.execute(
                    INSERT_FEE,
                    book.id(),
                    fee.serviceId(),
                    fee.perRequestNanos(),
                    fee.priceMillionths());
        }
    }

    @Override
    public boolean replace(PriceBook book, Change change) {
        return database.inTransaction(
                handle -> {
                    boolean isNext =
                            handle.createQuery(
                                            "SELECT 1 FROM price_book WHERE id = :id"
                                                    + " AND version = :version"
                                                    + " AND published_at_ms = 0")
                                    .bind("id", book.id())
                                    .bind("version", book.version() - 1)
                                    .mapTo(Integer.class)
                                    .findOne()
                                    .isPresent();
                    if (!isNext) {
                        return false;
                    }
                    handle.execute("DELETE FROM rate WHERE book_id = ?", book.id());
                    handle.execute("DELETE FROM fee WHERE book_id = ?", book.id());
                    insertRatesAndFees(handle, book);
                    handle.execute(
                            "UPDATE price_book SET version = ?, note = ?, published_at_ms = ?,"
                                    + " effective_at_ms = ? WHERE id = ?",
                            book.version(),
                            book.note(),
                            book.publishedAtMs(),
                            book.effectiveAtMs(),
                            book.id());
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public boolean deleteDraft(long id, Change change) {
        return database.inTransaction(
                handle -> {
                    boolean isDraft =
                            handle.createQuery(
                                            "SELECT 1 FROM price_book WHERE id = :id"
                                                    + " AND published_at_ms = 0")
                                    .bind("id", id)
                                    .mapTo(Integer.class)
                                    .findOne()
                                    .isPresent();
                    if (isDraft) {
                        handle.execute("DELETE FROM rate WHERE book_id = ?", id);
                        handle.execute("DELETE FROM fee WHERE book_id = ?", id);
                        handle.execute("DELETE FROM price_book WHERE id = ?", id);
                    }
                    return SqlAuditTrail.appendIf(isDraft, handle, change);
                });
    }

    private static PriceBook fromRow(ResultSet row, List<Rate> rates, List<Fee> fees)
            throws SQLException {
        return new PriceBook(
                row.getLong("id"),
                row.getLong("version"),
                row.getString("note"),
                row.getLong("based_on_id"),
                row.getLong("created_at_ms"),
                row.getLong("published_at_ms"),
                row.getLong("effective_at_ms"),
                rates,
                fees);
    }

    private static Rate rateFromRow(ResultSet row) throws SQLException {
        return new Rate(
                row.getLong("service_id"),
                Objects.requireNonNull(Unit.byNumber(row.getInt("unit"))),
                Objects.requireNonNull(ServiceTier.byNumber(row.getInt("tier"))),
                row.getLong("above_input_tokens"),
                row.getLong("account_id"),
                row.getLong("price_nanos"),
                row.getLong("per"),
                stepsFromText(row.getString("steps")));
    }

    private static String toText(List<VolumeStep> steps) {
        return steps.stream()
                .map(step -> step.fromCount() + ":" + step.priceNanos())
                .collect(Collectors.joining(" "));
    }

    private static List<VolumeStep> stepsFromText(String text) {
        List<VolumeStep> steps = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String step : text.split(" ", -1)) {
                int colon = step.indexOf(':');
                steps.add(
                        new VolumeStep(
                                Long.parseLong(step.substring(0, colon)),
                                Long.parseLong(step.substring(colon + 1))));
            }
        }
        return steps;
    }
}
