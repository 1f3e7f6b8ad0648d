package io.weighbridge.backend.compute.gpu;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteGpuStoreTest extends GpuStoreContract {}
