package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.sql.Database;

import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/// Operators in SQL.
public final class SqlOperatorStore implements OperatorStore {
    private static final String INSERT =
            """
            INSERT INTO operator (id, version, name, display_name, role, disabled, password_hash,
                password_set_at_ms, password_change_required, totp_sealed, totp_active,
                totp_last_step, created_at_ms, person)
            VALUES (:id, :version, :name, :displayName, :role, :disabled, :passwordHash,
                :passwordSetAtMs, :passwordChangeRequired, :totpSealed, :totpActive,
                :totpLastStep, :createdAtMs, :person)
            ON CONFLICT (name) DO NOTHING
            """;
    private static final String UPDATE =
            """
            UPDATE operator SET version = :version, display_name = :displayName, person = :person,
                role = :role, disabled = :disabled, password_hash = :passwordHash,
                password_set_at_ms = :passwordSetAtMs,
                password_change_required = :passwordChangeRequired, totp_sealed = :totpSealed,
                totp_active = :totpActive, totp_last_step = :totpLastStep
            WHERE id = :id AND version = :version - 1
            """;

    private final Database database;

    public SqlOperatorStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Operator> all() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM operator ORDER BY id")
                                .map((row, context) -> fromRow(row))
                                .list());
    }

    @Override
    public boolean add(Operator operator, Change change) {
        return database.inTransaction(
                handle -> {
                    try (var insert = handle.createUpdate(INSERT)) {
                        int added =
                                bind(insert, operator)
                                        .bind("name", operator.name())
                                        .bind("createdAtMs", operator.createdAtMs())
                                        .execute();
                        return SqlAuditTrail.appendIf(added == 1, handle, change);
                    }
                });
    }

    @Override
    public boolean replace(Operator operator, Collection<Long> ended, Change change) {
        return database.inTransaction(
                handle -> {
                    try (var update = handle.createUpdate(UPDATE)) {
                        int replaced = bind(update, operator).execute();
                        if (replaced == 1) {
                            SqlSessionStore.remove(handle, ended);
                        }
                        return SqlAuditTrail.appendIf(replaced == 1, handle, change);
                    }
                });
    }

    @Override
    public void usedStep(long id, long step) {
        database.inTransaction(
                handle ->
                        handle.execute(
                                "UPDATE operator SET totp_last_step = ? WHERE id = ?", step, id));
    }

    @Override
    public void rehashed(long id, String hash) {
        database.inTransaction(
                handle ->
                        handle.execute(
                                "UPDATE operator SET password_hash = ? WHERE id = ?", hash, id));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Operator operator) {
        SecondFactor factor = operator.factor();
        return statement
                .bind("id", operator.id())
                .bind("version", operator.version())
                .bind("displayName", operator.displayName())
                .bind("person", operator.person())
                .bind("role", operator.role().number())
                .bind("disabled", operator.disabled())
                .bind("passwordHash", operator.passwordHash())
                .bind("passwordSetAtMs", operator.passwordSetAtMs())
                .bind("passwordChangeRequired", operator.passwordChangeRequired())
                .bind("totpSealed", factor.sealed())
                .bind("totpActive", factor.active())
                .bind("totpLastStep", factor.lastStep());
    }

    private static Operator fromRow(ResultSet row) throws SQLException {
        return new Operator(
                row.getLong("id"),
                row.getLong("version"),
                row.getString("name"),
                row.getString("display_name"),
                Objects.requireNonNull(Role.byNumber(row.getInt("role"))),
                row.getBoolean("disabled"),
                row.getString("password_hash"),
                row.getLong("password_set_at_ms"),
                row.getBoolean("password_change_required"),
                new SecondFactor(
                        row.getString("totp_sealed"),
                        row.getBoolean("totp_active"),
                        row.getLong("totp_last_step")),
                row.getLong("created_at_ms"),
                row.getString("person"));
    }
}
