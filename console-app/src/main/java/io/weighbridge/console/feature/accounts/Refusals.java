package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.RefusedText;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.ListRefusalsRequest;
import io.weighbridge.proto.v1.RefusedCall;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Why calls were refused: what the service remembers of the account's keys, with the limit or the
/// credit that stood in the way at that instant.
final class Refusals {
    private static final int MOST = 200;
    // Names of more keys would be too many calls.
    private static final int KEYS_MAX = 50;

    private final BackendClient client;

    Refusals(BackendClient client) {
        this.client = client;
    }

    /// A refusal and what is known around it.
    ///
    /// @param place in the list, which tells equal ones apart
    /// @param apiKey as it is now
    /// @param account as it is now
    record Refused(int place, RefusedCall call, ApiKey apiKey, Account account) {
        String id() {
            return keyId() + ' ' + call.getAtMs() + ' ' + place;
        }

        String keyId() {
            return call.getKey();
        }

        String key() {
            return apiKey.getId().isEmpty() ? keyId() : AccountWords.key(apiKey);
        }

        /// What stood in the way.
        String explanation(Formats formats) {
            return switch (call.getReason()) {
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
                default -> {
                    String why = RefusedText.of(call, formats);
                    yield why.isEmpty() ? Texts.of("accounts.refused.other") : why;
                }
            };
        }
    }

    /// What is remembered, newest first.
    List<Refused> read(String accountId) {
        List<RefusedCall> calls =
                client.usage()
                        .listRefusals(
                                ListRefusalsRequest.newBuilder()
                                        .setAccount(accountId)
                                        .setSize(MOST)
                                        .build())
                        .getRefusalsList();
        if (calls.isEmpty()) {
            return List.of();
        }
        Account account =
                client.accounts()
                        .getAccount(GetAccountRequest.newBuilder().setAccount(accountId).build());
        Map<String, ApiKey> keys = keys(calls);
        List<Refused> explained = new ArrayList<>();
        for (RefusedCall call : calls) {
            ApiKey key = keys.getOrDefault(call.getKey(), ApiKey.getDefaultInstance());
            explained.add(new Refused(explained.size(), call, key, account));
        }
        return explained;
    }

    private Map<String, ApiKey> keys(List<RefusedCall> calls) {
        Map<String, ApiKey> keys = new HashMap<>();
        calls.stream()
                .map(RefusedCall::getKey)
                .distinct()
                .limit(KEYS_MAX)
                .forEach(
                        id ->
                                keys.put(
                                        id,
                                        client.keys()
                                                .getKey(
                                                        GetKeyRequest.newBuilder()
                                                                .setKey(id)
                                                                .build())));
        return keys;
    }
}
