package io.weighbridge.console.feature.keys;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.ListAccountNamesRequest;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The names of the accounts that keys belong to; each is asked for once. For any thread.
final class AccountNames {
    private final BackendClient client;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    AccountNames(BackendClient client) {
        this.client = client;
    }

    /// Makes sure that the names for some keys are known. Blocks.
    void read(Collection<ApiKey> keys) {
        List<String> unknown =
                keys.stream()
                        .map(ApiKey::getAccount)
                        .filter(account -> !names.containsKey(account))
                        .distinct()
                        .toList();
        if (!unknown.isEmpty()) {
            client.accounts()
                    .listAccountNames(
                            ListAccountNamesRequest.newBuilder().addAllAccounts(unknown).build())
                    .getNamesList()
                    .forEach(each -> names.put(each.getAccount(), each.getName()));
        }
    }

    /// The name that was read; the id when it was not.
    String of(String account) {
        return names.getOrDefault(account, account);
    }
}
