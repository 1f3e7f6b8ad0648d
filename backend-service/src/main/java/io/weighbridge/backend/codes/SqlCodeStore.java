package io.weighbridge.backend.codes;

import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Batches and codes in SQL.
public final class SqlCodeStore implements CodeStore {
    private static final String BATCH =
            """
            SELECT b.*,
                (SELECT count(*) FROM redemption_code c WHERE c.batch_id = b.id AND c.state = 2)
                    AS used,
                (SELECT count(*) FROM redemption_code c WHERE c.batch_id = b.id AND c.state = 3)
                    AS voided,
                (SELECT count(*) FROM redemption_code c WHERE c.batch_id = b.id
                    AND c.state = 2 AND c.done_at_ms > 0) AS done
            FROM code_batch b
            """;
    private static final String CODE =
            """
            SELECT c.*, b.campaign, b.amount_nanos FROM redemption_code c
            JOIN code_batch b ON b.id = c.batch_id
            """;
    private static final String ADD_BATCH =
            """
            INSERT INTO code_batch (id, operation, campaign, codes, amount_nanos,
                credit_expires_ms, credit_expires_days, redeem_until_ms, once_per_account,
                created_at_ms, made_by, exported_at_ms, voided_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
            """;
    private static final String ADD_CODE =
            """
            INSERT INTO redemption_code (batch_id, number, digest, hint, state, account_id,
                used_at_ms, expires_at_ms, done_at_ms, grant_id)
            VALUES (?, ?, ?, ?, 1, 0, 0, 0, 0, 0)
            """;
    private static final String CLAIM =
            """
            UPDATE redemption_code SET state = 2, account_id = ?, used_at_ms = ?, expires_at_ms = ?
            WHERE batch_id = ? AND number = ? AND state = 1
            """;
    private static final String DONE =
            """
            UPDATE redemption_code SET done_at_ms = ?, grant_id = ?, expires_at_ms = ?
            WHERE batch_id = ? AND number = ? AND state = 2 AND done_at_ms = 0
            """;
    private static final String CAMPAIGN_USED =
            """
            SELECT count(*) FROM redemption_code c JOIN code_batch b ON b.id = c.batch_id
            WHERE c.account_id = :account AND b.campaign = :campaign
            """;

    private final Database database;

    public SqlCodeStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<CodeBatch> find(long id) {
        return database.read(handle -> find(handle, id));
    }

    private static Optional<CodeBatch> find(Handle handle, long id) {
        return handle.createQuery(BATCH + " WHERE b.id = :id")
                .bind("id", id)
                .map((row, context) -> batch(row))
                .findOne();
    }

    @Override
    public Optional<CodeBatch> find(UUID operationId) {
        return database.read(
                handle ->
                        handle.createQuery(BATCH + " WHERE b.operation = :operation")
                                .bind("operation", operationId.toString())
                                .map((row, context) -> batch(row))
                                .findOne());
    }

    @Override
    public Page<CodeBatch> list(PageKey page) {
        return PageReader.falling(
                database,
                page,
                BATCH + " WHERE b.id < :before ORDER BY b.id DESC LIMIT :limit",
                Map.of(),
                (row, context) -> batch(row),
                CodeBatch::id);
    }

    @Override
    public Page<KeptCode> codes(long batchId, PageKey page) {
        return PageReader.rising(
                database,
                page,
                CODE
                        + " WHERE c.batch_id = :batch AND c.number > :after"
                        + " ORDER BY c.number LIMIT :limit",
                Map.of("batch", batchId),
                (row, context) -> code(row),
                KeptCode::number);
    }

