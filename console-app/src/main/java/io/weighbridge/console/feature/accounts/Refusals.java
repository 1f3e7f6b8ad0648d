package io.weighbridge.console.feature.accounts;

import io.grpc.Context;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.Balance;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.LiveKey;
import io.weighbridge.proto.v1.LiveUpdate;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.WatchLiveRequest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/// Why calls were refused: what the live board remembers of each key, with the limit or the balance
/// that stood in the way as far as the service keeps it.
final class Refusals {
    private static final int EXPLAINED_MAX = 50;

    private final BackendClient client;

    Refusals(BackendClient client) {
        this.client = client;
    }

    /// A refusal and what is known around it.
    ///
    /// @param before the account's balance at that instant; holds of then are not kept
    /// @param now the account's balance now
    /// @param live the key's traffic now
    record Refused(LiveKey live, ApiKey apiKey, Account account, Balance before, Balance now) {
        String keyId() {
            return live.getKey();
        }

        String key() {
            return AccountWords.key(apiKey);
        }

        long atMs() {
            return live.getLastRefusalAtMs();
        }

        RefusalReason reason() {
            return live.getLastRefusal();
        }

        /// What stood in the way.
        String explanation(Formats formats) {
            return switch (reason()) {
                case REFUSAL_REASON_INSUFFICIENT_CREDIT ->
                        Texts.of(
                                "accounts.refused.credit",
                                formats.money(before.getBalanceNanos()),
                                formats.money(now.getAvailableNanos()),
                                formats.money(account.getOverdraftLimitNanos()));
                case REFUSAL_REASON_KEY_CREDIT_LIMIT ->
                        Texts.of(
                                "accounts.refused.key-limit",
                                formats.money(apiKey.getSpentNanos()),
                                formats.money(
                                        apiKey.getSettings().getCreditLimit().getAmountNanos()));
                case REFUSAL_REASON_REQUESTS_PER_MINUTE, REFUSAL_REASON_CONCURRENT_CALLS ->
                        Texts.of(
                                "accounts.refused.calls",
                                formats.count(live.getRequestsPerMinute()),
                                formats.count(live.getOpenHolds()));
                case REFUSAL_REASON_TOKENS_PER_MINUTE, REFUSAL_REASON_ABOVE_TOKEN_LIMIT ->
                        Texts.of(
                                "accounts.refused.tokens",
                                formats.count(live.getTokensPerMinute()));
                case REFUSAL_REASON_ACCOUNT_SUSPENDED ->
                        account.getSuspended()
                                ? Texts.of(
                                        "accounts.refused.suspended", account.getSuspendedReason())
                                : Texts.of("accounts.refused.resumed");
                case REFUSAL_REASON_REVOKED_KEY, REFUSAL_REASON_ROTATED_KEY ->
                        Texts.of("accounts.refused.revoked", apiKey.getRevokedReason());
                case REFUSAL_REASON_EXPIRED_KEY ->
                        Texts.of(
                                "accounts.refused.expired",
                                formats.instant(apiKey.getSettings().getExpiresAtMs()));
                default -> Texts.of("accounts.refused.other");
            };
        }
    }

    /// What is remembered, newest first.
    List<Refused> read(String accountId) {
        List<LiveKey> refused =
                snapshot(accountId).stream()
                        .filter(key -> key.getLastRefusalAtMs() != 0)
                        .sorted(Comparator.comparingLong(LiveKey::getLastRefusalAtMs).reversed())
                        .limit(EXPLAINED_MAX)
                        .toList();
        if (refused.isEmpty()) {
            return List.of();
        }
        Account account =
                client.accounts()
                        .getAccount(GetAccountRequest.newBuilder().setAccount(accountId).build());
        Balance now = balance(accountId, 0);
        List<Refused> explained = new ArrayList<>();
        for (LiveKey key : refused) {
            explained.add(
                    new Refused(
                            key,
                            client.keys()
                                    .getKey(
                                            GetKeyRequest.newBuilder()
                                                    .setKey(key.getKey())
                                                    .build()),
                            account,
                            balance(accountId, key.getLastRefusalAtMs()),
                            now));
        }
        return explained;
    }

    private Balance balance(String account, long atMs) {
        return client.accounts()
                .getBalance(
                        GetBalanceRequest.newBuilder().setAccount(account).setAsOfMs(atMs).build());
    }

    // The first state of the stream is all there is; the rest is not waited for.
    private List<LiveKey> snapshot(String account) {
        List<LiveKey> keys = new ArrayList<>();
        Context.CancellableContext context = Context.current().withCancellation();
        Context outer = context.attach();
        try {
            Iterator<LiveUpdate> updates =
                    client.usage()
                            .watchLive(WatchLiveRequest.newBuilder().setAccount(account).build());
            boolean more = true;
            while (more && updates.hasNext()) {
                LiveUpdate update = updates.next();
                keys.addAll(update.getKeysList());
                more = update.getMore();
            }
        } finally {
            context.detach(outer);
            context.cancel(null);
        }
        return keys;
    }
}
