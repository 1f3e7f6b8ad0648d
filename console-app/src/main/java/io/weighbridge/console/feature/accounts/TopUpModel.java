package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AutoTopUp;
import io.weighbridge.proto.v1.AutoTopUpAttempt;
import io.weighbridge.proto.v1.Balance;
import io.weighbridge.proto.v1.GetAutoTopUpRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.ListAutoTopUpAttemptsReply;
import io.weighbridge.proto.v1.ListAutoTopUpAttemptsRequest;
import io.weighbridge.proto.v1.ListProvidersRequest;
import io.weighbridge.proto.v1.ListSavedCardsRequest;
import io.weighbridge.proto.v1.OrderTerms;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.RemoveSavedCardRequest;
import io.weighbridge.proto.v1.SavedCard;
import io.weighbridge.proto.v1.SetAutoTopUpRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// An account's automatic top-ups and saved cards: how they stand, and what is done to them. When
/// somebody else changed them meanwhile nothing is lost: both changes are told, and one chooses.
final class TopUpModel {
    private static final int PAGE = 100;
    // A charge that is tried changes them without anybody's wish.
    private static final int TRIES = 3;

    private final BackendClient client;
    private final Background background;
    private final String account;
    private final Lane reading;
    private final Lane changes;
    private final ReadOnlyObjectWrapper<Standing> standing =
            new ReadOnlyObjectWrapper<>(Standing.UNREAD);
    private final AtomicLong begun = new AtomicLong();
    // Which reading what is shown comes from; on the FX thread.
    private long shown;

    /// How they stand.
    ///
    /// @param isRead whether that is known: before it was read, nothing is
    /// @param cards newest first: the first one is charged
    record Standing(boolean isRead, AutoTopUp topUp, List<SavedCard> cards) {
        static final Standing UNREAD =
                new Standing(false, AutoTopUp.getDefaultInstance(), List.of());

        Standing {
            cards = List.copyOf(cards);
        }

        boolean isArmed() {
            return TopUpWish.of(topUp).isArmed();
        }

        /// Why they cannot be armed or changed; empty when they can.
        String noArming() {
            return !isRead
                    ? Texts.of("accounts.topup.unread")
                    : cards.isEmpty() ? Texts.of("accounts.topup.no-card") : "";
        }

        /// Why they cannot be switched off; empty when they can.
        String noSwitchingOff() {
            return !isRead
                    ? Texts.of("accounts.topup.unread")
                    : isArmed() ? "" : Texts.of("accounts.topup.is-off");
        }
    }

    /// What must be known before they are armed.
    record Basis(OrderTerms terms, Balance balance) {
        long availableNanos() {
            return balance.hasAvailableNanos()
                    ? balance.getAvailableNanos()
                    : balance.getBalanceNanos();
        }
    }

    /// What came of saving.
    sealed interface Saved {
        /// It is as it was wished.
        record Done(AutoTopUp topUp) implements Saved {}

        /// Something else was wished meanwhile.
        record Conflict(TopUpMerge merge) implements Saved {}
    }

    TopUpModel(BackendClient client, Background background, String account) {
        this.client = client;
        this.background = background;
        this.account = account;
        this.reading = background.lane();
        this.changes = background.lane();
    }

    /// As it was read last.
    ReadOnlyObjectProperty<Standing> standingProperty() {
        return standing.getReadOnlyProperty();
    }

