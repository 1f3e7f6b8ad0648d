package io.weighbridge.backend.notices;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteNoticeStoreTest extends NoticeStoreContract {}
