package io.weighbridge.backend.crash;

import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.testkit.PostgresServer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/// Where a lane's data is, and what else a kill may take along.
interface Home {
    /// The data directory.
    Path data();

    /// The store.
    StoreAddress store();

    /// What a child is told of the store.
    List<String> storeArguments();

    /// After a kill: what a loss of the machine does more.
    ///
    /// @param mustKeep ids that were answered as durable
    /// @return how many groups of the journal are gone
    int loseMore(Set<UUID> mustKeep, SplittableRandom random) throws IOException, SQLException;

    /// SQLite and a journal of files; the power goes.
    static Home ofFiles(Path data) {
        return new Files(data);
    }

    /// PostgreSQL; its processes are killed.
    static Home ofPostgres(Path data, PostgresServer server, PostgresAddress store) {
        return new Postgres(data, server, store);
    }

    /// See [#ofFiles].
    record Files(Path data) implements Home {
        @Override
        public StoreAddress store() {
            return new StoreAddress.Embedded(data);
        }

        @Override
        public List<String> storeArguments() {
            return List.of();
        }

        @Override
        public int loseMore(Set<UUID> mustKeep, SplittableRandom random)
                throws IOException, SQLException {
            return new PowerLoss(data, mustKeep, random).strike();
        }
    }

    /// See [#ofPostgres].
    record Postgres(Path data, PostgresServer server, PostgresAddress store) implements Home {
        @Override
        public List<String> storeArguments() {
            return List.of(store + "?sslmode=disable", Objects.requireNonNull(store.password()));
        }

        @Override
        public int loseMore(Set<UUID> mustKeep, SplittableRandom random) throws IOException {
            server.kill();
            server.startAgain();
            return 0;
        }
    }
}
