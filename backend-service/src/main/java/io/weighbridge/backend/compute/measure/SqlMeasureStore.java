package io.weighbridge.backend.compute.measure;

import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.DayChanges;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Hours in SQL.
public final class SqlMeasureStore implements MeasureStore {
    private static final String ADD_GPU =
            """
            INSERT INTO gpu_hour (hour_ms, gpu, exporter, model, seen_ms, busy_known_ms, busy_us,
                tensor_known_ms, tensor_us, memory_known_ms, memory_us, energy_known_ms, energy_mj,
                memory_used_most_mib)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (hour_ms, gpu) DO UPDATE SET exporter = excluded.exporter,
                model = excluded.model, seen_ms = gpu_hour.seen_ms + excluded.seen_ms,
                busy_known_ms = gpu_hour.busy_known_ms + excluded.busy_known_ms,
                busy_us = gpu_hour.busy_us + excluded.busy_us,
                tensor_known_ms = gpu_hour.tensor_known_ms + excluded.tensor_known_ms,
                tensor_us = gpu_hour.tensor_us + excluded.tensor_us,
                memory_known_ms = gpu_hour.memory_known_ms + excluded.memory_known_ms,
                memory_us = gpu_hour.memory_us + excluded.memory_us,
                energy_known_ms = gpu_hour.energy_known_ms + excluded.energy_known_ms,
                energy_mj = gpu_hour.energy_mj + excluded.energy_mj,
                memory_used_most_mib = CASE
                    WHEN excluded.memory_used_most_mib > gpu_hour.memory_used_most_mib
                    THEN excluded.memory_used_most_mib ELSE gpu_hour.memory_used_most_mib END
            """;
    private static final String ADD_MODEL =
            """
            INSERT INTO model_hour (hour_ms, model, exporter, seen_ms, calls, prompt_tokens,
                output_tokens, prefill_us, decode_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (hour_ms, model, exporter) DO UPDATE SET
                seen_ms = model_hour.seen_ms + excluded.seen_ms,
                calls = coalesce(model_hour.calls + excluded.calls,
                    model_hour.calls, excluded.calls),
                prompt_tokens = coalesce(model_hour.prompt_tokens + excluded.prompt_tokens,
                    model_hour.prompt_tokens, excluded.prompt_tokens),
                output_tokens = coalesce(model_hour.output_tokens + excluded.output_tokens,
                    model_hour.output_tokens, excluded.output_tokens),
                prefill_us = coalesce(model_hour.prefill_us + excluded.prefill_us,
                    model_hour.prefill_us, excluded.prefill_us),
                decode_us = coalesce(model_hour.decode_us + excluded.decode_us,
                    model_hour.decode_us, excluded.decode_us)
            """;
    private static final String GPU_HOURS =
            """
            SELECT * FROM gpu_hour WHERE hour_ms >= :from AND hour_ms < :to
                AND (hour_ms > :at OR (hour_ms = :at AND gpu > :gpu))
            ORDER BY hour_ms, gpu LIMIT :limit
            """;
    private static final String MODEL_HOURS =
            """
            SELECT * FROM model_hour WHERE hour_ms >= :from AND hour_ms < :to
                AND (hour_ms > :at OR (hour_ms = :at AND (model > :model
                    OR (model = :model AND exporter > :exporter))))
            ORDER BY hour_ms, model, exporter LIMIT :limit
            """;

    private static final String FIRST_HOUR =
            """
            SELECT min(hour_ms) FROM (SELECT min(hour_ms) AS hour_ms FROM gpu_hour
                UNION ALL SELECT min(hour_ms) FROM model_hour) AS firsts
            """;
    private static final String CHANGES = "gpu_day";
    private static final String DELETED =
            """
            INSERT INTO gpu_day (day_ms, changes)
            SELECT DISTINCT hour_ms - hour_ms % 86400000, 1 FROM gpu_hour WHERE hour_ms < ?
            ON CONFLICT (day_ms) DO UPDATE SET changes = gpu_day.changes + 1
            """;
    private static final long DAY_MS = 86_400_000;

    // Between a model and its exporter in a page's key; in neither of them.
    private static final String SEPARATOR = "\n";

    private final Database database;

    public SqlMeasureStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(List<GpuHour> gpus, List<ModelHour> models) {
        var _ =
                database.inTransaction(
                        handle -> {
                            gpus.forEach(each -> add(handle, each));
                            models.forEach(each -> add(handle, each));
                            DayChanges.count(handle, CHANGES, gpus.stream().map(GpuHour::hourMs));
                            return true;
                        });
    }

