package io.weighbridge.backend.crash;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Unit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// What is sold in the crash loop, to whom, at which prices; and what a call must cost, computed
/// without the code under test.
final class Catalogue {
    /// Holds last long.
    static final String STEADY = "steady";

    /// Holds last a second; a vanished proxy's calls cost nothing.
    static final String BRIEF = "brief";

    /// Given to each rich account at first.
    static final long RICH_NANOS = 1_000_000_000_000L;

    /// Given to the poor account at first: worth a few calls.
    static final long POOR_NANOS = 20_000_000L;

    /// The proxy that all calls come from.
    static final String PROXY = "crash";

    private static final long FEE_PER_REQUEST = 1_001;
    private static final long FEE_MILLIONTHS = 33_333;

    /// A paying account.
    ///
    /// @param id of the account
    /// @param key its secret
    /// @param poor whether calls mostly find too little credit
    record Payer(long id, String key, boolean poor) {
        long creditNanos() {
            return poor ? POOR_NANOS : RICH_NANOS;
        }
    }

    private Catalogue() {}

    /// Fills an empty data directory and returns who pays. The first is the one most calls are for.
    static List<Payer> make(Path directory, StoreAddress store) {
        try (TestBackend test = TestBackend.start(directory, store)) {
            Backend backend = test.backend();
            test.service(STEADY);
            backend.services()
                    .create(
                            BRIEF,
                            new ServiceSettings(
                                    ServiceCategory.TEXT,
                                    false,
                                    VanishedPolicy.BILL_NOTHING,
                                    ServiceSettings.HOLD_TTL_MS_MIN,
                                    0,
                                    ServiceSettings.METER_SLICE_DEFAULT,
                                    0));
            publish(backend, 0);
            List<Payer> payers = new ArrayList<>();
            payers.add(payer(test, "hot", false));
            payers.add(payer(test, "warm", false));
            payers.add(payer(test, "cold", false));
            payers.add(payer(test, "poor", true));
            Files.writeString(proxyFile(directory), test.tokens().proxy(PROXY));
            return payers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Beside the data directory, which is killed and copied.
    private static Path proxyFile(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".proxy");
    }

    /// The secret of [#PROXY] in a data directory.
    static String proxySecret(Path directory) {
        try {
            return Files.readString(proxyFile(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Payer payer(TestBackend test, String name, boolean poor) {
        Account account = test.backend().accounts().create(name, 0);
        test.backend()
                .credit()
                .grant(
                        account.id(),
                        UUID.randomUUID(),
                        GrantKind.PURCHASED,
                        poor ? POOR_NANOS : RICH_NANOS,
                        0,
                        "");
        KeySettings settings =
                new KeySettings(
                        name,
                        0,
                        true,
                        Set.of(),
                        0,
                        new CreditLimit(RICH_NANOS, CreditPeriod.MONTH),
                        List.of(
                                new ServiceLimits(
                                        0,
                                        ServiceLimits.REQUESTS_MAX,
                                        ServiceLimits.TOKENS_MAX,
                                        ServiceLimits.CALLS_MAX,
                                        false)));
        return new Payer(
                account.id(), test.backend().keys().create(account.id(), settings).secret(), poor);
    }

    /// Publishes the nth book, in force at once, and returns its id.
    static long publish(Backend backend, int n) {
        List<Rate> rates = new ArrayList<>();
        for (String name : List.of(STEADY, BRIEF)) {
            Service service = backend.services().directory().byName(name);
            if (service == null) {
                throw new IllegalStateException("no service " + name);
            }
            rates.add(TestBackend.rate(service, Unit.INPUT_TOKENS, inputNanos(n)));
            rates.add(TestBackend.rate(service, Unit.OUTPUT_TOKENS, outputNanos(n)));
        }
        PriceBook draft = backend.prices().createDraft(0, "book " + n);
        PriceBook filled =
                backend.prices()
                        .updateDraft(
                                draft.id(),
                                draft.version(),
                                rates,
                                List.of(new Fee(0, FEE_PER_REQUEST, FEE_MILLIONTHS)),
                                "book " + n);
        return backend.prices().publish(filled.id(), filled.version(), 0, true).id();
    }

    // Odd figures, another for each book, so that a charge by the wrong book shows.
    private static long inputNanos(int n) {
        return 2_500_000_007L + 13_000_001L * n;
    }

    private static long outputNanos(int n) {
        return 10_000_000_019L + 29_000_003L * n;
    }

    /// What a call costs by the nth book.
    static long chargeNanos(int n, long inputTokens, long outputTokens) {
        BigDecimal price =
                BigDecimal.valueOf(inputNanos(n))
                        .multiply(BigDecimal.valueOf(inputTokens))
                        .add(
                                BigDecimal.valueOf(outputNanos(n))
                                        .multiply(BigDecimal.valueOf(outputTokens)))
                        .movePointLeft(6);
        return price.add(price.multiply(BigDecimal.valueOf(FEE_MILLIONTHS)).movePointLeft(6))
                .add(BigDecimal.valueOf(FEE_PER_REQUEST))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /// The text form of a book's id.
    static String bookText(long id) {
        return IdKind.PRICE_BOOK.format(id);
    }
}
