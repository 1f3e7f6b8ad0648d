package io.weighbridge.backend.platform.sql;

import com.zaxxer.hikari.HikariConfig;

import org.flywaydb.core.Flyway;

import javax.sql.DataSource;

/// What the kinds of stores have in common.
final class Migrations {
    static final int READERS = 4;

    private Migrations() {}

    /// Brings a schema up to date.
    ///
    /// @param kind folder of the scripts
    static void run(DataSource source, String kind) {
        if (SchemaHistory.of(source, kind).isCurrent()) {
            return;
        }
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/" + kind)
                .failOnMissingLocations(true)
                .table(SchemaHistory.TABLE)
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
        SchemaHistory.of(source, kind).found();
    }

    /// Settings of a pool of readers.
    static HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store-readers");
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setReadOnly(true);
        return config;
    }
}
