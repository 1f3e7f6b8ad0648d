package io.weighbridge.benchmarks;

import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.GateAssembly;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.gate.admit.RefusalListener;
import io.weighbridge.backend.keys.ApiKey;
import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.keys.KeyListener;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.HoldKeeper;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerOperation;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.limits.Plan;
import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.limits.SqlPlanStore;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.SqlPriceStore;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.usage.SqlUsageStore;
import io.weighbridge.backend.usage.refusals.RefusedCall;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// A real gate on a real ledger without gRPC, with many keys, each of an account of its own that
/// may spend without end.
final class InProcessGate implements AutoCloseable {
    static final String SERVICE = "chat";

    private static final String BASE_62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final long UNLIMITED_NANOS = 1_000_000_000_000_000_000L;

    private final Path directory;
    private final Database database;
    private final Ledger ledger;
    private final Gate gate;
    private final String[] secrets;

    InProcessGate(int keys) {
        try {
            directory = Files.createTempDirectory("weighbridge-benchmark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database = Database.open(directory);
        SystemTime time = new SystemTime();
        IdSource ids = new IdSource(time);
        Services services = new Services(new SqlServiceStore(database), ids, time);
        Plans plans = new Plans(new SqlPlanStore(database), ids, time);
        Prices prices = new Prices(new SqlPriceStore(database), ids, time);
        ledger = Ledger.open(directory, new ForgetfulStore(), time, 180_000);
        GateAssembly assembly =
                new GateAssembly(
                        services,
                        plans,
                        prices,
                        CallCosts.NONE,
                        Curves.NONE,
                        ledger,
                        time,
                        new byte[16],
                        new SqlUsageStore(database),
                        Runnable::run);
        ledger.adoptHolds((keyId, serviceId) -> HoldKeeper.NONE);
        ledger.start(assembly.holdExpiry(), facts -> {});
        Service service = services.create(SERVICE, ServiceSettings.TEXT_DEFAULT);
        publish(prices, service);
        Plan plan =
                plans.create(
                        "wide",
                        List.of(
                                new ServiceLimits(
                                        service.id(),
                                        ServiceLimits.REQUESTS_MAX,
                                        ServiceLimits.TOKENS_MAX,
                                        ServiceLimits.CALLS_MAX,
                                        false)));
        secrets = makeKeys(keys, assembly.keyListener(), ids, plan);
        gate = assembly.gate(new NoRefusals());
    }

    private static final class NoRefusals implements RefusalListener {
        @Override
        public void refused(RefusedCall call) {
            throw new IllegalStateException("refused: " + call);
        }

        @Override
        public void unrecognised(long serviceId, RefusalReason reason, long nowMs) {
            throw new IllegalStateException("refused: " + reason);
        }

        @Override
        public void shadowed(long keyId, long accountId, RefusalReason reason, long nowMs) {}
    }

    private static void publish(Prices prices, Service service) {
        PriceBook draft = prices.createDraft(0, "benchmark");
        List<Rate> rates =
                List.of(
                        rate(service, Unit.INPUT_TOKENS, 2_500_000_000L),
                        rate(service, Unit.CACHED_INPUT_TOKENS, 1_250_000_000L),
                        rate(service, Unit.OUTPUT_TOKENS, 10_000_000_000L));
        PriceBook filled =
                prices.updateDraft(
                        draft.id(), draft.version(), rates, List.of(new Fee(0, 100, 50_000)), "");
        prices.publish(filled.id(), filled.version(), 0, true);
    }

    private static Rate rate(Service service, Unit unit, long nanos) {
        return new Rate(
                service.id(), unit, ServiceTier.STANDARD, 0, 0, nanos, 1_000_000, List.of());
    }

    private String[] makeKeys(int keys, KeyListener listener, IdSource ids, Plan plan) {
        SplittableRandom random = new SplittableRandom(1);
        String[] made = new String[keys];
        MessageDigest sha256 = sha256();
        for (int i = 0; i < keys; i++) {
            made[i] = secret(random);
            long accountId = ids.next();
            ledger.addAccount(accountId, UNLIMITED_NANOS);
            KeySettings settings =
                    new KeySettings("", plan.id(), true, Set.of(), 0, null, List.of());
            listener.changed(
                    ApiKey.made(
                            ids.next(),
                            accountId,
                            settings,
                            KeyDigest.of(
                                    sha256.digest(made[i].getBytes(StandardCharsets.US_ASCII))),
                            "",
                            0,
                            0));
        }
        return made;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A well-formed key: see the package io.weighbridge.backend.keys.
    private static String secret(SplittableRandom random) {
        StringBuilder key = new StringBuilder("wb_live_");
        for (int i = 0; i < 27; i++) {
            key.append(BASE_62.charAt(random.nextInt(62)));
        }
        CRC32 crc = new CRC32();
        crc.update(key.toString().getBytes(StandardCharsets.US_ASCII));
        char[] checksum = new char[6];
        long rest = crc.getValue();
        for (int i = 5; i >= 0; i--) {
            checksum[i] = BASE_62.charAt((int) (rest % 62));
            rest /= 62;
        }
        return key.append(checksum).toString();
    }

    Gate gate() {
        return gate;
    }

    String secret(int key) {
        return secrets[key];
    }

    int keys() {
        return secrets.length;
    }

    /// Keeps the ledger's writer waiting until the latch is opened, so that what is measured is the
    /// decision alone, not a fight with the writer for two cores. Returns when it waits.
    CountDownLatch pauseWriter() {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch resume = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(
                        () ->
                                ledger.atBarrier(
                                        () -> {
                                            waiting.countDown();
                                            await(resume);
                                        }));
        await(waiting);
        return resume;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Releases holds; returns when they are gone.
    void release(List<Hold> holds) {
        LedgerOperation.run(
                ledger,
                posting -> {
                    holds.forEach(
                            hold ->
                                    posting.drop(
                                            hold.call().id(), RequestState.RELEASED, "benchmark"));
                    return true;
                });
        ledger.awaitFolded();
    }

    @Override
    public void close() {
        ledger.close();
        database.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
