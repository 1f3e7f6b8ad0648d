package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A hold id works only as it was given, where it was given, for whom it was given.
final class HoldIdTest {
    @TempDir Path directory;
    @TempDir Path other;
    private TestBackend test;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        test.chat();
        account = test.account("Acme", 1_000 * Calls.TOKEN);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    private String hold(GateGrpc.GateBlockingStub gate) {
        return gate.authorize(Calls.chat(key, 10, 10).build()).getAdmitted().getHoldId();
    }

    private List<String> outcomes(SettleRequest settle) {
        return outcomes(test.gate(), settle);
    }

    private static List<String> outcomes(GateGrpc.GateBlockingStub gate, SettleRequest settle) {
        return List.of(
                Calls.outcome(() -> gate.settle(settle)),
                Calls.outcome(
                        () ->
                                gate.release(
                                        ReleaseRequest.newBuilder()
                                                .setHoldId(settle.getHoldId())
                                                .setRequestId(settle.getRequestId())
                                                .setProxy(settle.getProxy())
                                                .build())),
                Calls.outcome(
                        () ->
                                gate.extend(
                                        ExtendRequest.newBuilder()
                                                .setHoldId(settle.getHoldId())
                                                .setProxy(settle.getProxy())
                                                .build())));
    }

    @Test
    void shouldRefuseAForgedId() throws IOException {
        String hold = hold(test.gate());
        List<String> forged = List.of("HOLD_FORGED", "HOLD_FORGED", "HOLD_FORGED");
        for (int at : List.of(0, 1, 20, 40, 60, 80, 100, 105)) {
            char changed = hold.charAt(at) == 'A' ? 'B' : 'A';
            String text = hold.substring(0, at) + changed + hold.substring(at + 1);
            assertEquals(forged, outcomes(Calls.settle(text, 1, 1).build()), "at " + at);
        }
        for (String text :
                List.of(
                        hold.substring(0, 109),
                        hold.substring(0, 50),
                        hold + "AAAA",
                        "garbage!",
                        "é",
                        " " + hold)) {
            assertEquals(forged, outcomes(Calls.settle(text, 1, 1).build()), text);
        }
        try (TestBackend another = TestBackend.start(other)) {
            another.chat();
            Account theirs = another.account("Acme", 1_000 * Calls.TOKEN);
            String foreign =
                    another.gate()
                            .authorize(Calls.chat(another.key(theirs).secret(), 1, 1).build())
                            .getAdmitted()
                            .getHoldId();
            assertEquals(forged, outcomes(Calls.settle(foreign, 1, 1).build()));
        }
        assertEquals(1_000 * Calls.TOKEN, test.balance(account).balanceNanos());
        assertEquals(20 * Calls.TOKEN, test.balance(account).heldNanos().orElseThrow());
    }

    @Test
    void shouldRefuseAnotherProxysName() {
        GateGrpc.GateBlockingStub first = test.gate("envoy-1");
        GateGrpc.GateBlockingStub second = test.gate("envoy-2");
        String hold = hold(first);
        SettleRequest settle = Calls.settle(hold, 1, 1).build();
        String denied = "HOLD_OF_ANOTHER_PROXY";
        assertEquals(List.of(denied, denied, denied), outcomes(second, settle));
        assertEquals(List.of(denied, denied, denied), outcomes(settle));
        // The credential says who it is; whoever says otherwise is not believed.
        String other = "INVALID_FIELD";
        assertEquals(
                List.of(other, other, other),
                outcomes(second, settle.toBuilder().setProxy("envoy-1").build()));
        assertEquals(
                "ok",
                Calls.outcome(() -> first.settle(settle.toBuilder().setProxy("envoy-1").build())));
    }

    @Test
    void shouldRefuseAHoldIdWithTheRequestIdOfAnotherCall() {
        String hold = hold(test.gate());
        String id = RequestId.next(System.currentTimeMillis()).toString();
        assertEquals(
                List.of("HOLD_MISMATCH", "HOLD_MISMATCH"),
                outcomes(Calls.settle(hold, 1, 1).setRequestId(id).build()).subList(0, 2));
        for (String bad : List.of("x", "", "00000000-0000-4000-8000-000000000000")) {
            SettleRequest request =
                    Calls.settle(bad.isEmpty() ? "" : hold, 1, 1).setRequestId(bad).build();
            assertEquals(
                    bad.isEmpty() ? "INVALID_FIELD" : "INVALID_REQUEST_ID",
                    Calls.outcome(() -> test.gate().settle(request)));
        }
        assertEquals(
                "HOLD_UNKNOWN",
                Calls.outcome(
                        () -> test.gate().settle(Calls.settle("", 1, 1).setRequestId(id).build())));
    }

