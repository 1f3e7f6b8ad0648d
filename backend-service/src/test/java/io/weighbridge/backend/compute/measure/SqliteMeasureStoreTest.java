package io.weighbridge.backend.compute.measure;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteMeasureStoreTest extends MeasureStoreContract {}
