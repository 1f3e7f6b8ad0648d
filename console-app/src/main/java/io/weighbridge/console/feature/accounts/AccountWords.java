package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.GrantKind;
import io.weighbridge.proto.v1.MovementKind;
import io.weighbridge.proto.v1.RefusalReason;

/// Words for what the contracts name by constants.
final class AccountWords {
    // Nobody asks for the day that is further away: about a hundred years.
    private static final long YEARS_MS = 36_500L * 86_400_000;

    private AccountWords() {}

    static String state(Account account) {
        return Texts.of(account.getSuspended() ? "accounts.suspended" : "accounts.active");
    }

    static String stateStyle(Account account) {
        return account.getSuspended() ? "blocked" : "ok";
    }

    static String kind(MovementKind kind) {
        return Texts.word("accounts.movement.", kind.name());
    }

    static String kind(GrantKind kind) {
        return Texts.word("accounts.grant.", kind.name());
    }

    static String reason(String constant) {
        return constant.isEmpty() ? "" : Texts.word("accounts.reason.", constant);
    }

    static String refusal(RefusalReason reason) {
        return Texts.word("accounts.refusal.", reason.name());
    }

    static String keyState(ApiKey key, long nowMs) {
        if (key.getRevokedAtMs() != 0) {
            return Texts.of("accounts.key.revoked");
        }
        boolean isOver =
                key.getSettings().getExpiresAtMs() != 0
                        && key.getSettings().getExpiresAtMs() <= nowMs;
        return Texts.of(isOver ? "accounts.key.expired" : "accounts.active");
    }

    /// A key as people know it.
    static String key(ApiKey key) {
        return key.getSettings().getName().isEmpty() ? key.getHint() : key.getSettings().getName();
    }

    /// When credit that lasts so long is used up.
    static String until(Formats formats, long lastsMs) {
        return lastsMs <= 0 || lastsMs > YEARS_MS
                ? lasts(formats, lastsMs)
                : formats.instant(formats.clock().millis() + lastsMs);
    }

    static String lasts(Formats formats, long lastsMs) {
        if (lastsMs == Burn.FOR_EVER) {
            return Texts.of("accounts.lasts.for-ever");
        }
        return lastsMs <= 0 ? Texts.of("accounts.lasts.nothing") : formats.duration(lastsMs);
    }
}
