package io.weighbridge.console.feature.keys;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.GetAccountRequest;

import java.util.Collection;
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
        for (ApiKey key : keys) {
            if (!names.containsKey(key.getAccount())) {
                var request = GetAccountRequest.newBuilder().setAccount(key.getAccount()).build();
                names.put(key.getAccount(), client.accounts().getAccount(request).getName());
            }
        }
    }

    /// The name that was read; the id when it was not.
    String of(String account) {
        return names.getOrDefault(account, account);
    }
}
