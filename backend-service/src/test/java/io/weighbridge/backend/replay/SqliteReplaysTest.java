package io.weighbridge.backend.replay;

import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteReplaysTest extends ReplaysContract {
    @TempDir Path directory;

    @Override
    TestBackend started() {
        return TestBackend.start(directory, time);
    }
}
