package io.weighbridge.backend.platform.sql;

import java.nio.file.Path;

/// The process that is killed while it brings a store up to date: SQLite in a directory, or
/// PostgreSQL by its URL and password.
final class MigrationChild {
    private MigrationChild() {}

    public static void main(String[] args) {
        StoreAddress store =
                args.length == 1
                        ? new StoreAddress.Embedded(Path.of(args[0]))
                        : PostgresAddress.parse("store", args[0], args[1]);
        Database.open(store).close();
    }

    /// Starts one.
    static Process start(String... args) throws java.io.IOException {
        java.util.List<String> command =
                new java.util.ArrayList<>(
                        java.util.List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MigrationChild.class.getName()));
        command.addAll(java.util.List.of(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
