package io.weighbridge.backend.limits;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresPlanStoreTest extends PlanStoreContract {}
