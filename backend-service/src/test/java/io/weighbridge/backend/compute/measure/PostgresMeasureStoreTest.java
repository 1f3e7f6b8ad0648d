package io.weighbridge.backend.compute.measure;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresMeasureStoreTest extends MeasureStoreContract {}
