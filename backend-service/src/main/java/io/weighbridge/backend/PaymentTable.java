package io.weighbridge.backend;

import io.weighbridge.backend.payments.OrderTerms;
import io.weighbridge.backend.payments.autotopup.AutoTopUpSettings;
import io.weighbridge.backend.payments.provider.MinorUnits;
import io.weighbridge.backend.payments.reconcile.ReconciliationSettings;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.model.Nanos;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The settings of what customers may buy, a part of [ConfigTable].
public final class PaymentTable {
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern TIME_OF_DAY = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final long PENDING_MS = 15 * 60_000;
    private static final long PARTS_PER_PERCENT = 10_000;
    private static final int PERCENT_MOST = 50;
    private static final int LIFE_MINUTES_LEAST = 30;
    private static final int LIFE_MINUTES_MOST = 30 * 24 * 60;
    private static final int KEEP_DAYS_LEAST = 7;
    private static final int KEEP_DAYS_MOST = 36_500;
    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60_000;

    /// Where customers see us.
    public static final Setting<String> PUBLIC_URL =
            Setting.of(
                    "payments.public_url",
                    SettingType.text(
                            "an https URL without path and query, http on this machine, or empty",
                            text -> text.isEmpty() || isOrigin(text)),
                    "",
                    "",
                    "Where customers reach the pages of their orders, for example"
                            + " https://pay.example.com; needed by every provider.");

    /// The least in an order.
    public static final Setting<Long> ORDER_LEAST =
            Setting.of(
                    "payments.order_least",
                    amount(),
                    "5.00",
                    "",
                    "The least credit that an order may be for, in the billing currency.");

    /// The most in an order.
    public static final Setting<Long> ORDER_MOST =
            Setting.of(
                    "payments.order_most",
                    amount(),
                    "1000.00",
                    "",
                    "The most credit that an order may be for.");

    /// Offered amounts.
    public static final Setting<List<Long>> PRESETS =
            Setting.of(
                    "payments.presets",
                    new SettingType<>(
                            "amounts such as 10.00 25.00",
                            SettingType.Form.TEXT,
                            (text, _) -> amounts(text)),
                    "10.00 25.00 50.00 100.00",
                    "",
                    "The amounts that a customer is offered to choose from.");

    /// The fee's part of the amount.
    public static final Setting<Long> FEE_PERCENT =
            Setting.of(
                    "payments.fee_percent",
                    new SettingType<>(
                            "0 to " + PERCENT_MOST + ", with at most 4 decimals",
                            SettingType.Form.TEXT,
                            (text, _) -> percent(text)),
                    "0",
                    "percent",
                    "A fee on top of the credit: its part of the amount. Rounded up to the"
                            + " currency's smallest unit.");

    /// The fee's fixed part.
    public static final Setting<Long> FEE_FIXED =
            Setting.of(
                    "payments.fee_fixed",
                    amount(),
                    "0",
                    "",
                    "A fee on top of the credit: its fixed part.");

    /// How long an order can be paid.
    public static final Setting<Integer> ORDER_LIFE_MIN =
            Setting.of(
                    "payments.order_life_minutes",
                    SettingType.number(LIFE_MINUTES_LEAST, LIFE_MINUTES_MOST),
                    "1440",
                    "minutes",
                    "How long an order can be paid. What comes later is credited all the same.");

    /// When the day before is compared.
    public static final Setting<LocalTime> RECONCILE_AT =
            Setting.of(
                    "payments.reconcile_at",
                    new SettingType<>(
                            "a time of day in UTC such as 03:30",
                            SettingType.Form.TEXT,
                            (text, _) -> timeOfDay(text)),
                    "03:30",
                    "",
                    "When, in UTC, the day before is compared between providers, orders and the"
                            + " ledger.");

    /// How many days are compared again.
    public static final Setting<Integer> RECONCILE_LOOK_BACK_DAYS =
            Setting.of(
                    "payments.reconcile_look_back_days",
                    SettingType.number(0, 60),
                    "3",
                    "days",
                    "How many days before it are compared again with it.");

    /// How long bodies are kept.
    public static final Setting<Integer> KEEP_DELIVERIES_DAYS =
            Setting.of(
                    "payments.keep_deliveries_days",
                    SettingType.number(KEEP_DAYS_LEAST, KEEP_DAYS_MOST),
                    "400",
                    "days",
                    "How long the bodies of what providers told are kept, once it is decided. What"
                            + " fits nothing is kept until an operator decides it.");

