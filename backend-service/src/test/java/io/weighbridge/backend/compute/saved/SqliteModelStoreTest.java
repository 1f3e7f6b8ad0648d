package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteModelStoreTest extends ModelStoreContract {}
