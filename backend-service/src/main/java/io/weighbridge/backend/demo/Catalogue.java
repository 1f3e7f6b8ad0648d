package io.weighbridge.backend.demo;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.demo.trace.Pace;
import io.weighbridge.backend.keys.ApiKey;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeyFilter;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.limits.Plan;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.ServiceTier;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What the demo plays with: services, prices, accounts with credit, plans and keys. Everything is
/// found again by its name; only keys are made anew at each start, since only their digests are
/// kept.
final class Catalogue {
    static final String CHAT = "larch-chat";
    static final String LARGE = "larch-large";
    static final String EMBEDDING = "tern-embed";
    static final String AUDIO = "wren-transcribe";
    static final String IMAGE = "heron-image";

    /// The account whose credit runs out.
    static final String SMALL_ACCOUNT = "Fenwick Tutors";

    /// The account that has its card saved, and is topped up by itself.
    static final String SAVING_ACCOUNT = "Dunmore Press";

    private static final String PARTNER = "Calder Logistics";
    private static final String BOOK_NOTE = "demo prices 1";
    private static final int PAGE = 1_000;

    private record KeySpec(
            String account,
            String name,
            int weight,
            String plan,
            ServiceTier tier,
            List<DemoKey.Use> uses) {}

    private static final List<KeySpec> KEYS =
            List.of(
                    key("Alder Research", "search backend", 14, "Business", EMBEDDING, 8, CHAT, 6),
                    key("Alder Research", "notebooks", 6, "Business", LARGE, 3, CHAT, 3),
                    key("Brookside Clinic", "intake forms", 9, "Starter", CHAT, 1),
                    key("Brookside Clinic", "dictation", 8, "Business", AUDIO, 1),
                    key(PARTNER, "route planner", 13, "Team", CHAT, 9, EMBEDDING, 4),
                    key(PARTNER, "driver app", 10, "Team", CHAT, 1),
                    key(PARTNER, "old integration", 2, "Team", CHAT, 1),
                    key(SAVING_ACCOUNT, "newsroom desk", 11, "Business", LARGE, 5, CHAT, 6),
                    key(SAVING_ACCOUNT, "archive index", 8, "Business", EMBEDDING, 1),
                    key(SAVING_ACCOUNT, "nightly summaries", 5, "Business", CHAT, 1),
                    key("Elm Street Studio", "covers and art", 4, "Team", IMAGE, 1),
                    key("Elm Street Studio", "contractor", 4, "Team", LARGE, 1),
                    key(SMALL_ACCOUNT, "homework helper", 6, "Starter", CHAT, 8, LARGE, 1));

    private final Backend backend;

    Catalogue(Backend backend) {
        this.backend = backend;
    }

    private static KeySpec key(
            String account, String name, int weight, String plan, Object... servicesAndWeights) {
        List<DemoKey.Use> uses = new ArrayList<>();
        for (int i = 0; i < servicesAndWeights.length; i += 2) {
            uses.add(
                    new DemoKey.Use(
                            (String) servicesAndWeights[i], (Integer) servicesAndWeights[i + 1]));
        }
        ServiceTier tier =
                name.equals("nightly summaries") ? ServiceTier.BATCH : ServiceTier.STANDARD;
        return new KeySpec(account, name, weight, plan, tier, uses);
    }

    /// Makes what is not there yet, and the keys.
    List<DemoKey> make(Pace pace) {
        services();
        Map<String, Account> accounts = accounts();
        prices(accounts);
        new DemoCompute(backend).make();
        Map<String, Plan> plans = plans(pace);
        accounts.values().forEach(this::revokeOldKeys);
        List<DemoKey> keys = new ArrayList<>();
        for (KeySpec spec : KEYS) {
            Account account = require(accounts, spec.account);
            Plan plan = require(plans, spec.plan);
            ApiKeys.Made made = backend.keys().create(account.id(), settings(spec, plan));
            if (spec.name.equals("old integration")) {
                backend.keys().revoke(made.key().id(), "replaced by the driver app");
            }
            keys.add(
                    new DemoKey(
                            made.key().id(),
                            account.id(),
                            spec.name,
                            spec.account,
                            made.secret(),
                            spec.weight,
                            spec.tier,
                            spec.uses));
        }
        return List.copyOf(keys);
    }

    private static <T> T require(Map<String, T> byName, String name) {
        T found = byName.get(name);
        if (found == null) {
            throw new IllegalStateException("the demo has no " + name);
        }
        return found;
    }

    private void services() {
        service(CHAT, ServiceCategory.TEXT, VanishedPolicy.BILL_DELIVERED);
        service(LARGE, ServiceCategory.TEXT, VanishedPolicy.BILL_DELIVERED);
        service(EMBEDDING, ServiceCategory.EMBEDDING, VanishedPolicy.BILL_INPUT);
        // Their units are not in the input, so a vanished call costs nothing.
        service(AUDIO, ServiceCategory.AUDIO, VanishedPolicy.BILL_NOTHING);
        service(IMAGE, ServiceCategory.IMAGE, VanishedPolicy.BILL_NOTHING);
    }