    @Override
    public Optional<KeptCode> code(long batchId, int number) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        CODE
                                                + " WHERE c.batch_id = :batch"
                                                + " AND c.number = :number")
                                .bind("batch", batchId)
                                .bind("number", number)
                                .map((row, context) -> code(row))
                                .findOne());
    }

    @Override
    public void add(CodeBatch batch, Change change) {
        CodeTerms terms = batch.terms();
        database.inTransaction(
                handle -> {
                    handle.execute(
                            ADD_BATCH,
                            batch.id(),
                            batch.operationId().toString(),
                            terms.campaign(),
                            terms.count(),
                            terms.amountNanos(),
                            terms.creditExpiresAtMs(),
                            terms.creditExpiresDays(),
                            terms.redeemUntilMs(),
                            terms.oncePerAccount() ? 1 : 0,
                            batch.createdAtMs(),
                            batch.madeBy());
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public boolean export(long batchId, List<RedemptionCode> codes, long atMs, Change change) {
        return database.inTransaction(
                handle -> {
                    int first =
                            handle.execute(
                                    "UPDATE code_batch SET exported_at_ms = ? WHERE id = ?"
                                            + " AND exported_at_ms = 0 AND voided_at_ms = 0",
                                    atMs,
                                    batchId);
                    if (first == 1) {
                        add(handle, batchId, codes);
                    }
                    return SqlAuditTrail.appendIf(first == 1, handle, change);
                });
    }

    private static void add(Handle handle, long batchId, List<RedemptionCode> codes) {
        try (PreparedBatch batch = handle.prepareBatch(ADD_CODE)) {
            for (int i = 0; i < codes.size(); i++) {
                RedemptionCode code = codes.get(i);
                batch.add(batchId, i + 1, code.digest(), code.hint());
            }
            var _ = batch.execute();
        }
    }

    @Override
    public boolean voidBatch(long batchId, long atMs, Change change) {
        return database.inTransaction(
                handle -> {
                    int first =
                            handle.execute(
                                    "UPDATE code_batch SET voided_at_ms = ?"
                                            + " WHERE id = ? AND voided_at_ms = 0",
                                    atMs,
                                    batchId);
                    handle.execute(
                            "UPDATE redemption_code SET state = 3 WHERE batch_id = ? AND state = 1",
                            batchId);
                    return SqlAuditTrail.appendIf(first == 1, handle, change);
                });
    }

    @Override
    public boolean voidCode(long batchId, int number, Change change) {
        return database.inTransaction(
                handle ->
                        SqlAuditTrail.appendIf(
                                handle.execute(
                                                "UPDATE redemption_code SET state = 3 WHERE"
                                                        + " batch_id = ? AND number = ?"
                                                        + " AND state = 1",
                                                batchId,
                                                number)
                                        == 1,
                                handle,
                                change));
    }

    @Override
    public Claim claim(RedemptionCode code, long accountId, long nowMs, Act act) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(CODE + " WHERE c.digest = :digest")
                                .bind("digest", code.digest())
                                .map((row, context) -> code(row))
                                .findOne()
                                .map(kept -> claim(handle, kept, accountId, nowMs, act))
                                .orElseGet(() -> new Refused(Redemption.Reason.UNKNOWN)));
    }

    // One writer at a time: what is read here is so until the transaction ends.
    private static Claim claim(Handle handle, KeptCode kept, long accountId, long nowMs, Act act) {
        if (kept.state() == CodeState.USED) {
            return kept.accountId() == accountId
                    ? new Claimed(kept, true)
                    : new Refused(Redemption.Reason.USED);
        }
        if (kept.state() == CodeState.VOID) {
            return new Refused(Redemption.Reason.VOID);
        }
        CodeTerms terms = find(handle, kept.batchId()).orElseThrow().terms();
        if (terms.redeemUntilMs() <= nowMs) {
            return new Refused(Redemption.Reason.EXPIRED);
        }
        if (terms.oncePerAccount() && hasUsed(handle, accountId, terms.campaign())) {
            return new Refused(Redemption.Reason.ONE_PER_ACCOUNT);
        }
        KeptCode used = kept.used(accountId, terms.expiresAtMs(nowMs), nowMs);
        int claimed =
                handle.execute(
                        CLAIM, accountId, nowMs, used.expiresAtMs(), used.batchId(), used.number());
        if (claimed != 1) {
            return new Refused(Redemption.Reason.USED);
        }
        SqlAuditTrail.append(
                handle,
                Change.by(
                        act,
                        nowMs,
                        "code.redeem",
                        used.name(),
                        CodeJson.of(kept),
                        CodeJson.of(used),
                        ""));
        return new Claimed(used, false);
    }

    private static boolean hasUsed(Handle handle, long accountId, String campaign) {
        return handle.createQuery(CAMPAIGN_USED)
                        .bind("account", accountId)
                        .bind("campaign", campaign)
                        .mapTo(int.class)
                        .one()
                > 0;
    }

    @Override
    public List<KeptCode> unfinished(int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        CODE
                                                + " WHERE c.account_id <> 0 AND c.done_at_ms = 0"
                                                + " ORDER BY c.used_at_ms LIMIT :most")
                                .bind("most", most)
                                .map((row, context) -> code(row))
                                .list());
    }

    @Override
    public void done(KeptCode code) {
        database.inTransaction(
                handle ->
                        handle.execute(
                                DONE,
                                code.doneAtMs(),
                                code.grantId(),
                                code.expiresAtMs(),
                                code.batchId(),
                                code.number()));
    }

    private static CodeBatch batch(ResultSet row) throws SQLException {
        CodeTerms terms =
                new CodeTerms(
                        row.getString("campaign"),
                        row.getInt("codes"),
                        row.getLong("amount_nanos"),
                        row.getLong("credit_expires_ms"),
                        row.getInt("credit_expires_days"),
                        row.getLong("redeem_until_ms"),
                        row.getInt("once_per_account") == 1);
        long exportedAtMs = row.getLong("exported_at_ms");
        long voidedAtMs = row.getLong("voided_at_ms");
        return new CodeBatch(
                row.getLong("id"),
                UUID.fromString(row.getString("operation")),
                terms,
                row.getLong("created_at_ms"),
                row.getString("made_by"),
                exportedAtMs,
                voidedAtMs,
                row.getInt("used"),
                // Void before there was a code: all of them.
                exportedAtMs == 0 && voidedAtMs > 0 ? terms.count() : row.getInt("voided"),
                row.getLong("done") * terms.amountNanos());
    }

    private static KeptCode code(ResultSet row) throws SQLException {
        return new KeptCode(
                row.getLong("batch_id"),
                row.getInt("number"),
                row.getString("campaign"),
                row.getLong("amount_nanos"),
                row.getString("hint"),
                CodeState.byNumber(row.getInt("state")),
                row.getLong("account_id"),
                row.getLong("used_at_ms"),
                row.getLong("expires_at_ms"),
                row.getLong("done_at_ms"),
                row.getLong("grant_id"));
    }
}
