package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestTokens;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

final class ReportUsageCommandTest {
    private static final long CREDIT = 10_000;

    @TempDir Path folder;

    private TestBackend start(int port) {
        Config config = Config.of(folder.resolve("data")).withPort(port);
        return TestBackend.start(config, new SystemTime());
    }

    /// An account with credit for the service "chat", and its key.
    private record Customer(Account account, String key) {
        static Customer of(TestBackend test) {
            test.chat();
            Account account = test.account("Acme", CREDIT * Calls.TOKEN);
            return new Customer(account, test.key(account).secret());
        }
    }

    private static String hold(TestBackend test, String key) {
        return GateCalls.authorize(test, key, "chat", 10, 90).getAdmitted().getHoldId();
    }

    private static String hold(TestBackend test, String key, String proxy) {
        return test.gate(proxy)
                .authorize(
                        AuthorizeRequest.newBuilder()
                                .setApiKey(key)
                                .setService("chat")
                                .addEstimate(Calls.count(Unit.UNIT_INPUT_TOKENS, 10))
                                .build())
                .getAdmitted()
                .getHoldId();
    }

    private static String line(String hold, String status, long input, long output) {
        return "{\"hold_id\":\""
                + hold
                + "\",\"status\":\""
                + status
                + "\",\"completed\":\"OK\",\"units\":{\"input_tokens\":\""
                + input
                + "\",\"output_tokens\":\""
                + output
                + "\"}}\n";
    }

    private Path log() {
        return folder.resolve("usage.log");
    }

