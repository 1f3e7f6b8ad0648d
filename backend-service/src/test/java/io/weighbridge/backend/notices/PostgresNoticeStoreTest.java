package io.weighbridge.backend.notices;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresNoticeStoreTest extends NoticeStoreContract {}
