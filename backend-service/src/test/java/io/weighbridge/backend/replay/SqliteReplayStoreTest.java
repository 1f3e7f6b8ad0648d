package io.weighbridge.backend.replay;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteReplayStoreTest extends ReplayStoreContract {}
