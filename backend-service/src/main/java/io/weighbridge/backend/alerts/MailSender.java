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

/// Hands alerts to a mail server.
final class MailSender implements Sender {
    private static final String TIMEOUT_MS = "15000";

    private final AlertSettings.MailSettings settings;
    private final AlertText text;
    private final Session session;

    MailSender(AlertSettings.MailSettings settings, AlertText text) {
        this.settings = settings;
        this.text = text;
        this.session = session(settings);
    }

    private static Session session(AlertSettings.MailSettings settings) {
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

    /// Whether a text is one mail address, without a name.
    static boolean isAddress(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            return text.equals(address.getAddress()) && text.indexOf('@') > 0;
        } catch (AddressException e) {
            return false;
        }
    }

    @Override
    public String send(Contact contact, Alert alert, byte[] secret) {
        try {
            MimeMessage message = new MimeMessage(session);
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
            // Its text may name the user, never the password.
            return "the mail server: " + oneLine(String.valueOf(e.getMessage()));
        }
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.substring(0, Math.min(line.length(), 200));
    }
}
