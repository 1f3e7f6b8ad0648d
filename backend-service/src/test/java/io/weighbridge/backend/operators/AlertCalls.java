package io.weighbridge.backend.operators;

import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AddAlertContactRequest;
import io.weighbridge.proto.v1.AlertChannel;
import io.weighbridge.proto.v1.AlertsGrpc;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The changing calls of alerts.
record AlertCalls(TestBackend test) {
    /// Gives each method with its request.
    ///
    /// @param account makes one
    void each(
            Supplier<String> account,
            BiConsumer<String, Function<ChangingCalls.Admin, String>> to) {
        to.accept(
                "Alerts/AddAlertContact",
                _ ->
                        "{\"account\":\""
                                + account.get()
                                + "\",\"channel\":2,\"target\":\"https://hooks.example/x\"}");
        to.accept("Alerts/TestAlertContact", _ -> "{\"id\":" + added(account.get()) + "}");
        to.accept("Alerts/RemoveAlertContact", _ -> "{\"id\":" + added(account.get()) + "}");
        to.accept(
                "Alerts/SetLowBalances",
                _ -> "{\"account\":\"" + account.get() + "\",\"nanos\":[5]}");
    }

    // Of the discard port of this machine, which is not spoken to: it is not of the internet.
    private long added(String account) {
        return AlertsGrpc.newBlockingStub(test.channel())
                .addAlertContact(
                        AddAlertContactRequest.newBuilder()
                                .setAccount(account)
                                .setChannel(AlertChannel.ALERT_CHANNEL_WEBHOOK)
                                .setTarget("https://127.0.0.1:9/x")
                                .build())
                .getContact()
                .getId();
    }
}
