package io.weighbridge.backend.upstreamkeys;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Doubtful;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.fault.InDoubt;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Takes, replaces and removes accounts' keys for providers. Changes are one at a time (this
/// object's monitor); the table that calls are looked up in changes before a change's reply.
public final class UpstreamKeys implements Doubtful {
    private static final Pattern KEY = Pattern.compile("[!-~]{8,1000}");

    private final UpstreamKeyStore store;
    private final Set<String> providers;
    private final IdSource ids;
    private final TimeSource time;
    private final UpstreamKeyTable table;
    private final InDoubt inDoubt = new InDoubt(this::reread);

    /// @param providers names of those that there are
    public UpstreamKeys(
            UpstreamKeyStore store,
            SecretBox box,
            Set<String> providers,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.providers = Set.copyOf(providers);
        this.ids = ids;
        this.time = time;
        this.table = new UpstreamKeyTable(box, time);
        store.all().forEach(table::put);
    }

    /// Where calls are looked up.
    public UpstreamKeyTable table() {
        return table;
    }

    @Override
    public synchronized void settleDoubts() {
        inDoubt.settle();
    }

    private void reread(long id) {
        store.find(id).ifPresentOrElse(table::put, () -> table.remove(id));
    }

    /// Takes one.
    ///
    /// @param accountId an account that exists
    /// @param by the operator, 0 for a local program
    /// @throws Fault INVALID_FIELD, NAME_TAKEN
    synchronized UpstreamKey add(long accountId, String provider, String key, long by) {
        requireProvider(provider);
        requireKey(key);
        inDoubt.settle();
        if (table.has(accountId, provider)) {
            throw Fault.of(
                    ErrorCode.NAME_TAKEN,
                    "provider: " + provider + " (expected: one without a key; else replace it)");
        }
        UpstreamKey added = made(ids.next(), accountId, provider, key, by);
        Change change = change("upstream-key.add", added, "", UpstreamKeyJson.of(added));
        inDoubt.write(added.id(), () -> store.add(added, change));
        table.put(added);
        return added;
    }

    /// Puts another in the place of the present one.
    ///
    /// @throws Fault INVALID_FIELD, UPSTREAM_KEY_UNKNOWN
    synchronized UpstreamKey replace(long accountId, String provider, String key, long by) {
        requireProvider(provider);
        requireKey(key);
        inDoubt.settle();
        UpstreamKey old =
                table.find(accountId, provider)
                        .orElseThrow(
                                () ->
                                        Fault.of(
                                                ErrorCode.UPSTREAM_KEY_UNKNOWN,
                                                "provider: "
                                                        + provider
                                                        + " (expected: one that the account has a"
                                                        + " key for)"));
        UpstreamKey changed = made(old.id(), accountId, provider, key, by);
        Change change =
                change(
                        "upstream-key.replace",
                        old,
                        UpstreamKeyJson.of(old),
                        UpstreamKeyJson.of(changed));
        inDoubt.write(old.id(), () -> store.replace(changed, change));
        table.put(changed);
        return changed;
    }

    /// Deletes one; again changes nothing.
    synchronized void remove(long accountId, String provider) {
        inDoubt.settle();
        Optional<UpstreamKey> found = table.find(accountId, provider);
        if (found.isPresent()) {
            UpstreamKey old = found.get();
            Change change = change("upstream-key.remove", old, UpstreamKeyJson.of(old), "");
            inDoubt.write(old.id(), () -> store.remove(old.id(), change));
            table.remove(old.id());
        }
    }

    /// Those of an account, by provider.
    List<UpstreamKey> list(long accountId) {
        return table.of(accountId);
    }

    /// Brings the instants of the last uses into the store.
    public synchronized void saveUses() {
        Map<Long, Long> uses = table.uses();
        store.used(uses);
        table.stored(uses);
    }

    /// The providers that a key can be given for, by name.
    List<String> providers() {
        return providers.stream().sorted().toList();
    }

    private UpstreamKey made(long id, long accountId, String provider, String key, long by) {
        return new UpstreamKey(
                id,
                accountId,
                provider,
                table.seal(accountId, provider, key),
                UpstreamKey.hint(key),
                time.wallMs(),
                by,
                0);
    }

    private Change change(String action, UpstreamKey key, String before, String after) {
        return Change.now(
                time.wallMs(), action, IdKind.ACCOUNT.format(key.accountId()), before, after);
    }

    private void requireProvider(String provider) {
        if (!providers.contains(provider)) {
            String known = String.join(", ", new TreeSet<>(providers));
            throw Fault.invalid(
                    "provider",
                    Check.shown(provider),
                    providers.isEmpty()
                            ? "one of gateway.models_file, which has none"
                            : "one of " + known);
        }
    }

    // Whatever is wrong with it, it is not said what it is.
    private static void requireKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw Fault.invalid(
                    "key", "***", "8 to 1,000 printable ASCII characters without spaces");
        }
    }
}
