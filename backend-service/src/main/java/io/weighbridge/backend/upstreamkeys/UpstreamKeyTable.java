package io.weighbridge.backend.upstreamkeys;

import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The keys as calls look them up: by account and provider together, so that no account gets
/// another's. Has them sealed. Safe for sharing; changed only by [UpstreamKeys].
public final class UpstreamKeyTable {
    private final SecretBox box;
    private final TimeSource time;
    private final Map<Place, UpstreamKey> keys = new ConcurrentHashMap<>();
    // Uses that are not stored yet, by the keys' ids.
    private final Map<Long, Long> uses = new ConcurrentHashMap<>();

    private record Place(long accountId, String provider) {
        static Place of(UpstreamKey key) {
            return new Place(key.accountId(), key.provider());
        }
    }

    UpstreamKeyTable(SecretBox box, TimeSource time) {
        this.box = box;
        this.time = time;
    }

    /// Whether an account has a key for a provider.
    public boolean has(long accountId, String provider) {
        return keys.containsKey(new Place(accountId, provider));
    }

    /// Opens an account's key for a provider, for a call that uses it now.
    ///
    /// @return null when there is none
    /// @throws io.weighbridge.backend.platform.fault.Fault INTERNAL when it was sealed for another
    ///     account or provider, was changed, or was sealed by another installation
    public @Nullable UpstreamSecret open(long accountId, String provider) {
        Place place = new Place(accountId, provider);
        UpstreamKey key = keys.get(place);
        if (key == null) {
            return null;
        }
        byte[] opened = box.open(key.sealed(), owner(accountId, provider));
        long nowMs = time.wallMs();
        // One that was put in its place meanwhile was not used, though it has the same id.
        keys.computeIfPresent(
                place,
                (_, present) -> {
                    if (present.sealed().equals(key.sealed())) {
                        uses.put(key.id(), nowMs);
                    }
                    return present;
                });
        return new UpstreamSecret(new String(opened, StandardCharsets.US_ASCII));
    }

    /// Seals a key for an account and a provider.
    String seal(long accountId, String provider, String key) {
        return box.seal(key.getBytes(StandardCharsets.US_ASCII), owner(accountId, provider));
    }

    // No name of a provider has a space, so no two places are written the same.
    private static String owner(long accountId, String provider) {
        return IdKind.ACCOUNT.format(accountId) + " for provider " + provider;
    }

    Optional<UpstreamKey> find(long accountId, String provider) {
        return Optional.ofNullable(keys.get(new Place(accountId, provider))).map(this::withUse);
    }

    List<UpstreamKey> of(long accountId) {
        return keys.values().stream()
                .filter(key -> key.accountId() == accountId)
                .map(this::withUse)
                .sorted(Comparator.comparing(UpstreamKey::provider))
                .toList();
    }

    private UpstreamKey withUse(UpstreamKey key) {
        return key.usedAt(uses.getOrDefault(key.id(), 0L));
    }

    /// From now on it is this one; uses of one before it are not its own.
    void put(UpstreamKey key) {
        keys.compute(
                Place.of(key),
                (_, _) -> {
                    uses.remove(key.id());
                    return key;
                });
    }

    void remove(long id) {
        keys.values().removeIf(key -> key.id() == id);
        uses.remove(id);
    }

    /// Uses since the last [#stored].
    Map<Long, Long> uses() {
        return new HashMap<>(uses);
    }

    /// They are in the store.
    void stored(Map<Long, Long> all) {
        for (UpstreamKey key : keys.values()) {
            keys.computeIfPresent(
                    Place.of(key),
                    (_, present) -> present.usedAt(all.getOrDefault(present.id(), 0L)));
        }
        all.forEach(uses::remove);
    }
}