    /// Whether accounts are topped up by themselves.
    public static final Setting<Boolean> AUTO_TOPUP =
            Setting.of(
                    "payments.auto_topup",
                    SettingType.yesOrNo(),
                    "false",
                    "",
                    "Whether customers may have a card saved, and accounts for which it is armed are"
                            + " topped up from it by themselves.");

    /// How often it is looked who runs low.
    public static final Setting<Integer> AUTO_TOPUP_INTERVAL_S =
            Setting.of(
                    "payments.auto_topup_interval_s",
                    SettingType.number(1, 3_600),
                    "30",
                    "seconds",
                    "How often it is looked which of these accounts run low.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(
                    PUBLIC_URL,
                    ORDER_LEAST,
                    ORDER_MOST,
                    PRESETS,
                    FEE_PERCENT,
                    FEE_FIXED,
                    ORDER_LIFE_MIN,
                    RECONCILE_AT,
                    RECONCILE_LOOK_BACK_DAYS,
                    KEEP_DELIVERIES_DAYS,
                    AUTO_TOPUP,
                    AUTO_TOPUP_INTERVAL_S);

    private PaymentTable() {}

    private static SettingType<Long> amount() {
        return new SettingType<>(
                "an amount such as 5.00", SettingType.Form.TEXT, (text, _) -> amount(text));
    }

    private static @Nullable LocalTime timeOfDay(String text) {
        return TIME_OF_DAY.matcher(text).matches() ? LocalTime.parse(text) : null;
    }

    private static @Nullable Long amount(String text) {
        return AMOUNT.matcher(text).matches() ? Nanos.parse(text) : null;
    }

    private static @Nullable List<Long> amounts(String text) {
        List<Long> all = new ArrayList<>();
        for (String each : text.strip().split("\\s+", -1)) {
            Long nanos = each.isEmpty() ? null : amount(each);
            if (nanos == null) {
                return text.isBlank() ? List.of() : null;
            }
            all.add(nanos);
        }
        return List.copyOf(all);
    }

    // As parts per million.
    private static @Nullable Long percent(String text) {
        Long nanos = amount(text);
        long part = Nanos.PER_UNIT / PARTS_PER_PERCENT;
        return nanos == null || nanos > PERCENT_MOST * Nanos.PER_UNIT || nanos % part != 0
                ? null
                : nanos / part;
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            String host = uri.getHost();
            boolean near = "localhost".equals(host) || "127.0.0.1".equals(host);
            return host != null
                    && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && near))
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// What orders may be for.
    static OrderTerms terms(SettingValues values) {
        return new OrderTerms(
                values.get(ConfigTable.CURRENCY),
                values.get(ORDER_LEAST),
                values.get(ORDER_MOST),
                values.get(PRESETS),
                values.get(FEE_PERCENT),
                values.get(FEE_FIXED),
                values.get(ORDER_LIFE_MIN) * MINUTE_MS,
                values.get(AUTO_TOPUP));
    }

    /// When and what is compared by itself.
    static ReconciliationSettings reconciliation(SettingValues values) {
        return new ReconciliationSettings(
                values.get(RECONCILE_AT), values.get(RECONCILE_LOOK_BACK_DAYS), PENDING_MS);
    }

    /// Whether and when accounts are topped up by themselves.
    static AutoTopUpSettings autoTopUp(SettingValues values) {
        return new AutoTopUpSettings(
                values.get(AUTO_TOPUP), values.get(AUTO_TOPUP_INTERVAL_S) * SECOND_MS);
    }

    /// What is wrong with them together.
    static List<String> problems(SettingValues values) {
        if (values.get(PUBLIC_URL).isEmpty()) {
            return List.of(); // Nothing is sold.
        }
        List<String> problems = new ArrayList<>();
        long least = values.get(ORDER_LEAST);
        long most = values.get(ORDER_MOST);
        long unit = MinorUnits.nanosPerUnit(values.get(ConfigTable.CURRENCY));
        if (least < unit || least > most || least % unit != 0) {
            problems.add(
                    values.problem(
                            ORDER_LEAST, "whole smallest units, at most payments.order_most"));
        }
        for (long preset : values.get(PRESETS)) {
            if (preset < least || preset > most || preset % unit != 0) {
                problems.add(
                        values.problem(PRESETS, "amounts from payments.order_least to order_most"));
                break;
            }
        }
        return problems;
    }
}
