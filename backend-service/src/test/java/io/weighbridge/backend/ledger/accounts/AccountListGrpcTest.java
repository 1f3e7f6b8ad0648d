package io.weighbridge.backend.ledger.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.Balance;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.ListAccountsReply;
import io.weighbridge.proto.v1.ListAccountsRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What the list of accounts tells of each.
final class AccountListGrpcTest {
    @TempDir Path directory;

    @Test
    void tellsBalancesWithTheListAsTheyAreToldOneByOne() {
        try (TestBackend test = TestBackend.start(directory)) {
            var accounts = AccountsGrpc.newBlockingStub(test.channel());
            String rich = IdKind.ACCOUNT.format(test.account("Rich", 700).id());
            var _ = test.account("Poor", 0);
            ListAccountsReply reply =
                    accounts.listAccounts(
                            ListAccountsRequest.newBuilder().setWithBalances(true).build());
            assertEquals(2, reply.getAccountsCount());
            assertEquals(2, reply.getBalancesCount());
            for (int i = 0; i < 2; i++) {
                String id = reply.getAccounts(i).getId();
                Balance alone =
                        accounts.getBalance(GetBalanceRequest.newBuilder().setAccount(id).build());
                Balance listed = reply.getBalances(i);
                assertEquals(alone, listed.toBuilder().setAsOfMs(alone.getAsOfMs()).build());
                assertEquals(id.equals(rich) ? 700 : 0, listed.getAvailableNanos());
            }
            assertEquals(
                    0,
                    accounts.listAccounts(ListAccountsRequest.getDefaultInstance())
                            .getBalancesCount());
        }
    }
}
