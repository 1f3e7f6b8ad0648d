package io.weighbridge.backend.ledger.accounts;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountName;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.ListAccountNamesRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

final class AccountNamesTest {
    @TempDir Path directory;

    private static ListAccountNamesRequest request(String... accounts) {
        return ListAccountNamesRequest.newBuilder().addAllAccounts(List.of(accounts)).build();
    }

    @Test
    void tellsTheNamesOfThoseThatExist() {
        try (TestBackend test = TestBackend.start(directory)) {
            var accounts = AccountsGrpc.newBlockingStub(test.channel());
            String acme = IdKind.ACCOUNT.format(test.account("Acme", 0).id());
            String other = IdKind.ACCOUNT.format(test.account("Other", 0).id());
            var reply = accounts.listAccountNames(request(acme, other, "acct_0000000000001"));
            assertEquals(
                    Map.of(acme, "Acme", other, "Other"),
                    reply.getNamesList().stream()
                            .collect(
                                    Collectors.toMap(
                                            AccountName::getAccount, AccountName::getName)));
            assertFault(
                    ErrorCode.INVALID_FIELD,
                    "accounts",
                    () -> accounts.listAccountNames(request()));
            assertFault(
                    ErrorCode.INVALID_FIELD,
                    "account",
                    () -> accounts.listAccountNames(request("nonsense")));
        }
    }
}
