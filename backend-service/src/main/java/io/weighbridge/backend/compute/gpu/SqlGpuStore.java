package io.weighbridge.backend.compute.gpu;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// GPUs in SQL.
public final class SqlGpuStore implements GpuStore {
    // Its newest version up to an instant, its first before that; and the price in force at an
    // instant.
    private static final String SELECT =
            """
            SELECT g.name, v.*, p.id AS price_id, p.effective_at_ms, p.hour_nanos,
                p.source AS price_source, p.created_at_ms
            FROM gpu g
            JOIN gpu_version v ON v.gpu_id = g.id AND v.version = COALESCE(
                (SELECT max(n.version) FROM gpu_version n
                    WHERE n.gpu_id = g.id AND n.changed_at_ms <= :versionAt), 1)
            LEFT JOIN gpu_price p ON p.id =
                (SELECT q.id FROM gpu_price q
                    WHERE q.gpu_id = g.id AND q.effective_at_ms <= :priceAt
                    ORDER BY q.effective_at_ms DESC, q.id DESC LIMIT 1)
            """;
    private static final String INSERT_VERSION =
            """
            INSERT INTO gpu_version (gpu_id, version, title, vram_bytes, bytes_per_second, tdp_watts,
                flops_per_second, source, retired, changed_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (gpu_id, version) DO NOTHING
            """;
    private static final String INSERT_PRICE =
            """
            INSERT INTO gpu_price (id, gpu_id, effective_at_ms, hour_nanos, source, created_at_ms)
            VALUES (?, ?, ?, ?, ?, ?)
            """;

    private final Database database;

    public SqlGpuStore(Database database) {
        this.database = database;
    }

    @Override
    public void addMissing(List<PricedGpu> defaults) {
        database.inTransaction(
                handle -> {
                    for (PricedGpu each : defaults) {
                        if (addName(handle, each.version())) {
                            addVersion(handle, each.version());
                            if (each.price() != null) {
                                insert(handle, each.price());
                            }
                        }
                    }
                    return true;
                });
    }

    @Override
    public Optional<PricedGpu> find(String name, long nowMs) {
        return database.read(
                handle ->
                        handle.createQuery(SELECT + "WHERE g.name = :name")
                                .bind("versionAt", Long.MAX_VALUE)
                                .bind("priceAt", nowMs)
                                .bind("name", name)
                                .map((row, context) -> priced(row))
                                .findOne());
    }

    @Override
    public Optional<PricedGpu> findAt(long id, long atMs) {
        return database.read(
                handle ->
                        handle.createQuery(SELECT + "WHERE g.id = :id")
                                .bind("versionAt", atMs)
                                .bind("priceAt", atMs)
                                .bind("id", id)
                                .map((row, context) -> priced(row))
                                .findOne());
    }

    @Override
    public Page<PricedGpu> list(PageKey page, long nowMs) {
        return PageReader.rising(
                database,
                page,
                SELECT + "WHERE g.id > :after ORDER BY g.id LIMIT :limit",
                Map.of("versionAt", Long.MAX_VALUE, "priceAt", nowMs),
                (row, context) -> priced(row),
                row -> row.version().id());
    }

    @Override
    public Page<GpuVersion> versions(long id, PageKey page) {
        return PageReader.rising(
                database,
                page,
                "SELECT g.name, v.* FROM gpu g"
                        + " JOIN gpu_version v ON v.gpu_id = g.id WHERE g.id = :id"
                        + " AND v.version > :after"
                        + " ORDER BY v.version LIMIT :limit",
                Map.of("id", id),
                (row, context) -> version(row),
                GpuVersion::version);
    }

    @Override
    public Page<GpuPrice> prices(long id, PageKey page) {
        return PageReader.rising(
                database,
                page,
                "SELECT p.*, p.id AS price_id, p.source AS price_source"
                        + " FROM gpu_price p WHERE p.gpu_id = :id AND p.id > :after"
                        + " ORDER BY p.id LIMIT :limit",
                Map.of("id", id),
                (row, context) -> price(row),
                GpuPrice::id);
    }

