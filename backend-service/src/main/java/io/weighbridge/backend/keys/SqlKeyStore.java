package io.weighbridge.backend.keys;

import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.limits.SqlServiceLimitRows;
import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.SqlNoticeRows;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Keys in SQL.
public final class SqlKeyStore implements KeyStore {
    private static final String INSERT =
            """
            INSERT INTO api_key (id, account_id, version, name, plan_id, all_services, expires_at_ms,
                credit_limit_nanos, credit_period, digest, hint, created_at_ms, revoked_at_ms,
                revoked_reason, last_used_at_ms, networks, made_by, shown_to, blocked_at_ms,
                blocked_reason)
            VALUES (:id, :account, :version, :name, :plan, :allServices, :expiresAtMs,
                :creditLimit, :creditPeriod, :digest, :hint, :createdAtMs, :revokedAtMs,
                :revokedReason, 0, :networks, :madeBy, :shownTo, :blockedAtMs, :blockedReason)
            """;
    private static final String UPDATE =
            """
            UPDATE api_key SET version = :version, name = :name, plan_id = :plan,
                all_services = :allServices, expires_at_ms = :expiresAtMs,
                credit_limit_nanos = :creditLimit, credit_period = :creditPeriod,
                revoked_at_ms = :revokedAtMs, revoked_reason = :revokedReason,
                networks = :networks, digest = :digest, hint = :hint, shown_to = :shownTo,
                blocked_at_ms = :blockedAtMs, blocked_reason = :blockedReason
            WHERE id = :id AND version = :version - 1
            """;
    private static final String LIST =
            """
            SELECT * FROM api_key
            WHERE id > :after AND id <= :to AND (:includeRevoked OR revoked_at_ms = 0)
                AND (:plan = 0 OR plan_id = :plan)
                AND (:isAll OR LOWER(name) LIKE '%' || LOWER(:search) || '%' ESCAPE '!'
                    OR LOWER(hint) LIKE LOWER(:search) || '%' ESCAPE '!'
                    OR LOWER(hint) LIKE '%' || LOWER(:search) ESCAPE '!')
            """;
    private static final String SHOWN_TO =
            """
            SELECT * FROM api_key
            WHERE revoked_at_ms = 0 AND id IN (
                SELECT id FROM api_key WHERE shown_to = :operator
                UNION
                SELECT key_id FROM api_key_old_secret
                WHERE shown_to = :operator AND until_ms > :now)
            ORDER BY id
            """;

    private final Database database;
    private final int sliceRows;

    public SqlKeyStore(Database database) {
        this(database, SqlKeySlice.ROWS_MAX);
    }

    SqlKeyStore(Database database, int sliceRows) {
        this.database = database;
        this.sliceRows = sliceRows;
    }

    @Override
    public void forEach(Consumer<ApiKey> consumer) {
        database.read(
                handle -> {
                    Details details = Details.of(handle, null);
                    try (var query = handle.createQuery("SELECT * FROM api_key ORDER BY id")) {
                        query.setFetchSize(1_000)
                                .map((row, context) -> fromRow(row, details))
                                .forEach(consumer);
                    }
                    return true;
                });
    }

    @Override
    public Optional<ApiKey> find(long id) {
        return database.read(
                handle -> {
                    Details details = Details.of(handle, id);
                    return handle.createQuery("SELECT * FROM api_key WHERE id = :id")
                            .bind("id", id)
                            .map((row, context) -> fromRow(row, details))
                            .findOne();
                });
    }

    @Override
    public Page<ApiKey> list(KeyFilter filter, PageKey page) {
        return database.read(
                handle -> {
                    SqlKeySlice slice = SqlKeySlice.of(handle, filter, page, sliceRows);
                    List<ApiKey> keys = list(handle, filter, slice, page.limit());
                    return Page.ofPart(keys, page, ApiKey::id, slice.isLast(), slice.to());
                });
    }

