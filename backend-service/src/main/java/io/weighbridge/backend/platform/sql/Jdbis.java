package io.weighbridge.backend.platform.sql;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;

import java.sql.Connection;

import javax.sql.DataSource;

/// Makes Jdbi for a store's connections. All share one parser, which keeps what it parsed: reading
/// a statement's parameters costs more than running many of them, and each connection would do it
/// anew.
final class Jdbis {
    // Safe for sharing; what it keeps is bounded.
    private static final SqlParser PARSER = new ColonPrefixSqlParser();

    private Jdbis() {}

    static Jdbi on(Connection connection) {
        return shared(Jdbi.create(connection));
    }

    static Jdbi on(DataSource source) {
        return shared(Jdbi.create(source));
    }

    private static Jdbi shared(Jdbi jdbi) {
        jdbi.getConfig(SqlStatements.class).setSqlParser(PARSER);
        return jdbi;
    }
}
