package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import java.util.Locale;

/// What can be set of automatic top-ups.
enum TopUpField implements FieldMerge.Field<TopUpWish> {
    ARMED,
    THRESHOLD,
    AMOUNT,
    DAY,
    MONTH;

    @Override
    public String text() {
        return Texts.of("accounts.topup." + name().toLowerCase(Locale.ROOT));
    }

    String shown(TopUpWish wish, Formats formats) {
        if (this == ARMED) {
            return wish.isArmed()
                    ? Texts.of("accounts.topup.on")
                    : wish.why().isEmpty()
                            ? Texts.of("accounts.topup.off")
                            : Texts.of("accounts.topup.ended", wish.why());
        }
        return formats.exactMoney(nanos(wish));
    }

    /// Its amount; 0 of what is none.
    long nanos(TopUpWish wish) {
        return switch (this) {
            case ARMED -> 0;
            case THRESHOLD -> wish.thresholdNanos();
            case AMOUNT -> wish.amountNanos();
            case DAY -> wish.dailyCapNanos();
            case MONTH -> wish.monthlyCapNanos();
        };
    }

    @Override
    public boolean isSame(TopUpWish one, TopUpWish other) {
        return this == ARMED ? one.isArmed() == other.isArmed() : nanos(one) == nanos(other);
    }
}