    // The hold was lost in a crash before it reached the disk, and its request id was used again by
    // somebody else before it was settled.
    @Test
    void shouldNotChargeWhoUsesTheRequestIdOfALostHoldAgain() throws IOException {
        Account eve = test.account("Eve", 1_000 * Calls.TOKEN);
        String eves = test.key(eve).secret();
        test.backend().ledger().awaitFolded();
        test.close();
        copy(directory, other);
        test = TestBackend.start(directory);
        String id = RequestId.next(System.currentTimeMillis()).toString();
        String lost =
                test.gate()
                        .authorize(Calls.chat(eves, 10, 10).setRequestId(id).build())
                        .getAdmitted()
                        .getHoldId();
        test.close();
        test = TestBackend.start(other);
        String hold =
                test.gate()
                        .authorize(Calls.chat(key, 10, 10).setRequestId(id).build())
                        .getAdmitted()
                        .getHoldId();
        List<String> mismatch = List.of("HOLD_MISMATCH", "HOLD_MISMATCH", "HOLD_MISMATCH");
        assertEquals(mismatch, outcomes(Calls.settle(lost, 10, 10).build()));
        assertEquals(1_000 * Calls.TOKEN, test.balance(account).balanceNanos());
        test.gate().settle(Calls.settle(hold, 10, 10).build());
        for (long output : List.of(10L, 9L)) {
            assertEquals(
                    "HOLD_MISMATCH",
                    Calls.outcome(() -> test.gate().settle(Calls.settle(lost, 10, output).build())),
                    "also with the same content: the answer tells a balance");
        }
        assertEquals(980 * Calls.TOKEN, test.balance(account).balanceNanos());
        assertEquals(1_000 * Calls.TOKEN, test.balance(eve).balanceNanos());
        test.close();
        test = TestBackend.start(directory);
    }

    // The same, used again by its owner at another price: the record says by which book it is
    // charged, and is charged by that one.
    @Test
    void shouldChargeByTheBookOfTheHoldThatIsOpen() throws IOException {
        test.close();
        copy(directory, other);
        test = TestBackend.start(directory);
        AuthorizeRequest request =
                Calls.chat(key, 10, 10)
                        .setRequestId(RequestId.next(System.currentTimeMillis()).toString())
                        .build();
        String lost = test.gate().authorize(request).getAdmitted().getHoldId();
        test.close();
        test = TestBackend.start(other);
        Service chat = Objects.requireNonNull(test.backend().services().directory().byName("chat"));
        long twice = 2 * Calls.TOKEN * 1_000_000;
        PriceBook newer = test.publish(chat, twice, twice);
        String book = test.gate().authorize(request).getAdmitted().getPriceBook();
        assertEquals(IdKind.PRICE_BOOK.format(newer.id()), book);
        assertEquals(
                40 * Calls.TOKEN,
                test.gate().settle(Calls.settle(lost, 10, 10).build()).getChargeNanos());
        LedgerSums.check(test, other);
        test.close();
        test = TestBackend.start(directory);
    }

    @Test
    void shouldChargeALostHoldFromItsIdAloneOnce() throws IOException {
        test.close();
        copy(directory, other);
        test = TestBackend.start(directory);
        String lost = hold(test.gate("p"));
        test.close();
        test = TestBackend.start(other);
        assertEquals(
                "HOLD_OF_ANOTHER_PROXY",
                Calls.outcome(() -> test.gate().settle(Calls.settle(lost, 10, 5).build())));
        SettleRequest settle = Calls.settle(lost, 10, 5).build();
        assertEquals(15 * Calls.TOKEN, test.gate("p").settle(settle).getOverrunNanos());
        assertEquals(true, test.gate("p").settle(settle).getRepeated());
        assertEquals(985 * Calls.TOKEN, test.balance(account).balanceNanos());
        LedgerSums.check(test, other);
        test.close();
        test = TestBackend.start(directory);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
