package io.weighbridge.backend.payments.page;

import io.weighbridge.backend.payments.Webhook;

/// Where webhooks go in.
public interface WebhookDoor {
    /// What is answered to a webhook. The number is HTTP's.
    enum Answer {
        /// It is stored durably; the provider need not send it again.
        TAKEN(200),
        /// Its signature is not the provider's, or too old.
        NOT_GENUINE(400),
        NO_SUCH_PROVIDER(404),
        /// It could not be stored: to be sent again.
        NOT_NOW(503);

        private final int status;

        Answer(int status) {
            this.status = status;
        }

        /// HTTP's status.
        public int status() {
            return status;
        }
    }

    /// Takes a webhook in.
    ///
    /// @param provider the name in the address
    Answer take(String provider, Webhook webhook);
}
