package io.weighbridge.backend.operators;

import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AddUpstreamKeyRequest;
import io.weighbridge.proto.v1.UpstreamKeysGrpc;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The changing calls of customers' own keys, for the provider "openrouter".
///
/// @param test a service with that provider
record UpstreamKeyCalls(TestBackend test) {
    private static final String KEY = "sk-own-0123456789abcdef";

    /// Gives each method with its request.
    ///
    /// @param account makes one
    void each(
            Supplier<String> account,
            BiConsumer<String, Function<ChangingCalls.Admin, String>> to) {
        String with = ",\"key\":\"" + KEY + "\"";
        to.accept("UpstreamKeys/AddUpstreamKey", _ -> json(account.get(), with));
        to.accept("UpstreamKeys/ReplaceUpstreamKey", _ -> json(given(account.get()), with));
        to.accept("UpstreamKeys/RemoveUpstreamKey", _ -> json(given(account.get()), ""));
    }

    private static String json(String account, String more) {
        return "{\"account\":\"" + account + "\",\"provider\":\"openrouter\"" + more + "}";
    }

    private String given(String account) {
        var _ =
                UpstreamKeysGrpc.newBlockingStub(test.channel())
                        .addUpstreamKey(
                                AddUpstreamKeyRequest.newBuilder()
                                        .setAccount(account)
                                        .setProvider("openrouter")
                                        .setKey(KEY)
                                        .build());
        return account;
    }
}
