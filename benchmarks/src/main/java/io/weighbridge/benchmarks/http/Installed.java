package io.weighbridge.benchmarks.http;

import java.nio.file.Files;
import java.nio.file.Path;

/// Programs that `.ci/programs` installs.
final class Installed {
    private Installed() {}

    /// One of them, by its name in their folder.
    ///
    /// @throws IllegalStateException when it is absent
    static Path path(String name) {
        String named = System.getenv("WEIGHBRIDGE_PROGRAMS_FOLDER");
        Path folder = named == null || named.isEmpty() ? Path.of("..", "programs") : Path.of(named);
        Path path = folder.resolve(name).toAbsolutePath().normalize();
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException(
                    path
                            + " is absent: .ci/programs installs it into"
                            + " WEIGHBRIDGE_PROGRAMS_FOLDER");
        }
        return path;
    }
}
