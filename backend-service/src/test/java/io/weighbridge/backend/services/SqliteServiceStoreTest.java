package io.weighbridge.backend.services;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteServiceStoreTest extends ServiceStoreContract {}
