package io.weighbridge.backend.alerts;

import org.jspecify.annotations.Nullable;

/// How alerts are sent.
///
/// @param sender what they are sent in the name of: the installation's, for subjects and payloads
/// @param mail null when no mail can be sent
/// @param privateWebhooks whether webhooks may go to addresses that are not of the internet, and
///     without TLS
public record AlertSettings(String sender, @Nullable MailSettings mail, boolean privateWebhooks) {
    /// Whether a text is one mail address, without a name.
    public static boolean isAddress(String text) {
        return MailSender.isAddress(text);
    }

    /// A server that takes mail.
    ///
    /// @param user empty for none
    /// @param password of the user
    /// @param from the sender's address
    public record MailSettings(
            String host, int port, Security security, String user, String password, String from) {
        /// Leaves the password out.
        @Override
        public String toString() {
            return "MailSettings[" + host + ":" + port + ", " + security + "]";
        }
    }

    /// How the way to the mail server is guarded.
    public enum Security {
        /// Not at all: to a server on this machine.
        NONE,
        /// The connection changes to TLS, or is given up.
        STARTTLS,
        /// TLS from the start.
        TLS
    }
}
