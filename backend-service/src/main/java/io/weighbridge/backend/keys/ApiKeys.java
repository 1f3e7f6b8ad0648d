package io.weighbridge.backend.keys;

import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Doubtful;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.fault.InDoubt;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// Makes, changes, rotates and revokes keys. Changes are one at a time (this object's monitor),
/// so that the listener hears them in the order in which they are on the disk.
public final class ApiKeys implements Doubtful {
    /// How long the secret before works after a rotation, unless it is said.
    static final long OVERLAP_DEFAULT_MS = Duration.ofHours(24).toMillis();

    /// How long it may work.
    static final long OVERLAP_MAX_MS = Duration.ofDays(90).toMillis();

    private static final String LEAKED = "reported as leaked";
    private static final int NETWORKS_MAX = 100;
    private static final int SERVICES_MAX = 1_000;
    private static final int OVERRIDES_MAX = 100;

    private final KeyStore store;
    private final InDoubt inDoubt;
    private final KeyListener listener;
    private final Plans plans;
    private final LongPredicate mayMake;
    private final IdSource ids;
    private final TimeSource time;
    private final String prefix;
    private final String environment;
    private final SecureRandom random = new SecureRandom();

    /// @param mayMake whether an operator may make keys now
    /// @param prefix of new keys, 1 to 20 of a-z, 0-9 and '-'
    /// @param environment of new keys, 1 to 10 of a-z and 0-9
    /// @throws Fault INVALID_FIELD
    public ApiKeys(
            KeyStore store,
            KeyListener listener,
            Plans plans,
            LongPredicate mayMake,
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
        this.inDoubt = new InDoubt(id -> store.find(id).ifPresent(listener::changed));
        this.listener = listener;
        this.plans = plans;
        this.mayMake = mayMake;
        this.ids = ids;
        this.time = time;
        this.prefix = prefix;
        this.environment = environment;
    }

    @Override
    public synchronized void settleDoubts() {
        inDoubt.settle();
    }

    /// A key, and its secret that was just made, which nobody can ask for again.
    public record Made(ApiKey key, String secret) {
        /// Leaves the secret out.
        @Override
        public String toString() {
            return "Made[" + key.hint() + "]";
        }
    }

    /// Makes one for the installation itself: for what runs in this process.
    ///
    /// @param accountId an account that exists
    /// @throws Fault INVALID_FIELD, PLAN_UNKNOWN
    public Made create(long accountId, KeySettings settings) {
        return create(accountId, settings, 0);
    }

    /// Makes one.
    ///
    /// @param accountId an account that exists
    /// @param by the operator, 0 for the installation itself
    /// @throws Fault INVALID_FIELD, PLAN_UNKNOWN, PERMISSION_DENIED
    public synchronized Made create(long accountId, KeySettings settings, long by) {
        inDoubt.settle();
        checked(settings);
        requireMaker(by);
        String secret = KeySecret.generate(prefix, environment, random);
        ApiKey key =
                ApiKey.made(
                        ids.next(),
                        accountId,
                        settings,
                        KeySecret.digest(secret),
                        KeySecret.hint(secret),
                        time.wallMs(),
                        by);
        Change change =
                Change.now(
                        key.createdAtMs(),
                        "key.create",
                        IdKind.KEY.format(key.id()),
                        "",
                        KeyJson.of(key));
        inDoubt.write(key.id(), () -> store.add(key, change));
        listener.changed(key);
        return new Made(key, secret);
    }

    // Asked under the lock: whoever loses the right either made the key before that, so that it is
    // found among his, or does not make it.
    private void requireMaker(long by) {
        if (by != 0 && !mayMake.test(by)) {
            throw Fault.of(
                    ErrorCode.PERMISSION_DENIED,
                    "operator: "
                            + IdKind.OPERATOR.format(by)
                            + " (expected: one who may make keys)");
        }
    }

    /// Replaces the settings of one.
    ///
    /// @param version as last read
    /// @throws Fault INVALID_FIELD, KEY_UNKNOWN, PLAN_UNKNOWN, VERSION_CONFLICT
    public synchronized ApiKey update(long id, long version, KeySettings settings) {
        checked(settings);
        ApiKey old = require(id, version);
        return replace("key.update", old, old.changed(settings), "");
    }

    /// Gives one a new secret. The present one works for the overlap, an older one that still works
    /// ends now.
    ///
    /// @param version as last read
    /// @param overlapMs 0 to end the present secret now
    /// @param by the operator, 0 for the installation itself
    /// @throws Fault INVALID_FIELD, KEY_UNKNOWN, KEY_REVOKED, VERSION_CONFLICT, PERMISSION_DENIED
    public synchronized Made rotate(long id, long version, long overlapMs, long by) {
        Check.range("overlap_ms", overlapMs, 0, OVERLAP_MAX_MS);
        ApiKey old = require(id, version);
        requireNotRevoked(old);
        requireMaker(by);
        String secret = KeySecret.generate(prefix, environment, random);
        ApiKey changed =
                old.rotated(
                        KeySecret.digest(secret),
                        KeySecret.hint(secret),
                        by,
                        time.wallMs(),
                        overlapMs);
        return new Made(replace("key.rotate", old, changed, ""), secret);
    }

