package io.weighbridge.console.feature.keys;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.RevokeKeyRequest;
import io.weighbridge.proto.v1.RotateKeyReply;
import io.weighbridge.proto.v1.RotateKeyRequest;
import io.weighbridge.proto.v1.UpdateKeyRequest;

/// What is done to each of many keys.
sealed interface BulkAction {
    /// Does it to one. Blocks, and throws what the service refused.
    ///
    /// @param key as it was read
    Outcome run(BackendClient client, ApiKey key);

    /// Its word in the texts' keys.
    String word();

    /// What came of it.
    ///
    /// @param key as it is now
    /// @param secret the new one; empty when there is none
    /// @param refusal why nothing was done; empty when it was
    record Outcome(ApiKey key, String secret, String refusal) {
        /// Leaves the secret out.
        @Override
        public String toString() {
            return "Outcome[" + key.getId() + ", " + refusal + "]";
        }
    }

    /// Ends it for ever.
    record Revoke(String reason) implements BulkAction {
        @Override
        public Outcome run(BackendClient client, ApiKey key) {
            // The service answers a repeat like the first time; but it was not this that ended it.
            ApiKey now = get(client, key);
            if (now.getRevokedAtMs() > 0) {
                String text = Texts.of("keys.bulk.revoked-before", now.getRevokedReason());
                return new Outcome(now, "", text);
            }
            RevokeKeyRequest request =
                    RevokeKeyRequest.newBuilder().setKey(key.getId()).setReason(reason).build();
            return new Outcome(client.keys().revokeKey(request), "", "");
        }

        @Override
        public String word() {
            return "revoke";
        }
    }

    /// Gives it another plan, or none.
    ///
    /// @param plan id; empty for none
    record ChangePlan(String plan, String reason) implements BulkAction {
        @Override
        public Outcome run(BackendClient client, ApiKey key) {
            return update(client, key, key.getSettings().toBuilder().setPlan(plan), reason);
        }

        @Override
        public String word() {
            return "plan";
        }
    }

    /// Lets it end at an instant, or never.
    record SetExpiry(long atMs, String reason) implements BulkAction {
        @Override
        public Outcome run(BackendClient client, ApiKey key) {
            return update(client, key, key.getSettings().toBuilder().setExpiresAtMs(atMs), reason);
        }

        @Override
        public String word() {
            return "expiry";
        }
    }

    /// Gives it a new secret.
    record Rotate(long overlapMs, String reason) implements BulkAction {
        @Override
        public Outcome run(BackendClient client, ApiKey key) {
            RotateKeyRequest request =
                    RotateKeyRequest.newBuilder()
                            .setKey(key.getId())
                            .setVersion(key.getVersion())
                            .setOverlapMs(overlapMs)
                            .build();
            RotateKeyReply reply = BackendClient.because(client.keys(), reason).rotateKey(request);
            return new Outcome(reply.getKey(), reply.getSecret(), "");
        }

        @Override
        public String word() {
            return "rotate";
        }
    }

    private static Outcome update(
            BackendClient client, ApiKey key, KeySettings.Builder settings, String reason) {
        UpdateKeyRequest request =
                UpdateKeyRequest.newBuilder()
                        .setKey(key.getId())
                        .setVersion(key.getVersion())
                        .setSettings(settings)
                        .build();
        return new Outcome(BackendClient.because(client.keys(), reason).updateKey(request), "", "");
    }

    /// A key as it is now.
    static ApiKey get(BackendClient client, ApiKey key) {
        return client.keys().getKey(GetKeyRequest.newBuilder().setKey(key.getId()).build());
    }
}