    private void append(String text) throws IOException {
        Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Console report(int port, Path secret, String... more) {
        List<String> args = new ArrayList<>(List.of("report-usage", "--address=127.0.0.1:" + port));
        args.add("--token-file=" + secret);
        args.addAll(List.of(more));
        args.add(log().toString());
        return Console.run(args.toArray(String[]::new));
    }

    private Path secret(TestBackend test) throws IOException {
        return Files.writeString(
                folder.resolve("secret"), test.tokens().proxy(TestTokens.PROXY) + "\n");
    }

    private static long balance(TestBackend test, Customer who) {
        return test.balance(who.account()).balanceNanos() / Calls.TOKEN;
    }

    @Test
    void chargesWhatTheLogTellsOnce() throws IOException {
        try (TestBackend test = start(0)) {
            Customer acme = Customer.of(test);
            Path secret = secret(test);
            int port = test.backend().port();
            append(line(hold(test, acme.key()), "200", 9, 4));
            append(line(hold(test, acme.key()), "502", 9, 4));
            append("garbage\n" + line("", "402", 0, 0));
            append("{\"hold_id\":\"" + hold(test, acme.key()) + "\",\"status\":\"200\"}\n");
            append(line("forged", "200", 1, 1) + "{\"hold_id\":\"half");
            Console first = report(port, secret);
            assertEquals(
                    "1 charged, 0 kept as unrated, 0 repeated, 1 released, 1 refused; 1 lines"
                            + " without usage, 1 that cannot be read\n",
                    first.out(),
                    first.err());
            assertEquals(3, first.status());
            assertTrue(first.err().contains("refused: hold forged"), first.err());
            assertTrue(first.err().contains("[HOLD_FORGED]"), first.err());
            assertEquals(CREDIT - 13, balance(test, acme));
            // The last one stays open: nobody told what it used.
            assertEquals(100 * Calls.TOKEN, test.balance(acme.account()).heldNanos().orElseThrow());

            assertTrue(report(port, secret).out().startsWith("0 charged"));
            Files.delete(folder.resolve("usage.log.position"));
            assertTrue(
                    report(port, secret)
                            .out()
                            .startsWith("0 charged, 0 kept as unrated, 1 repeated, 0 rel"));
            assertEquals(CREDIT - 13, balance(test, acme));
        }
    }

    /// One that another credential was admitted under, as when the port for proxies got another.
    @Test
    void anothersCallStopsNothing() throws IOException {
        try (TestBackend test = start(0)) {
            Customer acme = Customer.of(test);
            append(line(hold(test, acme.key()), "502", 0, 0));
            append(line(hold(test, acme.key(), "new"), "200", 9, 4));
            Path secret = Files.writeString(folder.resolve("s"), test.tokens().proxy("new") + "\n");
            Console done = report(test.backend().port(), secret);
            assertEquals(3, done.status(), done.err());
            assertTrue(done.err().contains("[HOLD_OF_ANOTHER_PROXY]"), done.err());
            assertEquals(CREDIT - 13, balance(test, acme));
        }
    }

    /// Nothing is charged for what is told after a hold expired: that is for an operator.
    @Test
    void whatIsKeptAsUnratedIsNotCalledCharged() throws IOException {
        try (TestBackend test = start(0)) {
            Customer acme = Customer.of(test);
            String hold =
                    test.gate()
                            .authorize(Calls.chat(acme.key(), 10, 10).setTtlMs(1_000).build())
                            .getAdmitted()
                            .getHoldId();
            test.awaitNoHolds(acme.account());
            assertEquals(CREDIT - 10, balance(test, acme));
            append(line(hold, "200", 10, 4));
            append(line(hold(test, acme.key()), "200", 1, 1));
            Console done = report(test.backend().port(), secret(test));
            assertTrue(
                    done.out().startsWith("1 charged, 1 kept as unrated, 0 repeated, 0 released,"),
                    done.out());
            assertEquals(3, done.status(), done.err());
            assertTrue(done.err().contains("kept as unrated: hold " + hold), done.err());
            assertTrue(done.err().contains(": record 0"), done.err());
            assertEquals(CREDIT - 12, balance(test, acme));
        }
    }

    /// Holds expire meanwhile, so that a job that waits for ever costs money.
    @Test
    void givesUpAGateThatIsNotThereAndTellsTheRestTheNextTime() throws IOException {
        int port = RunningProgram.freePorts(1).getFirst();
        String hold;
        Path secret;
        Customer acme;
        try (TestBackend test = start(port)) {
            acme = Customer.of(test);
            hold = hold(test, acme.key());
            secret = secret(test);
        }
        append(line(hold, "200", 9, 4));
        Console away = report(port, secret, "--wait=1");
        assertEquals(1, away.status(), away.out());
        assertTrue(away.err().contains("error: nothing was taken for 1 s"), away.err());
        assertTrue(away.err().contains("127.0.0.1:" + port), away.err());
        assertTrue(away.err().contains("--address says where"), away.err());
        assertEquals(2, report(port, secret, "--wait=-1").status());
        try (TestBackend test = start(port)) {
            Console done = report(port, secret, "--wait=30");
            assertEquals(0, done.status(), done.err());
            assertEquals(CREDIT - 13, balance(test, acme));
        }
    }

    @Test
    void countsWhatTheLogDoesNotAsIsSaid() throws IOException {
        try (TestBackend test = start(0)) {
            Customer acme = Customer.of(test);
            String hold = hold(test, acme.key());
            append("{\"hold_id\":\"" + hold + "\",\"status\":\"200\",\"completed\":\"OK\"}\n");
            Console done = report(test.backend().port(), secret(test), "--units", "input_tokens=7");
            assertEquals(0, done.status(), done.err());
            assertEquals(CREDIT - 7, balance(test, acme));
        }
    }

    @Test
    void waitsForAGateThatIsAway() throws Exception {
        int port = RunningProgram.freePorts(1).getFirst();
        String hold;
        String next;
        Path secret;
        Customer acme;
        try (TestBackend test = start(port)) {
            acme = Customer.of(test);
            hold = hold(test, acme.key());
            next = hold(test, acme.key());
            secret = secret(test);
        }
        append(line(hold, "200", 9, 4));
        Thread following = Thread.ofVirtual().start(() -> report(port, secret, "--follow"));
        Calls.await(
                "the log to be waited for",
                () -> following.getState() == Thread.State.TIMED_WAITING);
        try (TestBackend test = start(port)) {
            Calls.await("the call to be charged", () -> balance(test, acme) == CREDIT - 13);
            Path position = folder.resolve("usage.log.position");
            Calls.await("the position to be kept", () -> Files.exists(position));
            append(line(next, "200", 1, 1));
            Calls.await("the next to be charged", () -> balance(test, acme) == CREDIT - 15);
            following.interrupt();
            following.join();
        }
    }

    @Test
    void whatIsTypedWronglyIsSaid() throws IOException {
        append("");
        for (String wrong : List.of("--format=apache", "--units=requests", "--units=tokens=1")) {
            Console console =
                    Console.run("report-usage", wrong, "--token-file=none", log().toString());
            assertEquals(2, console.status(), wrong);
            assertTrue(console.err().contains("expected: "), console.err());
        }
        Path none = Files.writeString(folder.resolve("secret"), "x\n");
        Console absent =
                Console.run(
                        "report-usage",
                        "--token-file=" + none,
                        folder.resolve("other.log").toString());
        assertEquals(2, absent.status(), absent.out());
    }
}
