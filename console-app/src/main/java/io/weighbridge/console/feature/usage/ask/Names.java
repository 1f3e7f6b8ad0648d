package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.GetKeyRequest;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/// Names of accounts and keys, looked up many at a time and kept. What was not looked up yet, or
/// has no name, is called by its id.
public final class Names {
    private static final int KEPT_MAX = 20_000;
    private static final int GPU_WHOLE = 18;
    // As long as `GPU-` and the first part of a UUID.
    private static final int GPU_BEGIN = 12;

    private final BackendClient client;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    public Names(BackendClient client) {
        this.client = client;
    }

    /// The name of what a level's id stands for.
    public String of(Level level, String id) {
        return switch (level) {
            case NONE -> Texts.of("usage.all");
            case GPU -> gpu(id);
            case SERVICE -> isNone(id) ? Texts.of("usage.service.none") : id;
            case SUBJECT -> id.isEmpty() ? Texts.of("usage.subject.none") : id;
            case TAG ->
                    id.isEmpty()
                            ? Texts.of("usage.tag.empty")
                            : id.equals(UsageFilter.OTHER_TAGS) ? Texts.of("usage.tag.other") : id;
            case ACCOUNT ->
                    isNone(id) ? Texts.of("usage.account.none") : known.getOrDefault(id, id);
            case KEY -> isNone(id) ? Texts.of("usage.key.none") : known.getOrDefault(id, id);
        };
    }

    // The begin of a UUID tells GPUs apart; of a part of a card with the part's own id.
    private static String gpu(String id) {
        int part = id.indexOf('/');
        String card = part < 0 ? id : id.substring(0, part);
        return card.length() <= GPU_WHOLE
                ? id
                : card.substring(0, GPU_BEGIN) + "…" + id.substring(card.length());
    }

    private static boolean isNone(String id) {
        return id.isEmpty() || id.equals(UsageFilter.WITHOUT);
    }

    /// Looks up those that are not known yet. Blocks; what fails keeps its id.
    public void lookUp(Level level, Collection<String> ids) throws Exception {
        if (level != Level.ACCOUNT && level != Level.KEY) {
            return;
        }
        if (known.size() > KEPT_MAX) {
            known.clear();
        }
        List<String> missing =
                ids.stream()
                        .filter(id -> !isNone(id) && !known.containsKey(id))
                        .distinct()
                        .toList();
        if (missing.isEmpty()) {
            return;
        }
        Together.ask(missing.stream().map(id -> question(level, id)).toList(), _ -> true);
    }

    private Callable<Boolean> question(Level level, String id) {
        return () -> lookUp(level, id);
    }

    private boolean lookUp(Level level, String id) {
        try {
            String name =
                    level == Level.ACCOUNT
                            ? client.accounts()
                                    .getAccount(
                                            GetAccountRequest.newBuilder().setAccount(id).build())
                                    .getName()
                            : keyName(
                                    client.keys()
                                            .getKey(GetKeyRequest.newBuilder().setKey(id).build()));
            known.put(id, name.isEmpty() ? id : name);
            return true;
        } catch (RuntimeException e) {
            // Without a name it is still told apart by its id.
            var _ = Failure.of(e);
            return false;
        }
    }

    private static String keyName(ApiKey key) {
        return key.getSettings().getName().isEmpty() ? key.getHint() : key.getSettings().getName();
    }
}
