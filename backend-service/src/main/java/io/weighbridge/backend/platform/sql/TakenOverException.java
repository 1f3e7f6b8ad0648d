package io.weighbridge.backend.platform.sql;

import java.sql.SQLException;

/// Another service has written this database, or it was put back to an older state: what this one
/// has in memory is not true any more.
public final class TakenOverException extends SQLException {
    private static final long serialVersionUID = 1L;

    TakenOverException(PostgresAddress address) {
        super(
                address
                        + ": another service has taken this database over, or it was put back to an"
                        + " older state (expected: one service for a database)");
    }
}
