package io.weighbridge.console.feature.live;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.BlockKeyRequest;
import io.weighbridge.proto.v1.GetServiceRequest;
import io.weighbridge.proto.v1.ResumeAccountRequest;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.SuspendAccountRequest;
import io.weighbridge.proto.v1.UnblockKeyRequest;
import io.weighbridge.proto.v1.UpdateServiceRequest;

/// Stops and lets go on at the backend. All block: for a lane.
final class Stops {
    private final BackendClient client;

    Stops(BackendClient client) {
        this.client = client;
    }

    void blockKey(String key, String reason) {
        var _ =
                client.keys()
                        .blockKey(
                                BlockKeyRequest.newBuilder().setKey(key).setReason(reason).build());
    }

    void unblockKey(String key) {
        var _ = client.keys().unblockKey(UnblockKeyRequest.newBuilder().setKey(key).build());
    }

    void suspendAccount(String account, String reason) {
        var _ =
                client.accounts()
                        .suspendAccount(
                                SuspendAccountRequest.newBuilder()
                                        .setAccount(account)
                                        .setReason(reason)
                                        .build());
    }

    void resumeAccount(String account) {
        var _ =
                client.accounts()
                        .resumeAccount(
                                ResumeAccountRequest.newBuilder().setAccount(account).build());
    }

    void disableService(String service, String reason) {
        setDisabled(service, true, reason);
    }

    void enableService(String service) {
        setDisabled(service, false, "");
    }

    // Read just before: only the switch is changed, whatever else somebody has changed meanwhile.
    private void setDisabled(String name, boolean isDisabled, String reason) {
        Service service =
                client.services()
                        .getService(GetServiceRequest.newBuilder().setService(name).build());
        var _ =
                BackendClient.because(client.services(), reason)
                        .updateService(
                                UpdateServiceRequest.newBuilder()
                                        .setService(name)
                                        .setVersion(service.getVersion())
                                        .setSettings(
                                                service.getSettings().toBuilder()
                                                        .setDisabled(isDisabled))
                                        .build());
    }
}
