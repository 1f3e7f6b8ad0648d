package io.weighbridge.backend.pricing.others;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Others' prices in SQL.
public final class SqlPriceCatalogueStore implements PriceCatalogueStore {
    private static final String INSERT =
            """
            INSERT INTO price_catalogue (id, source, sha256, imported_at_ms, models, prices,
                multiplied_by)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String INSERT_PRICE =
            """
            INSERT INTO catalogue_price (catalogue_id, number, model, provider, search, unit, tier,
                above_input_tokens, price_nanos, per)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Database database;

    public SqlPriceCatalogueStore(Database database) {
        this.database = database;
    }

    @Override
    public List<PriceCatalogue> all() {
        return database.read(SqlPriceCatalogueStore::all);
    }

    private static List<PriceCatalogue> all(Handle handle) {
        return handle.createQuery("SELECT * FROM price_catalogue ORDER BY imported_at_ms, id")
                .map((row, context) -> fromRow(row))
                .list();
    }

    @Override
    public void replace(
            PriceCatalogue catalogue,
            List<OthersPrice> prices,
            List<Long> gone,
            List<Change> changes) {
        database.inTransaction(
                handle -> {
                    for (long id : gone) {
                        handle.execute("DELETE FROM catalogue_price WHERE catalogue_id = ?", id);
                        handle.execute("DELETE FROM price_catalogue WHERE id = ?", id);
                    }
                    handle.execute(
                            INSERT,
                            catalogue.id(),
                            catalogue.source(),
                            catalogue.sha256(),
                            catalogue.importedAtMs(),
                            catalogue.models(),
                            catalogue.prices(),
                            catalogue.multipliedBy());
                    insert(handle, catalogue.id(), prices);
                    changes.forEach(change -> SqlAuditTrail.append(handle, change));
                    return true;
                });
    }

    private static void insert(Handle handle, long catalogueId, List<OthersPrice> prices) {
        if (prices.isEmpty()) {
            return;
        }
        try (var batch = handle.prepareBatch(INSERT_PRICE)) {
            int number = 0;
            for (OthersPrice price : prices) {
                batch.add(
                        catalogueId,
                        ++number,
                        price.model(),
                        price.provider(),
                        PriceCatalogues.searched(price),
                        price.unit().number(),
                        price.tier().number(),
                        price.aboveInputTokens(),
                        price.priceNanos(),
                        price.per());
            }
            batch.execute();
        }
    }

    @Override
    public Page<Found> search(List<String> words, PageKey page) {
        StringBuilder sql =
                new StringBuilder(
                        "SELECT * FROM catalogue_price WHERE (catalogue_id > :catalogue"
                                + " OR (catalogue_id = :catalogue AND number > :number))");
        for (int i = 0; i < words.size(); i++) {
            sql.append(" AND search LIKE :word").append(i).append(" ESCAPE '!'");
        }
        sql.append(" ORDER BY catalogue_id, number LIMIT :limit");
        List<Found> rows =
                database.read(
                        handle -> {
                            Map<Long, PriceCatalogue> known =
                                    all(handle).stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            PriceCatalogue::id,
                                                            Function.identity()));
                            try (var query = handle.createQuery(sql)) {
                                query.bind("catalogue", page.after(0, 0))
                                        .bind("number", page.after(1, 0))
                                        .bind("limit", page.limit());
                                for (int i = 0; i < words.size(); i++) {
                                    query.bind("word" + i, pattern(words.get(i)));
                                }
                                return query.map((row, context) -> found(row, known)).list();
                            }
                        });
        return Page.ofKeys(
                rows, page, found -> new long[] {found.catalogue().id(), found.number()});
    }

    private static String pattern(String word) {
        return '%' + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + '%';
    }

    private static PriceCatalogue fromRow(ResultSet row) throws SQLException {
        return new PriceCatalogue(
                row.getLong("id"),
                row.getString("source"),
                row.getString("sha256"),
                row.getLong("imported_at_ms"),
                row.getInt("models"),
                row.getInt("prices"),
                row.getString("multiplied_by"));
    }

    private static Found found(ResultSet row, Map<Long, PriceCatalogue> known) throws SQLException {
        return new Found(
                Objects.requireNonNull(known.get(row.getLong("catalogue_id"))),
                row.getInt("number"),
                new OthersPrice(
                        row.getString("model"),
                        row.getString("provider"),
                        Objects.requireNonNull(Unit.byNumber(row.getInt("unit"))),
                        Objects.requireNonNull(ServiceTier.byNumber(row.getInt("tier"))),
                        row.getLong("above_input_tokens"),
                        row.getLong("price_nanos"),
                        row.getLong("per")));
    }
}
