package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.keys.KeySecret;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Doubtful;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.fault.InDoubt;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Makes, rotates and revokes the proxies' credentials. Changes are one at a time (this object's
/// monitor); the table that calls are looked up in changes before a change's reply.
public final class ProxyCredentials implements Doubtful {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,60}");
    private static final int SERVICES_MAX = 1_000;
    private static final long OVERLAP_MAX_MS = Duration.ofDays(90).toMillis();

    private final ProxyCredentialStore store;
    private final InDoubt inDoubt;
    private final IdSource ids;
    private final TimeSource time;
    private final String prefix;
    private final String environment;
    private final SecureRandom random = new SecureRandom();
    private final CredentialTable table;
    private volatile Map<Long, ProxyCredential> byId;

    /// @param keyPrefix of API keys; the secrets' prefix tells them apart
    /// @param environment of API keys
    public ProxyCredentials(
            ProxyCredentialStore store,
            Services services,
            IdSource ids,
            TimeSource time,
            String keyPrefix,
            String environment) {
        this.store = store;
        this.ids = ids;
        this.time = time;
        this.prefix = keyPrefix + "-proxy";
        this.environment = environment;
        this.inDoubt = new InDoubt(_ -> show(stored(store)));
        this.byId = stored(store);
        this.table = new CredentialTable(id -> services.directory().nameOf(id));
        table.replace(byId.values());
    }

    @Override
    public synchronized void settleDoubts() {
        inDoubt.settle();
    }

    private static Map<Long, ProxyCredential> stored(ProxyCredentialStore store) {
        Map<Long, ProxyCredential> all = new TreeMap<>();
        store.all().forEach(credential -> all.put(credential.id(), credential));
        return all;
    }

    private void show(Map<Long, ProxyCredential> all) {
        byId = all;
        table.replace(all.values());
    }

    /// A credential with the secret that was just made, which nobody can ask for again.
    public record Made(ProxyCredential credential, String secret) {
        /// Leaves the secret out.
        @Override
        public String toString() {
            return "Made[" + credential.hint() + "]";
        }
    }

    /// Where calls are looked up.
    public CredentialTable table() {
        return table;
    }

    /// Makes one that is believed what it tells of its clients' addresses.
    ///
    /// @see #create(String, boolean, Set, long, boolean)
    public Made create(String name, boolean allServices, Set<Long> serviceIds, long expiresAtMs) {
        return create(name, allServices, serviceIds, expiresAtMs, false);
    }

    /// Makes one.
    ///
    /// @param serviceIds of services that exist; ignored when for all
    /// @param expiresAtMs 0 for never
    /// @param clientAddressIgnored whether what it tells of its clients' addresses is not believed
    /// @throws Fault INVALID_FIELD, NAME_TAKEN
    public synchronized Made create(
            String name,
            boolean allServices,
            Set<Long> serviceIds,
            long expiresAtMs,
            boolean clientAddressIgnored) {
        if (!NAME.matcher(name).matches()) {
            throw Fault.invalid(
                    "name", Check.shown(name), "1 to 60 of a-z, A-Z, 0-9, '.', '-' and '_'");
        }
        Check.range("services", serviceIds.size(), 0, SERVICES_MAX);
        if (expiresAtMs != 0 && expiresAtMs <= time.wallMs()) {
            throw Fault.invalid("expires_at_ms", expiresAtMs, "0, or an instant to come");
        }
        inDoubt.settle();
        if (inUse(name).isPresent()) {
            throw Fault.of(
                    ErrorCode.NAME_TAKEN, "name: " + name + " (expected: a name not in use)");
        }
        String secret = KeySecret.generate(prefix, environment, random);
        ProxyCredential credential =
                new ProxyCredential(
                        ids.next(),
                        name,
                        allServices,
                        allServices ? Set.of() : serviceIds,
                        KeySecret.digest(secret),
                        KeySecret.hint(secret),
                        null,
                        0,
                        time.wallMs(),
                        expiresAtMs,
                        0,
                        "",
                        clientAddressIgnored);
        Change change = change("proxy.create", null, credential, "");
        inDoubt.write(credential.id(), () -> store.add(credential, change));
        put(credential);
        return new Made(credential, secret);
    }

    /// The one with this name that is not revoked.
    public Optional<ProxyCredential> inUse(String name) {
        return byId.values().stream()
                .filter(other -> other.revokedAtMs() == 0 && other.name().equals(name))
                .findFirst();
    }

    /// Gives one a new secret.
    ///
    /// @param previousUntilMs until when the present one works as well; 0 to end it now
    /// @throws Fault INVALID_FIELD, CREDENTIAL_UNKNOWN, CREDENTIAL_REVOKED
    public synchronized Made rotate(long id, long previousUntilMs) {
        long now = time.wallMs();
        if (previousUntilMs != 0) {
            Check.range("previous_until_ms", previousUntilMs, now, now + OVERLAP_MAX_MS);
        }
        inDoubt.settle();
        ProxyCredential old = require(id);
        if (old.revokedAtMs() > 0) {
            throw Fault.of(
                    ErrorCode.CREDENTIAL_REVOKED,
                    "credential: "
                            + IdKind.PROXY_CREDENTIAL.format(id)
                            + " (expected: one that is not revoked)");
        }
        String secret = KeySecret.generate(prefix, environment, random);
        KeyDigest digest = KeySecret.digest(secret);
        ProxyCredential changed = old.rotated(digest, KeySecret.hint(secret), previousUntilMs);
        replace(changed, change("proxy.rotate", old, changed, ""));
        return new Made(changed, secret);
    }

    /// Revokes one for ever; again changes nothing.
    ///
    /// @throws Fault INVALID_FIELD, CREDENTIAL_UNKNOWN
    public synchronized ProxyCredential revoke(long id, String reason) {
        Check.text("reason", reason, 1, 200);
        inDoubt.settle();
        ProxyCredential old = require(id);
        if (old.revokedAtMs() > 0) {
            return old;
        }
        ProxyCredential changed = old.revoked(time.wallMs(), reason);
        replace(changed, change("proxy.revoke", old, changed, reason));
        return changed;
    }

    private void replace(ProxyCredential changed, Change change) {
        inDoubt.write(changed.id(), () -> store.replace(changed, change));
        put(changed);
    }

    private Change change(
            String action, @Nullable ProxyCredential old, ProxyCredential changed, String reason) {
        return Change.now(
                time.wallMs(),
                action,
                IdKind.PROXY_CREDENTIAL.format(changed.id()),
                old == null ? "" : CredentialJson.of(old),
                CredentialJson.of(changed),
                reason);
    }

    private synchronized void put(ProxyCredential credential) {
        Map<Long, ProxyCredential> changed = new TreeMap<>(byId);
        changed.put(credential.id(), credential);
        show(changed);
    }

    private ProxyCredential require(long id) {
        ProxyCredential credential = byId.get(id);
        if (credential == null) {
            throw Fault.of(
                    ErrorCode.CREDENTIAL_UNKNOWN,
                    "credential: "
                            + IdKind.PROXY_CREDENTIAL.format(id)
                            + " (expected: the id of a proxy credential)");
        }
        return credential;
    }

    /// Credentials, oldest first.
    public Page<ProxyCredential> list(boolean includeRevoked, PageKey page) {
        return Page.from(
                byId.values().stream()
                        .filter(credential -> includeRevoked || credential.revokedAtMs() == 0)
                        .toList(),
                page,
                ProxyCredential::id);
    }
}
