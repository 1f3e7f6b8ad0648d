package io.weighbridge.backend.alerts;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;

import javax.net.ssl.SSLSocketFactory;

/// Hands alerts to a mail server.
final class MailSender implements Sender {
    private static final String TIMEOUT_MS = "15000";

    private final AlertSettings.MailSettings settings;
    private final AlertText text;
    private final Session session;

    /// @param sockets for TLS
    MailSender(AlertSettings.MailSettings settings, AlertText text, SSLSocketFactory sockets) {
        this.settings = settings;
        this.text = text;
        this.session = session(settings, sockets);
    }

    private static Session session(AlertSettings.MailSettings settings, SSLSocketFactory sockets) {
        boolean isTls = settings.security() == AlertSettings.Security.TLS;
        boolean isUpgraded = settings.security() == AlertSettings.Security.STARTTLS;
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", settings.host());
        properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(isTls));
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(isUpgraded));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(isUpgraded));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.socketFactory", sockets);
        properties.setProperty("mail.smtp.ssl.socketFactory.fallback", "false");
        properties.setProperty("mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
        return Session.getInstance(
                properties,
                new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(settings.user(), settings.password());
                    }
                });
    }

    /// Whether a text is one mail address in ASCII, without a name, spaces or members of a group.
    static boolean isAddress(String text) {
        if (!text.matches("[!-~]+@[!-~]+")) {
            return false;
        }
        try {
            InternetAddress address = new InternetAddress(text, true);
            return text.equals(address.getAddress()) && !address.isGroup();
        } catch (AddressException e) {
            return false;
        }
    }

    /// A message with an id that is the same whenever it is sent.
    private static final class Stable extends MimeMessage {
        private final String id;

        Stable(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    @Override
    public String send(Contact contact, Alert alert, byte[] secret) {
        try {
            MimeMessage message = new Stable(session, messageId(alert));
            message.setFrom(new InternetAddress(settings.from()));
            message.setRecipient(
                    Message.RecipientType.TO, new InternetAddress(contact.target(), true));
            message.setSubject(text.subject(alert), StandardCharsets.UTF_8.name());
            message.setText(text.mail(alert), StandardCharsets.UTF_8.name());
            message.setHeader(
                    "Date",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            Instant.ofEpochMilli(alert.atMs()).atOffset(ZoneOffset.UTC)));
            message.setHeader("Auto-Submitted", "auto-generated");
            Transport.send(message);
            return "";
        } catch (MessagingException e) {
            return "the mail server: " + oneLine(text(e));
        }
    }

    private String messageId(Alert alert) {
        String from = settings.from();
        return "<alert_" + alert.id() + from.substring(from.lastIndexOf('@')) + ">";
    }

    // With what the server said, which stands in the next one. It may name the user, never the
    // password.
    private static String text(MessagingException e) {
        Exception next = e.getNextException();
        return next == null
                ? String.valueOf(e.getMessage())
                : e.getMessage() + ": " + next.getMessage();
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.substring(0, Math.min(line.length(), 200));
    }
}
