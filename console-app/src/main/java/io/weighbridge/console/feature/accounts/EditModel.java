package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.UpdateAccountRequest;

import java.util.function.Consumer;

/// Changes an account's name and overdraft. When somebody else changed it meanwhile nothing is
/// lost: both changes are told, and one chooses.
final class EditModel {
    private final BackendClient client;
    private final Lane lane;
    private Account base;

    /// What came of saving.
    sealed interface Saved {
        /// It is as it was typed.
        record Done(Account account) implements Saved {}

        /// Somebody else saved first.
        record Conflict(AccountMerge merge) implements Saved {}
    }

    /// What can be changed.
    record Fields(String name, long overdraftNanos) {
        static Fields of(Account account) {
            return new Fields(account.getName(), account.getOverdraftLimitNanos());
        }
    }

    EditModel(BackendClient client, Background background, Account base) {
        this.client = client;
        this.lane = background.lane();
        this.base = base;
    }

    Account base() {
        return base;
    }

    /// Saves over the version that was read.
    ///
    /// @param reason for the audit log
    void save(Fields typed, String reason, Consumer<Saved> done, Consumer<Failure> failed) {
        Account read = base;
        lane.run(() -> save(read, typed, reason), done, failed);
    }

    private Saved save(Account read, Fields typed, String reason) {
        try {
            return new Saved.Done(
                    BackendClient.because(client.accounts(), reason)
                            .updateAccount(
                                    UpdateAccountRequest.newBuilder()
                                            .setAccount(read.getId())
                                            .setVersion(read.getVersion())
                                            .setName(typed.name().strip())
                                            .setOverdraftLimitNanos(typed.overdraftNanos())
                                            .build()));
        } catch (RuntimeException e) {
            if (!Failure.of(e).code().equals("VERSION_CONFLICT")) {
                throw e;
            }
            Account theirs =
                    client.accounts()
                            .getAccount(
                                    GetAccountRequest.newBuilder()
                                            .setAccount(read.getId())
                                            .build());
            return new Saved.Conflict(new AccountMerge(read, typed, theirs));
        }
    }

    /// Goes on from what they saved: what is saved next replaces it knowingly.
    void continueFrom(AccountMerge merge) {
        base = merge.theirs();
    }
}
