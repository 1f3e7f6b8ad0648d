package io.weighbridge.backend.alerts;

import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

import javax.net.ssl.SSLSocketFactory;

/// Alerts as a whole. Closed before the store and the ledger.
public final class AlertsAssembly implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PAUSE_MOST = Duration.ofSeconds(30);
    private static final byte[] NO_SECRET = {};

    private final Alerts alerts;
    private final AlertTurns turns;
    private final AlertRounds rounds;
    private final SecretBox box;
    private final WebhookSenderHttp webhooks;
    private final @Nullable MailSender mail;
    private @Nullable Periodic periodic;

    /// @param accountName by the account's id
    /// @param balance of an account; empty when there is none
    public AlertsAssembly(
            AlertStore store,
            SecretBox box,
            AlertSettings settings,
            String currency,
            LongFunction<String> accountName,
            LongFunction<OptionalLong> balance,
            IdSource ids,
            TimeSource time) {
        this.box = box;
        AlertText text = new AlertText(settings.sender(), accountName);
        webhooks = new WebhookSenderHttp(settings.privateWebhooks(), text, time);
        AlertSettings.MailSettings mailSettings = settings.mail();
        mail =
                mailSettings == null
                        ? null
                        : new MailSender(
                                mailSettings,
                                text,
                                (SSLSocketFactory) SSLSocketFactory.getDefault());
        alerts = new Alerts(store, box, settings, ids, time);
        turns = new AlertTurns(store, this::send, time);
        rounds = new AlertRounds(store, balance, turns, currency, ids, time);
    }

    private String send(Contact contact, Alert alert) {
        return switch (contact.channel()) {
            case WEBHOOK ->
                    webhooks.send(
                            contact,
                            alert,
                            box.open(contact.sealed(), Contact.owner(contact.id())));
            case MAIL ->
                    mail == null
                            ? "alerts.mail_host is empty"
                            : mail.send(contact, alert, NO_SECRET);
        };
    }

    /// Begins to look and to send.
    public void start() {
        periodic = Periodic.start("alerts", PAUSE, PAUSE_MOST, rounds::round);
    }

    /// The administration over gRPC.
    ///
    /// @param isAccount whether there is an account with this id
    public AlertsGrpc grpc(LongPredicate isAccount) {
        return new AlertsGrpc(alerts, isAccount);
    }

    @Override
    public void close() {
        turns.stop();
        if (periodic != null) {
            periodic.close();
        }
        turns.close();
        webhooks.close();
    }
}
