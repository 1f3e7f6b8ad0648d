package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

final class BackendStartTest {
    @TempDir Path directory;

    @Test
    void aStartThatFailsLateClosesWhatItHadOpened() throws IOException {
        TestBackend.start(directory).close();
        Set<Thread> before = ledgerThreads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Config config = Config.of(directory).withPort(taken.getLocalPort());
            Fault fault = assertThrows(Fault.class, () -> Backend.start(config, new SystemTime()));
            assertEquals(ErrorCode.INVALID_FIELD, fault.code());
            assertArrayEquals(new Throwable[0], fault.getSuppressed());
        }
        assertEquals(before, ledgerThreads());
        // The lock, the store and the journal are free again.
        try (TestBackend test = TestBackend.start(directory)) {
            assertTrue(test.backend().ledger().isHealthy());
        }
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such rights")
    @Test
    void theFirstStartMakesADirectoryForItsOwnerAlsoWherePaymentsAreTaken() throws IOException {
        Path data = directory.resolve("data");
        Config config =
                Config.of(data)
                        .withPort(0)
                        .with(StripeTable.SECRET_KEY, "sk_test_CanaryOfTheKey")
                        .with(StripeTable.WEBHOOK_SECRETS, "whsec_CanaryOfTheSecret");
        Backend.start(config, new SystemTime()).close();
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
    }

    private static Set<Thread> ledgerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ledger-"))
                .collect(Collectors.toSet());
    }

    @Test
    void aSecondOneOnTheSameDirectoryIsRefusedAndHarmsNothing() {
        try (TestBackend test = TestBackend.start(directory)) {
            assertThrows(
                    Fault.class,
                    () -> Backend.start(Config.of(directory).withPort(0), new SystemTime()));
            assertTrue(test.account("Acme", 5).id() > 0);
        }
    }

    @Test
    void closesEachInReverseOrderWhateverTheOthersThrow() {
        List<String> closed = new ArrayList<>();
        IllegalStateException second = new IllegalStateException("second");
        Exception third = new Exception("third");
        Opened opened = new Opened();
        opened.add(() -> closed.add("first"));
        opened.add(
                () -> {
                    closed.add("second");
                    throw second;
                });
        opened.add(
                () -> {
                    closed.add("third");
                    throw third;
                });
        RuntimeException failure = new RuntimeException("the failure");
        opened.closeAfter(failure);
        assertEquals(List.of("third", "second", "first"), closed);
        Throwable thrown = failure.getSuppressed()[0];
        assertSame(third, thrown.getCause());
        assertSame(second, thrown.getSuppressed()[0]);
        opened.close();
        assertEquals(3, closed.size());
    }

    @Test
    void reflectionNamesEveryService() throws Exception {
        try (TestBackend test = TestBackend.start(directory)) {
            CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
            StreamObserver<ServerReflectionRequest> requests =
                    ServerReflectionGrpc.newStub(test.channel())
                            .serverReflectionInfo(
                                    new StreamObserver<>() {
                                        @Override
                                        public void onNext(ServerReflectionResponse response) {
                                            answer.complete(response);
                                        }

                                        @Override
                                        public void onError(Throwable thrown) {
                                            answer.completeExceptionally(thrown);
                                        }

                                        @Override
                                        public void onCompleted() {}
                                    });
            requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
            List<String> names =
                    answer
                            .get(20, TimeUnit.SECONDS)
                            .getListServicesResponse()
                            .getServiceList()
                            .stream()
                            .map(ServiceResponse::getName)
                            .toList();
            requests.onCompleted();
            for (String name : List.of("Gate", "Services", "Plans", "Keys", "Accounts", "Prices")) {
                assertTrue(names.contains("weighbridge.v1." + name), names::toString);
            }
            assertFalse(names.isEmpty());
        }
    }

    @Test
    void theCurrencyStaysThatOfTheFirstStart() {
        TestBackend.start(directory).close();
        Config eur = Config.of(directory).withPort(0).with(ConfigTable.CURRENCY, "EUR");
        Fault fault = assertThrows(Fault.class, () -> Backend.start(eur, new SystemTime()));
        assertTrue(fault.text().contains("currency: EUR (expected: USD"), fault.text());
    }
}