    private void service(String name, ServiceCategory category, VanishedPolicy vanished) {
        if (backend.services().directory().byName(name) == null) {
            backend.services()
                    .create(
                            name,
                            new ServiceSettings(
                                    category,
                                    false,
                                    vanished,
                                    ServiceSettings.HOLD_TTL_MS_DEFAULT,
                                    0,
                                    64,
                                    0));
        }
    }

    private Map<String, Account> accounts() {
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (KeySpec spec : KEYS) {
            accounts.computeIfAbsent(spec.account, this::account);
        }
        return accounts;
    }

    private Account account(String name) {
        Account account =
                backend.accounts().list(name, PageKey.of(PAGE, "", name)).items().stream()
                        .filter(found -> found.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> backend.accounts().create(name, 0));
        boolean small = name.equals(SMALL_ACCOUNT);
        long bought = small ? 150_000_000L : 20 * Nanos.PER_UNIT;
        grant(account, GrantKind.PURCHASED, bought, Grant.NEVER, "first top-up");
        if (!small) {
            // The same instant at every start, so that it is the same operation.
            long expires = account.createdAtMs() + Duration.ofDays(30).toMillis();
            grant(account, GrantKind.PROMOTIONAL, 500_000_000L, expires, "welcome credit");
        }
        if (name.equals("Elm Street Studio")) {
            backend.credit()
                    .adjust(
                            account.id(),
                            operation(account, "sorry"),
                            1_250_000_000L,
                            Grant.NEVER,
                            AdjustmentReason.GOODWILL,
                            "for the trouble in spring");
        }
        return account;
    }

    // Once for each account: the operation's id says so.
    private void grant(Account account, GrantKind kind, long nanos, long expiresAtMs, String note) {
        backend.credit()
                .grant(account.id(), operation(account, note), kind, nanos, expiresAtMs, note);
    }

    private static UUID operation(Account account, String what) {
        String name = "demo " + account.id() + ' ' + what;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private void prices(Map<String, Account> accounts) {
        boolean published =
                backend.prices().list(PageKey.of(PAGE, "", "")).items().stream()
                        .anyMatch(book -> !book.isDraft() && book.note().equals(BOOK_NOTE));
        if (!published) {
            PriceBook draft = backend.prices().createDraft(0, BOOK_NOTE);
            PriceBook filled =
                    backend.prices()
                            .updateDraft(
                                    draft.id(),
                                    draft.version(),
                                    PriceList.rates(
                                            backend.services(), require(accounts, PARTNER).id()),
                                    PriceList.fees(backend.services()),
                                    BOOK_NOTE);
            backend.prices().publish(filled.id(), filled.version(), 0, true);
        }
    }

    // The limits fit the pace, so that some calls meet them at any speed.
    private Map<String, Plan> plans(Pace pace) {
        long none = ServiceLimits.UNLIMITED;
        return List.of(
                        plan("Starter", pace.callsPerMinute(0.065), none, 40),
                        plan("Team", none, Math.max(16_000, pace.tokensPerMinute(0.08)), none),
                        plan("Business", none, none, 400))
                .stream()
                .collect(Collectors.toMap(Plan::name, plan -> plan));
    }

    private Plan plan(String name, long requests, long tokens, long calls) {
        List<ServiceLimits> limits = List.of(new ServiceLimits(0, requests, tokens, calls, false));
        for (Plan plan : backend.plans().directory().all()) {
            if (plan.name().equals(name)) {
                return plan.limits().equals(limits)
                        ? plan
                        : backend.plans().update(plan.id(), plan.version(), name, limits);
            }
        }
        return backend.plans().create(name, limits);
    }

    private void revokeOldKeys(Account account) {
        PageKey page = PageKey.of(PAGE, "", "");
        for (ApiKey key : backend.keys().list(KeyFilter.of(account.id(), false), page).items()) {
            backend.keys().revoke(key.id(), "the demo was started again");
        }
    }

    private KeySettings settings(KeySpec spec, Plan plan) {
        boolean scoped = spec.name.equals("homework helper");
        @Nullable CreditLimit limit =
                spec.name.equals("contractor")
                        ? new CreditLimit(600_000_000L, CreditPeriod.DAY)
                        : null;
        Set<Long> services =
                scoped
                        ? Set.of(
                                backend.services().require(CHAT).id(),
                                backend.services().require(EMBEDDING).id())
                        : Set.of();
        return new KeySettings(spec.name, plan.id(), !scoped, services, 0, limit, List.of());
    }
}
