package io.weighbridge.backend.compute.gpu;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresGpuStoreTest extends GpuStoreContract {}
