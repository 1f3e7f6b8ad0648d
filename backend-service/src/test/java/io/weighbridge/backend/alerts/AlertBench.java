package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.notices.SqlNoticeRows;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Alerts with a store on the disk, real senders and a clock moved by hand.
final class AlertBench implements AutoCloseable {
    /// What every webhook of the bench is signed with.
    static final String SECRET =
            "whsec_"
                    + Base64.getEncoder()
                            .encodeToString(
                                    "0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8));

    final HandTime time = HandTime.now();
    final Map<Long, Long> balances = new ConcurrentHashMap<>();
    private final boolean privateToo;
    private final IdSource ids = new IdSource(time);
    private final EmptyStore opened;
    private final SecretBox box;
    private final AtomicReference<Thread> sender = new AtomicReference<>();
    private WebhookSenderHttp webhooks;
    private AlertTurns turns;
    private AlertRounds rounds;

    AlertBench(Path directory, boolean privateToo) {
        this.privateToo = privateToo;
        opened = EmptyStore.sqlite(directory).withCatalogue();
        box = new SecretBox(directory);
        webhooks = webhooks();
        turns = turns();
        rounds = rounds();
    }

    private WebhookSenderHttp webhooks() {
        AlertText text = new AlertText("Weighbridge", id -> "account " + id);
        return new WebhookSenderHttp(privateToo, text, time);
    }

    private AlertTurns turns() {
        return new AlertTurns(store(), this::send, time);
    }

    private String send(Contact contact, Alert alert) {
        sender.set(Thread.currentThread());
        byte[] secret = box.open(contact.sealed(), Contact.owner(contact.id()));
        return webhooks.send(contact, alert, secret);
    }

    /// Waits until the turn that began last has ended.
    void awaitTurn() {
        Calls.await("somebody has a turn", () -> sender.get() != null);
        Calls.join(sender.get());
    }

    private AlertRounds rounds() {
        return new AlertRounds(store(), this::balance, turns, "EUR", ids, time);
    }

    private OptionalLong balance(long accountId) {
        Long nanos = balances.get(accountId);
        return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    AlertStore store() {
        return new SqlAlertStore(opened.database());
    }

    /// Adds a webhook for all kinds.
    ///
    /// @return its id
    long hook(long accountId, String url) {
        long id = ids.next();
        byte[] secret = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
        store().add(
                        new Contact(
                                id,
                                accountId,
                                Channel.WEBHOOK,
                                url,
                                Contact.ALL_KINDS,
                                box.seal(secret, Contact.owner(id)),
                                1,
                                0),
                        Changes.ANY);
        return id;
    }

    /// Writes that an account wants to be told below 1, 2, 3 and so on.
    void manyLowBalances(long accountId, int count) {
        var _ =
                opened.database()
                        .inTransaction(
                                handle ->
                                        handle.execute(
                                                """
                                                INSERT INTO low_balance (account_id, nanos, is_below)
                                                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL
                                                    SELECT i + 1 FROM n WHERE i < ?)
                                                SELECT ?, i, 0 FROM n
                                                """,
                                                count,
                                                accountId));
    }

    /// Writes notices of an account.
    void notices(long accountId, int count) {
        opened.database()
                .inTransaction(
                        handle -> {
                            for (int i = 0; i < count; i++) {
                                SqlNoticeRows.add(
                                        handle,
                                        new Notice(
                                                ids.next(),
                                                accountId,
                                                time.wallMs(),
                                                NoticeKind.KEY_REVOKED,
                                                7,
                                                "sk_…abcd ☃ \"x\""));
                            }
                            return true;
                        });
    }

    /// One round; returns when it has begun what it begins.
    void round() {
        rounds.round();
    }

    /// The newest alert.
    Alert newest() {
        return all().getFirst();
    }

    List<Alert> all() {
        return store().list(0, PageKey.of(1_000, "", "")).items();
    }

    /// How many are in this state.
    long count(Alert.State state) {
        return all().stream().filter(alert -> alert.state() == state).count();
    }

    /// Ends what is being sent, as a stop of the service does, and begins anew with the same store.
    void restart() {
        turns.close();
        webhooks.close();
        webhooks = webhooks();
        turns = turns();
        rounds = rounds();
    }

    @Override
    public void close() {
        turns.close();
        webhooks.close();
        opened.close();
    }
}