    /// Reads a page of charges, newest first, and with the first one how all stands. Blocks: for a
    /// background thread.
    Paging.Page<AutoTopUpAttempt> read(String token) {
        if (token.isEmpty()) {
            long turn = begin();
            Standing now = new Standing(true, topUp(), cards());
            background.fx().execute(() -> show(turn, now));
        }
        ListAutoTopUpAttemptsReply reply =
                client.autoTopUps()
                        .listAutoTopUpAttempts(
                                ListAutoTopUpAttemptsRequest.newBuilder()
                                        .setAccount(account)
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        return new Paging.Page<>(reply.getAttemptsList(), reply.getNextPageToken());
    }

    /// Begins to read how they stand; its turn.
    long begin() {
        return begun.incrementAndGet();
    }

    /// Shows what was read, unless what was begun later is there already.
    void show(long turn, Standing now) {
        if (turn > shown) {
            shown = turn;
            standing.set(now);
        }
    }

    private AutoTopUp topUp() {
        return client.autoTopUps()
                .getAutoTopUp(GetAutoTopUpRequest.newBuilder().setAccount(account).build());
    }

    private List<SavedCard> cards() {
        return client.autoTopUps()
                .listSavedCards(ListSavedCardsRequest.newBuilder().setAccount(account).build())
                .getCardsList();
    }

    /// Reads what orders may be for, and what the account has.
    void readBasis(Consumer<Basis> done, Consumer<Failure> failed) {
        reading.run(
                () ->
                        new Basis(
                                client.payments()
                                        .listProviders(ListProvidersRequest.getDefaultInstance())
                                        .getTerms(),
                                client.accounts()
                                        .getBalance(
                                                GetBalanceRequest.newBuilder()
                                                        .setAccount(account)
                                                        .build())),
                done,
                failed);
    }

    /// What is wrong with what was typed, for each field; empty when it can be sent.
    static Map<TopUpField, String> problems(Map<TopUpField, String> typed) {
        Map<TopUpField, String> problems = new EnumMap<>(TopUpField.class);
        typed.forEach(
                (field, text) -> {
                    OptionalLong nanos = MoneyInput.parse(text);
                    long least = field == TopUpField.THRESHOLD ? 0 : 1;
                    if (nanos.isEmpty() || nanos.getAsLong() < least) {
                        problems.put(field, Texts.of("accounts.topup.wrong", field.text()));
                    }
                });
        if (problems.isEmpty()) {
            TopUpWish wish = wish(typed);
            if (wish.dailyCapNanos() < wish.amountNanos()) {
                problems.put(TopUpField.DAY, Texts.of("accounts.topup.day.low"));
            }
            if (wish.monthlyCapNanos() < wish.dailyCapNanos()) {
                problems.put(TopUpField.MONTH, Texts.of("accounts.topup.month.low"));
            }
        }
        return problems;
    }

    /// What was typed, to be armed. Only without [#problems] of single fields.
    static TopUpWish wish(Map<TopUpField, String> typed) {
        return new TopUpWish(
                true,
                "",
                nanos(typed, TopUpField.THRESHOLD),
                nanos(typed, TopUpField.AMOUNT),
                nanos(typed, TopUpField.DAY),
                nanos(typed, TopUpField.MONTH));
    }

    private static long nanos(Map<TopUpField, String> typed, TopUpField field) {
        return MoneyInput.parse(typed.getOrDefault(field, "")).orElseThrow();
    }

    /// Sets them over what was read.
    ///
    /// @param reason for the audit log
    void save(
            AutoTopUp read,
            TopUpWish wish,
            String reason,
            Consumer<Saved> done,
            Consumer<Failure> failed) {
        changes.run(() -> save(read, wish, reason), done, failed);
    }

    private Saved save(AutoTopUp read, TopUpWish wish, String reason) {
        AutoTopUp over = read;
        for (int tries = 1; ; tries++) {
            try {
                return new Saved.Done(set(over, wish, reason));
            } catch (RuntimeException e) {
                if (!Failure.of(e).code().equals("VERSION_CONFLICT")) {
                    throw e;
                }
                over = topUp();
                TopUpMerge merge = new TopUpMerge(read, wish, over);
                if (merge.isOfWishes() || tries == TRIES) {
                    return new Saved.Conflict(merge);
                }
            }
        }
    }

    private AutoTopUp set(AutoTopUp over, TopUpWish wish, String reason) {
        return BackendClient.because(client.autoTopUps(), reason)
                .setAutoTopUp(
                        SetAutoTopUpRequest.newBuilder()
                                .setAccount(account)
                                .setArmed(wish.isArmed())
                                .setThresholdNanos(wish.thresholdNanos())
                                .setAmountNanos(wish.amountNanos())
                                .setDailyCapNanos(wish.dailyCapNanos())
                                .setMonthlyCapNanos(wish.monthlyCapNanos())
                                .setVersion(over.getVersion())
                                .build());
    }

    /// Removes a saved card.
    ///
    /// @param reason for the audit log
    void remove(String card, String reason, Runnable done, Consumer<Failure> failed) {
        changes.run(
                () ->
                        BackendClient.because(client.autoTopUps(), reason)
                                .removeSavedCard(
                                        RemoveSavedCardRequest.newBuilder().setCard(card).build()),
                _ -> done.run(),
                failed);
    }
}
