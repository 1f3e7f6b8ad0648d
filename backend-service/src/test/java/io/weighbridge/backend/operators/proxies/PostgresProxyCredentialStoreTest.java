package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.testkit.OnPostgres;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class PostgresProxyCredentialStoreTest extends ProxyCredentialStoreContract {}
