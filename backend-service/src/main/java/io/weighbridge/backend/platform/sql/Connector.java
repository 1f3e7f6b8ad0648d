package io.weighbridge.backend.platform.sql;

import com.zaxxer.hikari.HikariDataSource;

import java.sql.Connection;
import java.sql.SQLException;

/// Makes connections to one kind of store.
interface Connector {
    /// A connection that may write.
    Connection writer() throws SQLException;

    /// A connection for a reader for whom everybody waits.
    Connection reader() throws SQLException;

    /// A connection that reads one snapshot once its transaction has begun, for as long as it
    /// takes.
    Connection snapshot() throws SQLException;

    /// A pool of readers.
    HikariDataSource readers();

    /// Brings the schema up to date.
    void migrate();
}
