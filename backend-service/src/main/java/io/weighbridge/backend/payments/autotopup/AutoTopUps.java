package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.payments.OrderTerms;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

import java.util.List;
import java.util.OptionalLong;

/// Automatic top-ups and saved cards, as operators set and see them. For threads that may wait.
public final class AutoTopUps {
    private final AutoTopUpStore store;
    private final CardStore cards;
    private final Accounts accounts;
    private final OrderTerms terms;
    private final AutoTopUpSettings settings;
    private final IdSource ids;
    private final TimeSource time;

    /// @param terms of what is ordered
    AutoTopUps(
            AutoTopUpStore store,
            CardStore cards,
            Accounts accounts,
            OrderTerms terms,
            AutoTopUpSettings settings,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.cards = cards;
        this.accounts = accounts;
        this.terms = terms;
        this.settings = settings;
        this.ids = ids;
        this.time = time;
    }

    /// What somebody wishes, as [AutoTopUp] has it.
    ///
    /// @param isArmed else it is switched off
    public record Wish(
            boolean isArmed,
            long thresholdNanos,
            long amountNanos,
            long dailyCapNanos,
            long monthlyCapNanos) {}

    /// An account's; [AutoTopUp#none] when it was never set.
    ///
    /// @throws Fault ACCOUNT_UNKNOWN
    AutoTopUp get(long accountId) {
        var _ = accounts.require(accountId);
        return store.find(accountId);
    }

    /// What its cards were asked for today and this month, in UTC.
    Spent spent(long accountId) {
        return store.spent(accountId, UtcDays.of(time.wallMs()));
    }

    /// Arms it or switches it off, whatever it is by now.
    ///
    /// @throws Fault ACCOUNT_UNKNOWN, INVALID_FIELD, AUTO_TOPUP_REFUSED, VERSION_CONFLICT
    public AutoTopUp set(long accountId, Wish wish) {
        return set(accountId, wish, OptionalLong.empty());
    }

    /// Arms it or switches it off. Failures before are forgotten.
    ///
    /// @param version as it was when who wishes saw it; empty for any
    /// @throws Fault ACCOUNT_UNKNOWN, INVALID_FIELD, AUTO_TOPUP_REFUSED, VERSION_CONFLICT
    AutoTopUp set(long accountId, Wish wish, OptionalLong version) {
        check(wish);
        AutoTopUp old = get(accountId);
        if (wish.isArmed()) {
            requireChargeable(accountId);
        }
        long nowMs = time.wallMs();
        AutoTopUp now =
                old.set(
                        wish.isArmed() ? AutoTopUpState.ARMED : AutoTopUpState.OFF,
                        wish.thresholdNanos(),
                        wish.amountNanos(),
                        wish.dailyCapNanos(),
                        wish.monthlyCapNanos(),
                        nowMs);
        if (old.says(now)) {
            return old;
        }
        if (version.isPresent() && version.getAsLong() != old.version()) {
            throw conflict();
        }
        Change change =
                Change.now(
                        nowMs,
                        "auto-topup.set",
                        IdKind.ACCOUNT.format(accountId),
                        TopUpJson.of(old),
                        TopUpJson.of(now));
        if (!store.put(now, change)) {
            throw conflict();
        }
        return now;
    }

    private static Fault conflict() {
        return Fault.of(
                ErrorCode.VERSION_CONFLICT,
                "automatic top-ups: changed meanwhile (expected: as they were; look at them"
                        + " again)");
    }

    private void check(Wish wish) {
        Check.range("threshold_nanos", wish.thresholdNanos(), 0, Nanos.AMOUNT_MAX);
        long amount = terms.checked(wish.amountNanos());
        long total = amount + terms.feeNanos(amount);
        // One charge at least must be within them.
        Check.range("daily_cap_nanos", wish.dailyCapNanos(), total, Nanos.AMOUNT_MAX);
        Check.range(
                "monthly_cap_nanos",
                wish.monthlyCapNanos(),
                wish.dailyCapNanos(),
                Nanos.AMOUNT_MAX);
    }

    private void requireChargeable(long accountId) {
        if (!settings.isEnabled()) {
            throw refused("payments.auto_topup: false (expected: true, to arm any)");
        }
        if (cards.cards(accountId).isEmpty()) {
            throw refused(
                    "account: "
                            + IdKind.ACCOUNT.format(accountId)
                            + " has no saved card (expected: one, saved by its owner when an order"
                            + " is paid)");
        }
    }

    private static Fault refused(String text) {
        return Fault.of(ErrorCode.AUTO_TOPUP_REFUSED, text);
    }

    /// An account's cards, newest first: the first one is charged.
    ///
    /// @throws Fault ACCOUNT_UNKNOWN
    List<KeptCard> cards(long accountId) {
        var _ = accounts.require(accountId);
        return cards.cards(accountId);
    }

    /// Removes a card; its provider forgets it soon.
    ///
    /// @throws Fault CARD_UNKNOWN
    KeptCard remove(long cardId) {
        KeptCard card =
                cards.card(cardId)
                        .filter(each -> !each.isRemoved())
                        .orElseThrow(
                                () ->
                                        Fault.of(
                                                ErrorCode.CARD_UNKNOWN,
                                                "card: "
                                                        + IdKind.CARD.format(cardId)
                                                        + " (expected: the id of a saved card)"));
        long nowMs = time.wallMs();
        Change change =
                Change.now(
                        nowMs, "card.remove", IdKind.CARD.format(cardId), TopUpJson.of(card), "");
        cards.remove(card, nowMs, Act.current(), change, ids.next());
        return card;
    }

    /// An account's attempts, newest first.
    ///
    /// @throws Fault ACCOUNT_UNKNOWN
    Page<Attempt> attempts(long accountId, PageKey page) {
        var _ = accounts.require(accountId);
        return store.attempts(accountId, page);
    }
}
