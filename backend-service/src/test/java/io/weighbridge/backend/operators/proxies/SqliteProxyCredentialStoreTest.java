package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.testkit.OnSqlite;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSqlite.class)
final class SqliteProxyCredentialStoreTest extends ProxyCredentialStoreContract {}
