package io.weighbridge.backend.keys;

import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.ServiceLimits;
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

import java.security.SecureRandom;

/// Makes, changes and revokes keys. Changes are one at a time (this object's monitor), so that the
/// listener hears them in the order in which they are on the disk.
public final class ApiKeys {
    private static final int SERVICES_MAX = 1_000;
    private static final int OVERRIDES_MAX = 100;

    private final KeyStore store;
    private final KeyListener listener;
    private final Plans plans;
    private final IdSource ids;
    private final TimeSource time;
    private final String prefix;
    private final String environment;
    private final SecureRandom random = new SecureRandom();

    /// @param prefix of new keys, 1 to 20 of a-z, 0-9 and '-'
    /// @param environment of new keys, 1 to 10 of a-z and 0-9
    /// @throws Fault INVALID_FIELD
    public ApiKeys(
            KeyStore store,
            KeyListener listener,
            Plans plans,
            IdSource ids,
            TimeSource time,
            String prefix,
            String environment) {
        if (!KeySecret.isPrefix(prefix)) {
            throw Fault.invalid("keys.prefix", prefix, "1 to 20 of a-z, 0-9 and '-'");
        }
        if (!KeySecret.isEnvironment(environment)) {
            throw Fault.invalid("keys.environment", environment, "1 to 10 of a-z and 0-9");
        }
        this.store = store;
        this.listener = listener;
        this.plans = plans;
        this.ids = ids;
        this.time = time;
        this.prefix = prefix;
        this.environment = environment;
    }

    /// A key that was just made, and its secret, which nobody can ask for again.
    public record Made(ApiKey key, String secret) {
        /// Leaves the secret out.
        @Override
        public String toString() {
            return "Made[" + key.hint() + "]";
        }
    }

    /// Makes one.
    ///
    /// @param accountId an account that exists
    /// @throws Fault INVALID_FIELD, PLAN_UNKNOWN
    public synchronized Made create(long accountId, KeySettings settings) {
        checked(settings);
        String secret = KeySecret.generate(prefix, environment, random);
        ApiKey key =
                new ApiKey(
                        ids.next(),
                        accountId,
                        1,
                        settings,
                        KeySecret.digest(secret),
                        KeySecret.hint(secret),
                        time.wallMs(),
                        0,
                        "",
                        0);
        store.add(
                key,
                Change.now(
                        key.createdAtMs(),
                        "key.create",
                        IdKind.KEY.format(key.id()),
                        "",
                        KeyJson.of(key)));
        listener.changed(key);
        return new Made(key, secret);
    }

    /// Replaces the settings of one.
    ///
    /// @param version as last read
    /// @throws Fault INVALID_FIELD, KEY_UNKNOWN, PLAN_UNKNOWN, VERSION_CONFLICT
    public synchronized ApiKey update(long id, long version, KeySettings settings) {
        checked(settings);
        ApiKey old = require(id);
        if (old.version() != version) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT,
                    "version: " + version + " (expected: " + old.version() + ")");
        }
        return replace("key.update", old, old.changed(settings), "");
    }

    /// Revokes one for ever; again changes nothing.
    ///
    /// @throws Fault INVALID_FIELD, KEY_UNKNOWN
    public synchronized ApiKey revoke(long id, String reason) {
        Check.text("reason", reason, 1, 200);
        ApiKey old = require(id);
        return old.revokedAtMs() > 0
                ? old
                : replace("key.revoke", old, old.revoked(time.wallMs(), reason), reason);
    }

    private ApiKey replace(String action, ApiKey old, ApiKey changed, String reason) {
        Change change =
                Change.now(
                        time.wallMs(),
                        action,
                        IdKind.KEY.format(old.id()),
                        KeyJson.of(old),
                        KeyJson.of(changed),
                        reason);
        if (!store.replace(changed, change)) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT,
                    "version: " + (changed.version() - 1) + " (expected: the present one)");
        }
        listener.changed(changed);
        return changed;
    }

    /// The key with this id.
    ///
    /// @throws Fault KEY_UNKNOWN
    public ApiKey require(long id) {
        return store.find(id)
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.KEY_UNKNOWN,
                                        "key: "
                                                + IdKind.KEY.format(id)
                                                + " (expected: the id of a key)"));
    }

    /// Keys, oldest first.
    ///
    /// @param accountId 0 for all accounts
    public Page<ApiKey> list(long accountId, boolean includeRevoked, PageKey page) {
        return store.list(accountId, includeRevoked, page);
    }

    private void checked(KeySettings settings) {
        Check.text("settings.name", settings.name(), 0, 100);
        if (settings.planId() != 0) {
            plans.require(settings.planId());
        }
        if (settings.expiresAtMs() < 0) {
            throw Fault.invalid(
                    "settings.expires_at_ms", settings.expiresAtMs(), "0, or an instant");
        }
        Check.range("settings.services", settings.serviceIds().size(), 0, SERVICES_MAX);
        Check.range("settings.overrides", settings.overrides().size(), 0, OVERRIDES_MAX);
        ServiceLimits.checked("settings.overrides", settings.overrides());
        CreditLimit limit = settings.creditLimit();
        if (limit != null) {
            Check.range(
                    "settings.credit_limit.amount_nanos", limit.amountNanos(), 0, Nanos.AMOUNT_MAX);
        }
    }
}
