package io.weighbridge.console.feature.live;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.proto.v1.AccountName;
import io.weighbridge.proto.v1.ListAccountNamesRequest;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The names of accounts, asked for in bulk and remembered. Used on the FX thread only.
final class AccountNames {
    private static final int AT_ONCE = 1_000;

    private final Reader reader;
    private final Lane lane;
    private final Map<String, String> known = new HashMap<>();
    private final Set<String> wanted = new LinkedHashSet<>();
    private boolean isAsking;

    /// Who knows names: blocks.
    @FunctionalInterface
    interface Reader {
        Map<String, String> read(List<String> accounts);
    }

    AccountNames(Reader reader, Background background) {
        this.reader = reader;
        this.lane = background.lane();
    }

    /// As the backend tells them.
    static Reader of(BackendClient client) {
        return accounts ->
                client
                        .accounts()
                        .listAccountNames(
                                ListAccountNamesRequest.newBuilder()
                                        .addAllAccounts(accounts)
                                        .build())
                        .getNamesList()
                        .stream()
                        .collect(Collectors.toMap(AccountName::getAccount, AccountName::getName));
    }

    /// A name; empty while it is not known, and then it is asked for.
    String of(String account) {
        String name = known.get(account);
        if (name == null) {
            wanted.add(account);
            return "";
        }
        return name;
    }

    /// Asks for the names that were wanted and are not known.
    ///
    /// @param found called when some came
    void ask(Runnable found) {
        if (isAsking || wanted.isEmpty()) {
            return;
        }
        List<String> now = wanted.stream().limit(AT_ONCE).toList();
        now.forEach(wanted::remove);
        isAsking = true;
        lane.run(
                () -> reader.read(now),
                names -> {
                    isAsking = false;
                    known.putAll(names);
                    found.run();
                },
                // Ids are shown instead, and names are wanted again with the next change.
                _ -> isAsking = false);
    }

    /// Forgets names, which may have changed.
    void clear() {
        lane.cancel();
        isAsking = false;
        known.clear();
        wanted.clear();
    }
}
