package io.weighbridge.backend.replay;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestPostgres;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class PostgresReplaysTest extends ReplaysContract {
    @TempDir Path directory;

    @Override
    TestBackend started() {
        return TestBackend.start(
                Config.of(directory).withPort(0).withStore(TestPostgres.database()), time);
    }
}