    private static List<ApiKey> list(
            Handle handle, KeyFilter filter, SqlKeySlice slice, int limit) {
        String account = filter.accountId() == 0 ? "" : " AND account_id = :account";
        try (Query query = handle.createQuery(LIST + account + " ORDER BY id LIMIT :limit")) {
            query.bind("after", slice.after())
                    .bind("to", slice.to())
                    .bind("includeRevoked", filter.includeRevoked())
                    .bind("plan", filter.planId())
                    .bind("isAll", filter.search().isEmpty() || filter.searchedId() != 0)
                    .bind("search", filter.pattern())
                    .bind("limit", limit);
            if (filter.accountId() != 0) {
                query.bind("account", filter.accountId());
            }
            return query.map((row, context) -> fromRow(row, Details.of(handle, row.getLong("id"))))
                    .list();
        }
    }

    @Override
    public void add(ApiKey key, Change change) {
        database.inTransaction(
                handle -> {
                    try (var update = handle.createUpdate(INSERT)) {
                        bind(update, key)
                                .bind("account", key.accountId())
                                .bind("createdAtMs", key.createdAtMs())
                                .bind("madeBy", key.madeBy())
                                .execute();
                    }
                    replaceDetails(handle, key);
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public boolean replaceAll(List<ApiKey> keys, List<Notice> notices, List<Change> changes) {
        return database.inTransaction(
                handle -> {
                    for (ApiKey key : keys) {
                        if (!replace(handle, key)) {
                            handle.rollback();
                            return false;
                        }
                    }
                    notices.forEach(notice -> SqlNoticeRows.add(handle, notice));
                    changes.forEach(change -> SqlAuditTrail.append(handle, change));
                    return true;
                });
    }

    private static boolean replace(Handle handle, ApiKey key) {
        try (var update = handle.createUpdate(UPDATE)) {
            if (bind(update, key).execute() == 0) {
                return false;
            }
        }
        replaceDetails(handle, key);
        return true;
    }

    @Override
    public List<ApiKey> shownTo(long operatorId, long nowMs) {
        return database.read(
                handle ->
                        handle.createQuery(SHOWN_TO)
                                .bind("operator", operatorId)
                                .bind("now", nowMs)
                                .map(
                                        (row, context) ->
                                                fromRow(row, Details.of(handle, row.getLong("id"))))
                                .list());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, ApiKey key) {
        KeySettings settings = key.settings();
        CreditLimit limit = settings.creditLimit();
        return statement
                .bind("id", key.id())
                .bind("version", key.version())
                .bind("name", settings.name())
                .bind("plan", settings.planId())
                .bind("allServices", settings.allServices())
                .bind("expiresAtMs", settings.expiresAtMs())
                .bind("creditLimit", limit == null ? null : limit.amountNanos())
                .bind("creditPeriod", limit == null ? 0 : limit.period().number())
                .bind("revokedAtMs", key.revokedAtMs())
                .bind("revokedReason", key.revokedReason())
                .bind("blockedAtMs", key.block().atMs())
                .bind("blockedReason", key.block().reason())
                .bind(
                        "networks",
                        settings.networks().stream()
                                .map(IpNetwork::toString)
                                .collect(Collectors.joining(" ")))
                .bind("digest", key.digest().toBytes())
                .bind("hint", key.hint())
                .bind("shownTo", key.shownTo());
    }

    private static void replaceDetails(Handle handle, ApiKey key) {
        handle.execute("DELETE FROM api_key_service WHERE key_id = ?", key.id());
        for (long serviceId : key.settings().serviceIds()) {
            handle.execute(
                    "INSERT INTO api_key_service (key_id, service_id) VALUES (?, ?)",
                    key.id(),
                    serviceId);
        }
        SqlServiceLimitRows.replace(handle, key.id(), key.settings().overrides());
        handle.execute("DELETE FROM api_key_old_secret WHERE key_id = ?", key.id());
        int age = 0;
        for (OldSecret old : key.old()) {
            age++;
            handle.execute(
                    "INSERT INTO api_key_old_secret (digest, key_id, hint, shown_to, until_ms, age)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    old.digest().toBytes(),
                    key.id(),
                    old.hint(),
                    old.shownTo(),
                    old.untilMs(),
                    age);
        }
    }

    @Override
    public void used(Map<Long, Long> atMsById) {
        if (atMsById.isEmpty()) {
            return;
        }
        database.inTransaction(
                handle -> {
                    try (var batch =
                            handle.prepareBatch(
                                    "UPDATE api_key SET last_used_at_ms = ? WHERE id = ?")) {
                        atMsById.forEach((id, atMs) -> batch.add(atMs, id));
                        return batch.execute();
                    }
                });
    }

    /// Scopes, overrides and old secrets of keys, by key id.
    private record Details(
            Map<Long, Set<Long>> services,
            Map<Long, List<ServiceLimits>> limits,
            Map<Long, List<OldSecret>> old) {
        static Details of(Handle handle, @Nullable Long keyId) {
            Map<Long, Set<Long>> services = new HashMap<>();
            String where = keyId == null ? "" : " WHERE key_id = " + keyId;
            try (var query = handle.createQuery("SELECT * FROM api_key_service" + where)) {
                query.map(
                                (row, context) ->
                                        services.computeIfAbsent(
                                                        row.getLong("key_id"),
                                                        id -> new HashSet<>())
                                                .add(row.getLong("service_id")))
                        .forEach(added -> {});
            }
            return new Details(
                    services,
                    keyId == null
                            ? SqlServiceLimitRows.all(handle)
                            : Map.of(keyId, SqlServiceLimitRows.of(handle, keyId)),
                    old(handle, where));
        }

        private static Map<Long, List<OldSecret>> old(Handle handle, String where) {
            Map<Long, List<OldSecret>> old = new HashMap<>();
            String select = "SELECT * FROM api_key_old_secret" + where + " ORDER BY key_id, age";
            try (var query = handle.createQuery(select)) {
                query.map(
                                (row, context) ->
                                        old.computeIfAbsent(
                                                        row.getLong("key_id"),
                                                        id -> new ArrayList<>())
                                                .add(
                                                        new OldSecret(
                                                                KeyDigest.of(
                                                                        row.getBytes("digest")),
                                                                row.getString("hint"),
                                                                row.getLong("shown_to"),
                                                                row.getLong("until_ms"))))
                        .forEach(added -> {});
            }
            return old;
        }
    }

    private static ApiKey fromRow(ResultSet row, Details details) throws SQLException {
        long id = row.getLong("id");
        long amountNanos = row.getLong("credit_limit_nanos");
        CreditLimit limit =
                row.wasNull()
                        ? null
                        : new CreditLimit(
                                amountNanos, CreditPeriod.byNumber(row.getInt("credit_period")));
        return new ApiKey(
                id,
                row.getLong("account_id"),
                row.getLong("version"),
                new KeySettings(
                        row.getString("name"),
                        row.getLong("plan_id"),
                        row.getBoolean("all_services"),
                        details.services.getOrDefault(id, Set.of()),
                        row.getLong("expires_at_ms"),
                        limit,
                        details.limits.getOrDefault(id, List.of()),
                        networks(row.getString("networks"))),
                KeyDigest.of(row.getBytes("digest")),
                row.getString("hint"),
                row.getLong("created_at_ms"),
                row.getLong("revoked_at_ms"),
                row.getString("revoked_reason"),
                new KeyBlock(row.getLong("blocked_at_ms"), row.getString("blocked_reason")),
                row.getLong("last_used_at_ms"),
                row.getLong("made_by"),
                row.getLong("shown_to"),
                details.old.getOrDefault(id, List.of()));
    }

    private static List<IpNetwork> networks(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ", -1))
                        .map(each -> IpNetwork.parse("networks", each))
                        .toList();
    }
}
