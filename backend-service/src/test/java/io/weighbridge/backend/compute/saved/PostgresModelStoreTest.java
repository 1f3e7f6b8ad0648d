package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresModelStoreTest extends ModelStoreContract {}
