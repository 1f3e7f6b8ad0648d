package io.weighbridge.backend.testkit;

import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/// A PostgreSQL server of a test's own, that can be killed and started again on the same data and
/// port.
public final class PostgresServer implements AutoCloseable {
    private final Path directory;
    private EmbeddedPostgres server;

    private PostgresServer(Path directory, EmbeddedPostgres server) {
        this.directory = directory;
        this.server = server;
    }

    /// Starts one on an empty directory.
    public static PostgresServer start(Path directory) throws IOException {
        return new PostgresServer(directory, start(directory, 0));
    }

    private static EmbeddedPostgres start(Path directory, int port) throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(directory)
                        .setCleanDataDirectory(false)
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("fsync", "on");
        if (port != 0) {
            builder.setPort(port);
        }
        return builder.start();
    }

    /// Makes a database.
    public PostgresAddress database(String name) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return address(name, server.getPort());
    }

    /// The same database through another port.
    public static PostgresAddress address(String name, int port) {
        return new PostgresAddress(
                "localhost", port, name, "postgres", "postgres", Map.of("sslmode", "disable"));
    }

    /// SIGKILL of all its processes.
    public void kill() throws IOException {
        long pid =
                Long.parseLong(
                        Files.readAllLines(directory.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new java.util.ArrayList<>(postmaster.descendants().toList());
        all.add(postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /// Starts it again after a kill.
    public void startAgain() throws IOException {
        int port = server.getPort();
        // Only forgets it: there is nothing left to stop.
        server.close();
        server = start(directory, port);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