    @Override
    public Map<Long, Long> dayChanges(long fromMs, long toMs) {
        return database.read(handle -> DayChanges.read(handle, CHANGES, fromMs, toMs));
    }

    @Override
    public boolean deleteDay(long beforeMs) {
        return database.inTransaction(
                handle -> {
                    long first =
                            handle.createQuery(FIRST_HOUR)
                                    .mapTo(Long.class)
                                    .findOne()
                                    .orElse(beforeMs);
                    if (first >= beforeMs) {
                        return false;
                    }
                    long end = Math.min(beforeMs, first + DAY_MS);
                    handle.execute(DELETED, end);
                    handle.execute("DELETE FROM gpu_hour WHERE hour_ms < ?", end);
                    handle.execute("DELETE FROM model_hour WHERE hour_ms < ?", end);
                    return true;
                });
    }

    private static void add(Handle handle, GpuHour hour) {
        handle.execute(
                ADD_GPU,
                hour.hourMs(),
                hour.gpu(),
                hour.exporter(),
                hour.model(),
                hour.seenMs(),
                hour.busy().knownMs(),
                hour.busy().activeUs(),
                hour.tensor().knownMs(),
                hour.tensor().activeUs(),
                hour.memory().knownMs(),
                hour.memory().activeUs(),
                hour.energyKnownMs(),
                hour.energyMj(),
                hour.memoryUsedMostMib());
    }

    private static void add(Handle handle, ModelHour hour) {
        handle.execute(
                ADD_MODEL,
                hour.hourMs(),
                hour.model(),
                hour.exporter(),
                hour.seenMs(),
                orNull(hour.calls()),
                orNull(hour.promptTokens()),
                orNull(hour.outputTokens()),
                orNull(hour.prefillUs()),
                orNull(hour.decodeUs()));
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    @Override
    public Page<GpuHour> gpuHours(long fromMs, long toMs, PageKey page) {
        List<GpuHour> rows =
                database.read(
                        handle ->
                                handle.createQuery(GPU_HOURS)
                                        .bind("from", fromMs)
                                        .bind("to", toMs)
                                        .bind("at", page.after(0, Long.MIN_VALUE))
                                        .bind("gpu", page.afterText())
                                        .bind("limit", page.limit())
                                        .map((row, context) -> gpuHour(row))
                                        .list());
        return Page.ofKeys(rows, page, row -> new long[] {row.hourMs()}, GpuHour::gpu);
    }

    @Override
    public Page<ModelHour> modelHours(long fromMs, long toMs, PageKey page) {
        String[] after = (page.afterText() + SEPARATOR).split(SEPARATOR, -1);
        List<ModelHour> rows =
                database.read(
                        handle ->
                                handle.createQuery(MODEL_HOURS)
                                        .bind("from", fromMs)
                                        .bind("to", toMs)
                                        .bind("at", page.after(0, Long.MIN_VALUE))
                                        .bind("model", after[0])
                                        .bind("exporter", after[1])
                                        .bind("limit", page.limit())
                                        .map((row, context) -> modelHour(row))
                                        .list());
        return Page.ofKeys(
                rows,
                page,
                row -> new long[] {row.hourMs()},
                row -> row.model() + SEPARATOR + row.exporter());
    }

    private static GpuHour gpuHour(ResultSet row) throws SQLException {
        return new GpuHour(
                row.getLong("hour_ms"),
                row.getString("gpu"),
                row.getString("exporter"),
                row.getString("model"),
                row.getLong("seen_ms"),
                new Active(row.getLong("busy_known_ms"), row.getLong("busy_us")),
                new Active(row.getLong("tensor_known_ms"), row.getLong("tensor_us")),
                new Active(row.getLong("memory_known_ms"), row.getLong("memory_us")),
                row.getLong("energy_known_ms"),
                row.getLong("energy_mj"),
                row.getLong("memory_used_most_mib"));
    }

    private static ModelHour modelHour(ResultSet row) throws SQLException {
        return new ModelHour(
                row.getLong("hour_ms"),
                row.getString("exporter"),
                row.getString("model"),
                row.getLong("seen_ms"),
                optional(row, "calls"),
                optional(row, "prompt_tokens"),
                optional(row, "output_tokens"),
                optional(row, "prefill_us"),
                optional(row, "decode_us"));
    }

    private static OptionalLong optional(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
