package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.keys.KeyReader;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.ServiceScope;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/// Recognises the proxies' secrets. Replaced whole with each change, so that looking one up takes a
/// hash of it and no lock.
public final class CredentialTable {
    private static final ThreadLocal<KeyReader> READERS = ThreadLocal.withInitial(KeyReader::new);

    private final LongFunction<String> serviceName;
    private volatile Snapshot now = new Snapshot(Map.of(), Map.of(), Map.of());

    /// A secret's proxy, and until when it works.
    private record Entry(Caller.Proxy proxy, long untilMs) {}

    private record Snapshot(
            Map<KeyDigest, Entry> byDigest,
            Map<Long, Long> untilMsByTag,
            Map<String, Entry> byName) {}

    CredentialTable(LongFunction<String> serviceName) {
        this.serviceName = serviceName;
    }

    void replace(Collection<ProxyCredential> all) {
        Map<KeyDigest, Entry> byDigest = new HashMap<>();
        Map<Long, Long> untilMsByTag = new HashMap<>();
        Map<String, Entry> byName = new HashMap<>();
        for (ProxyCredential credential : all) {
            if (credential.revokedAtMs() == 0) {
                ServiceScope scope = scope(credential);
                long untilMs =
                        credential.expiresAtMs() == 0 ? Long.MAX_VALUE : credential.expiresAtMs();
                Entry entry = entry(credential, credential.digest(), scope, untilMs);
                byDigest.put(credential.digest(), entry);
                byName.put(credential.name(), entry);
                KeyDigest previous = credential.previous();
                if (previous != null) {
                    long previousUntilMs = Math.min(untilMs, credential.previousUntilMs());
                    byDigest.put(previous, entry(credential, previous, scope, previousUntilMs));
                }
            }
        }
        byDigest.forEach((digest, entry) -> untilMsByTag.put(digest.a(), entry.untilMs));
        now = new Snapshot(byDigest, untilMsByTag, byName);
    }

    private static Entry entry(
            ProxyCredential credential, KeyDigest digest, ServiceScope scope, long untilMs) {
        return new Entry(
                new Caller.Proxy(
                        credential.id(),
                        digest.a(),
                        credential.name(),
                        scope,
                        credential.clientAddressIgnored()),
                untilMs);
    }

    private ServiceScope scope(ProxyCredential credential) {
        if (credential.allServices()) {
            return ServiceScope.ALL;
        }
        Set<String> names =
                credential.serviceIds().stream()
                        .map(serviceName::apply)
                        .collect(Collectors.toUnmodifiableSet());
        return new ServiceScope(false, names);
    }

    /// Whose secret this is, or null when it is nobody's, expired or revoked.
    public Caller.@Nullable Proxy find(String secret, long nowMs) {
        KeyReader reader = READERS.get();
        if (!reader.read(secret)) {
            return null;
        }
        Entry entry =
                now.byDigest.get(new KeyDigest(reader.a(), reader.b(), reader.c(), reader.d()));
        return entry == null || entry.untilMs <= nowMs ? null : entry.proxy;
    }

    /// The proxy of this name, for one that is known otherwise than by its secret: what its
    /// credential says counts all the same. Null when there is none that works.
    public Caller.@Nullable Proxy named(String name, long nowMs) {
        Entry entry = now.byName.get(name);
        return entry == null || entry.untilMs <= nowMs ? null : entry.proxy;
    }

    /// Whether a proxy that was recognised before would still be, by the same secret.
    public boolean isLive(Caller.Proxy proxy, long nowMs) {
        Long untilMs = now.untilMsByTag.get(proxy.secretTag());
        return untilMs != null && untilMs > nowMs;
    }
}