    private ApiKey require(long id, long version) {
        ApiKey key = present(id);
        if (key.version() != version) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT,
                    "version: " + version + " (expected: " + key.version() + ")");
        }
        return key;
    }

    // As the store has it, and memory too from now on: what a caller is told to be done already is
    // done.
    private ApiKey present(long id) {
        inDoubt.settle();
        ApiKey key = require(id);
        listener.changed(key);
        return key;
    }

    /// Revokes one for ever and tells its owner; again changes nothing.
    ///
    /// @param reason for operators: the owner is not told it
    /// @throws Fault INVALID_FIELD, KEY_UNKNOWN
    public synchronized ApiKey revoke(long id, String reason) {
        Check.text("reason", reason, 1, 200);
        ApiKey old = present(id);
        if (old.revokedAtMs() > 0) {
            return old;
        }
        ApiKey revoked = old.revoked(time.wallMs(), reason);
        replaceAll(
                List.of(revoked),
                List.of(notice(revoked)),
                List.of(change("key.revoke", old, revoked, reason)));
        return revoked;
    }

    private Notice notice(ApiKey revoked) {
        return new Notice(
                ids.next(),
                revoked.accountId(),
                revoked.revokedAtMs(),
                NoticeKind.KEY_REVOKED,
                revoked.id(),
                (revoked.hint() + ' ' + revoked.settings().name()).strip());
    }

    /// Keeps one from calls until it is unblocked; again changes nothing.
    ///
    /// @throws Fault INVALID_FIELD, KEY_UNKNOWN, KEY_REVOKED
    public synchronized ApiKey block(long id, String reason) {
        Check.text("reason", reason, 1, 200);
        ApiKey old = present(id);
        requireNotRevoked(old);
        return old.block().isBlocked()
                ? old
                : replace("key.block", old, old.with(new KeyBlock(time.wallMs(), reason)), reason);
    }

    /// Lets a blocked one's calls through again; again changes nothing.
    ///
    /// @throws Fault INVALID_FIELD, KEY_UNKNOWN
    public synchronized ApiKey unblock(long id) {
        ApiKey old = present(id);
        return old.block().isBlocked()
                ? replace("key.unblock", old, old.with(KeyBlock.NONE), "")
                : old;
    }

    private static void requireNotRevoked(ApiKey key) {
        if (key.revokedAtMs() > 0) {
            throw Fault.of(
                    ErrorCode.KEY_REVOKED,
                    "key: " + IdKind.KEY.format(key.id()) + " (expected: one that is not revoked)");
        }
    }

    /// Revokes the key of a secret that others can read, if the secret works, and tells its owner.
    ///
    /// @param digest of the secret
    /// @param foundAt what the reporter said; holds no secret
    /// @return whether it was revoked by this
    synchronized boolean revokeLeaked(long id, KeyDigest digest, String foundAt) {
        ApiKey old = present(id);
        long nowMs = time.wallMs();
        if (old.revokedAtMs() > 0 || !old.hasWorking(digest, nowMs)) {
            return false;
        }
        Notice notice =
                new Notice(ids.next(), old.accountId(), nowMs, NoticeKind.KEY_LEAKED, id, foundAt);
        ApiKey revoked = old.revoked(nowMs, LEAKED);
        replaceAll(
                List.of(revoked),
                List.of(notice),
                List.of(change("key.revoke-leaked", old, revoked, foundAt)));
        return true;
    }

    /// How many keys are not revoked and have a working secret that was shown to an operator.
    public int countShownTo(long operatorId) {
        return store.shownTo(operatorId, time.wallMs()).size();
    }

    /// Revokes all of them, or none when it fails, and tells their owners.
    ///
    /// @return how many
    /// @throws Fault INVALID_FIELD
    public synchronized int revokeShownTo(long operatorId, String reason) {
        Check.text("reason", reason, 1, 200);
        inDoubt.settle();
        long nowMs = time.wallMs();
        List<ApiKey> shown = store.shownTo(operatorId, nowMs);
        List<ApiKey> revoked = shown.stream().map(key -> key.revoked(nowMs, reason)).toList();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            changes.add(change("key.revoke", shown.get(i), revoked.get(i), reason));
        }
        replaceAll(revoked, revoked.stream().map(this::notice).toList(), changes);
        return revoked.size();
    }

    private ApiKey replace(String action, ApiKey old, ApiKey changed, String reason) {
        replaceAll(List.of(changed), List.of(), List.of(change(action, old, changed, reason)));
        return changed;
    }

    private Change change(String action, ApiKey old, ApiKey changed, String reason) {
        return Change.now(
                time.wallMs(),
                action,
                IdKind.KEY.format(old.id()),
                KeyJson.of(old),
                KeyJson.of(changed),
                reason);
    }

    private void replaceAll(List<ApiKey> changed, List<Notice> notices, List<Change> changes) {
        List<Long> rows = changed.stream().map(ApiKey::id).toList();
        if (!inDoubt.write(rows, () -> store.replaceAll(changed, notices, changes))) {
            throw Fault.of(ErrorCode.VERSION_CONFLICT, "version: old (expected: the present one)");
        }
        changed.forEach(listener::changed);
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
    public Page<ApiKey> list(KeyFilter filter, PageKey page) {
        return store.list(filter, page);
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
        Check.range("settings.allowed_networks", settings.networks().size(), 0, NETWORKS_MAX);
        ServiceLimits.checked("settings.overrides", settings.overrides());
        CreditLimit limit = settings.creditLimit();
        if (limit != null) {
            Check.range(
                    "settings.credit_limit.amount_nanos", limit.amountNanos(), 0, Nanos.AMOUNT_MAX);
        }
    }
}
