package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Who is told of what. For threads that may wait.
final class Alerts {
    private static final int TARGET_LENGTH_MAX = 500;
    private static final int CONTACTS_MAX = 20;
    private static final int LOW_BALANCES_MAX = 5;
    private static final int SECRET_BYTES = 32;

    private final AlertStore store;
    private final SecretBox box;
    private final AlertSettings settings;
    private final IdSource ids;
    private final TimeSource time;
    private final SecureRandom random = new SecureRandom();

    Alerts(AlertStore store, SecretBox box, AlertSettings settings, IdSource ids, TimeSource time) {
        this.store = store;
        this.box = box;
        this.settings = settings;
        this.ids = ids;
        this.time = time;
    }

    /// A contact that was added.
    ///
    /// @param secret what its messages are signed with, to be told this once; empty for mail
    record Added(Contact contact, String secret) {
        /// Leaves the secret out.
        @Override
        public String toString() {
            return "Added[" + contact + "]";
        }
    }

    /// Adds one. One at a time (this object's monitor), so that there are never too many.
    ///
    /// @param accountId an account that exists, or 0 for the operators
    /// @param kinds empty for all
    /// @throws Fault INVALID_FIELD, PERMISSION_DENIED
    synchronized Added add(long accountId, Channel channel, String text, Set<NoticeKind> kinds) {
        requireMayTell("account", accountId);
        String target = target(channel, text);
        if (store.contacts(accountId).size() >= CONTACTS_MAX) {
            throw Fault.invalid("account", "has " + CONTACTS_MAX + " contacts", "one with fewer");
        }
        long id = ids.next();
        byte[] secret = new byte[channel == Channel.WEBHOOK ? SECRET_BYTES : 0];
        random.nextBytes(secret);
        Contact contact =
                new Contact(
                        id,
                        accountId,
                        channel,
                        target,
                        kinds.isEmpty()
                                ? Contact.ALL_KINDS
                                : kinds.stream().mapToLong(Contact::bit).sum(),
                        secret.length == 0 ? "" : box.seal(secret, Contact.owner(id)),
                        time.wallMs(),
                        Callers.operator().id());
        store.add(contact, change("alert-contact.add", contact, "", json(contact)));
        return new Added(
                contact,
                secret.length == 0 ? "" : "whsec_" + Base64.getEncoder().encodeToString(secret));
    }

    // What operators are told is of all accounts, and an administrator's matter.
    private static void requireMayTell(String field, long accountId) {
        if (accountId == 0) {
            Callers.require(field, Role.ADMIN);
        }
    }

    /// Deletes one; again changes nothing.
    ///
    /// @throws Fault PERMISSION_DENIED
    void remove(long id) {
        Contact contact = store.contact(id).orElse(null);
        if (contact != null) {
            requireMayTell("id", contact.accountId());
            store.remove(id, change("alert-contact.remove", contact, json(contact), ""));
        }
    }

    /// Those of an account; 0 for the operators.
    List<Contact> list(long accountId) {
        return store.contacts(accountId);
    }

    /// Has a test sent.
    ///
    /// @return the alert's id
    /// @throws Fault INVALID_FIELD when there is no such contact, or too much waits for it;
    ///     PERMISSION_DENIED
    long test(long contactId) {
        Contact contact = store.contact(contactId).orElseThrow(() -> unknown(contactId));
        requireMayTell("id", contact.accountId());
        long nowMs = time.wallMs();
        Alert alert =
                new Alert(
                        ids.next(),
                        contactId,
                        0,
                        contact.accountId(),
                        null,
                        0,
                        "",
                        nowMs,
                        Alert.State.WAITING,
                        0,
                        nowMs,
                        "");
        if (!store.addTest(alert, change("alert-contact.test", contact, "", json(contact)))) {
            throw unknown(contactId);
        }
        return alert.id();
    }

    private static Fault unknown(long contactId) {
        return Fault.invalid(
                "id",
                contactId,
                "that of a contact for whom fewer than " + AlertStore.WAITING_MAX + " wait");
    }

    /// Sets the balances below which an account's contacts are told.
    ///
    /// @param accountId an account that exists
    /// @throws Fault INVALID_FIELD
    List<LowBalance> setLowBalances(long accountId, List<Long> nanos) {
        if (nanos.size() > LOW_BALANCES_MAX) {
            throw Fault.invalid("nanos", nanos.size() + " of them", "at most " + LOW_BALANCES_MAX);
        }
        nanos.forEach(each -> Check.range("nanos", each, 0, Nanos.AMOUNT_MAX));
        List<Long> sorted = List.copyOf(new TreeSet<>(nanos));
        String target = IdKind.ACCOUNT.format(accountId);
        store.setLowBalances(
                accountId,
                sorted,
                Change.now(
                        time.wallMs(),
                        "low-balances.set",
                        target,
                        texts(
                                store.lowBalances(accountId).stream()
                                        .map(LowBalance::nanos)
                                        .toList()),
                        texts(sorted)));
        return store.lowBalances(accountId);
    }

    /// Those of an account.
    List<LowBalance> lowBalances(long accountId) {
        return store.lowBalances(accountId);
    }

    /// An account's alerts, newest first; 0 for all.
    Page<Alert> alerts(long accountId, PageKey page) {
        return store.list(accountId, page);
    }

    private static String texts(List<Long> nanos) {
        return JsonText.object()
                .texts("nanos", nanos.stream().map(String::valueOf).toList())
                .toString();
    }

    private Change change(String action, Contact contact, String before, String after) {
        String target =
                contact.accountId() == 0 ? "operators" : IdKind.ACCOUNT.format(contact.accountId());
        return Change.now(time.wallMs(), action, target, before, after);
    }

    private static String json(Contact contact) {
        return JsonText.object()
                .add("contact", contact.id())
                .add("channel", contact.channel().name())
                .add("target", contact.shownTarget())
                .add(
                        "kinds",
                        contact.kinds() == Contact.ALL_KINDS
                                ? "all"
                                : Set.of(NoticeKind.values()).stream()
                                        .filter(contact::wants)
                                        .map(NoticeKind::name)
                                        .sorted()
                                        .collect(Collectors.joining(" ")))
                .toString();
    }

    // As it is kept.
    private String target(Channel channel, String text) {
        Check.text("target", text, 1, TARGET_LENGTH_MAX);
        return switch (channel) {
            case MAIL -> mailTarget(text);
            case WEBHOOK -> webhookTarget(text);
        };
    }

    private String mailTarget(String text) {
        if (settings.mail() == null) {
            throw Fault.invalid("channel", "MAIL", "WEBHOOK, as alerts.mail_host is empty");
        }
        if (!MailSender.isAddress(text)) {
            throw Fault.invalid("target", Check.shown(text), "a mail address");
        }
        return text;
    }

    private String webhookTarget(String text) {
        String url = WebhookSenderHttp.url(text, settings.privateWebhooks());
        if (url.isEmpty() || url.length() > TARGET_LENGTH_MAX) {
            throw Fault.invalid("target", "***", "an https URL without a user name or a fragment");
        }
        return url;
    }
}