    @Override
    public GpuHistory history() {
        return database.read(
                handle ->
                        new GpuHistory(
                                handle.createQuery(
                                                "SELECT g.name, v.* FROM gpu g"
                                                        + " JOIN gpu_version v ON v.gpu_id = g.id")
                                        .map((row, context) -> version(row))
                                        .list(),
                                handle.createQuery(
                                                "SELECT p.*, p.id AS price_id,"
                                                        + " p.source AS price_source"
                                                        + " FROM gpu_price p ORDER BY p.id")
                                        .map((row, context) -> price(row))
                                        .list()));
    }

    @Override
    public long changes() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT (SELECT count(*) FROM gpu_version)"
                                                + " + (SELECT count(*) FROM gpu_price)")
                                .mapTo(Long.class)
                                .one());
    }

    @Override
    public boolean add(GpuVersion version, Change change) {
        return database.inTransaction(
                handle -> {
                    long newest =
                            handle.createQuery(
                                            "SELECT COALESCE(max(version), 0) FROM gpu_version"
                                                    + " WHERE gpu_id = :id")
                                    .bind("id", version.id())
                                    .mapTo(Long.class)
                                    .one();
                    boolean made =
                            version.version() == newest + 1
                                    && (newest > 0 || addName(handle, version))
                                    && addVersion(handle, version);
                    return SqlAuditTrail.appendIf(made, handle, change);
                });
    }

    private static boolean addName(Handle handle, GpuVersion version) {
        return handle.execute(
                        "INSERT INTO gpu (id, name) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                        version.id(),
                        version.name())
                == 1;
    }

    private static boolean addVersion(Handle handle, GpuVersion version) {
        Gpu figures = version.figures();
        return handle.execute(
                        INSERT_VERSION,
                        version.id(),
                        version.version(),
                        figures.title(),
                        figures.vramBytes(),
                        figures.bytesPerSecond(),
                        figures.tdpWatts(),
                        toText(figures.flopsPerSecond()),
                        figures.source(),
                        version.retired(),
                        version.changedAtMs())
                == 1;
    }

    @Override
    public void addPrice(GpuPrice price, Change change) {
        database.inTransaction(
                handle -> {
                    insert(handle, price);
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    private static void insert(Handle handle, GpuPrice price) {
        handle.execute(
                INSERT_PRICE,
                price.id(),
                price.gpuId(),
                price.effectiveAtMs(),
                price.hourNanos(),
                price.source(),
                price.createdAtMs());
    }

    private static PricedGpu priced(ResultSet row) throws SQLException {
        GpuVersion version = version(row);
        row.getLong("price_id");
        return new PricedGpu(version, row.wasNull() ? null : price(row));
    }

    private static GpuVersion version(ResultSet row) throws SQLException {
        Gpu figures =
                new Gpu(
                        row.getString("name"),
                        row.getString("title"),
                        row.getLong("vram_bytes"),
                        row.getLong("bytes_per_second"),
                        row.getLong("tdp_watts"),
                        fromText(row.getString("flops_per_second")),
                        Optional.empty(),
                        row.getString("source"),
                        "");
        return new GpuVersion(
                row.getLong("gpu_id"),
                row.getLong("version"),
                figures,
                row.getBoolean("retired"),
                row.getLong("changed_at_ms"));
    }

    private static GpuPrice price(ResultSet row) throws SQLException {
        return new GpuPrice(
                row.getLong("price_id"),
                row.getLong("gpu_id"),
                row.getLong("effective_at_ms"),
                row.getLong("hour_nanos"),
                row.getString("price_source"),
                row.getLong("created_at_ms"));
    }

    private static String toText(Map<String, Long> flops) {
        return new TreeMap<>(flops)
                .entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue())
                        .collect(Collectors.joining(" "));
    }

    private static Map<String, Long> fromText(String text) {
        Map<String, Long> flops = new HashMap<>();
        for (String each : text.split(" ", -1)) {
            int colon = each.indexOf(':');
            flops.put(each.substring(0, colon), Long.parseLong(each.substring(colon + 1)));
        }
        return flops;
    }
}
