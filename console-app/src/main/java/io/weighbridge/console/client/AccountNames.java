package io.weighbridge.console.client;

import io.weighbridge.proto.v1.ListAccountNamesRequest;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The names of accounts that a list tells by their ids; each is asked for once. For any thread.
public final class AccountNames {
    private final BackendClient client;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    public AccountNames(BackendClient client) {
        this.client = client;
    }

    /// Makes sure that the names of some accounts are known: of a page, at most 1,000. Blocks.
    public void read(Collection<String> accounts) {
        List<String> unknown =
                accounts.stream()
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
    public String of(String account) {
        return names.getOrDefault(account, account);
    }
}
