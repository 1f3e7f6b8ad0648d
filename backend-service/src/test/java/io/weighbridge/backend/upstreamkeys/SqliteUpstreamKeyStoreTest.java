package io.weighbridge.backend.upstreamkeys;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteUpstreamKeyStoreTest extends UpstreamKeyStoreContract {}
