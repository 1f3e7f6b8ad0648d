package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.EventsTable;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.model.IdKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Rows as LiteLLM's `/spend/logs` answers them.
final class ImportLiteLlmSpendCommandTest {
    private static final long CREDIT = 100_000;

    @TempDir Path folder;

    private TestBackend start() {
        return TestBackend.start(
                Config.of(data())
                        .withPort(0)
                        .with(EventsTable.ENABLED, "true")
                        .with(EventsTable.PORT, "0"),
                new SystemTime());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static String row(String id, String team, int tokens, String status) {
        return """
        {"request_id": "ID", "call_type": "acompletion", "api_key": "88dc", "spend": 4.5000000000000004e-04,
         "total_tokens": 0, "prompt_tokens": 0, "completion_tokens": 0, "startTime": "TIME",
         "model": "openai/fake", "model_group": "chat", "team_id": "TEAM", "end_user": "u-1", "user": "",
         "status": "STATUS", "metadata": {"status": "STATUS", "error_information": null,
           "usage_object": {"prompt_tokens": TOKENS, "completion_tokens": 0, "total_tokens": TOKENS}}}
        """
                .replace("ID", id)
                .replace("TEAM", team)
                .replace("TOKENS", Integer.toString(tokens))
                .replace("STATUS", status)
                .replace("TIME", Instant.now().toString());
    }

    private Console run(String address, List<String> rows, Account payer, String... also)
            throws IOException {
        return run(address, rows.toString(), payer, also);
    }

    private Console run(String address, String file, Account payer, String... also)
            throws IOException {
        Files.writeString(folder.resolve("spend.json"), file);
        Files.writeString(
                folder.resolve("payers.txt"),
                "# ours\nteam_id=a " + IdKind.ACCOUNT.format(payer.id()) + "\n");
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "import-litellm-spend",
                                "--events",
                                address,
                                "--payers",
                                folder.resolve("payers.txt").toString(),
                                "--outcomes",
                                folder.resolve("outcomes.txt").toString()));
        arguments.addAll(List.of(also));
        arguments.add(folder.resolve("spend.json").toString());
        return Console.run(arguments.toArray(String[]::new));
    }

    private static String address(TestBackend test) {
        return "http://127.0.0.1:" + test.backend().proxyServers().eventsPort().orElseThrow();
    }

    @Test
    void readsFirstAndThenChargesEachRowOnce() throws IOException {
        try (TestBackend test = start()) {
            test.chat();
            Account account = test.account("Acme", CREDIT * Calls.TOKEN);
            Path secret = folder.resolve("meter.secret");
            Files.writeString(secret, test.tokens().proxy("meter") + "\n");
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 501; i++) {
                rows.add(row("chatcmpl-" + i, "a", 10, "success"));
            }
            rows.add(row("failed", "a", 0, "failure").replace("4.5000000000000004e-04", "0"));
            rows.add(row("strangers", "b", 10, "success"));
            rows.add(row("old", "a", 10, "success").replaceAll("\"20[0-9]{2}-", "\"2019-"));

            Console dry = run(address(test), rows, account);
            assertEquals(3, dry.status(), dry.err());
            assertTrue(dry.out().startsWith("502 can be told; nothing is charged"), dry.out());
            assertEquals(List.of(), SettledCalls.in(test, data()));

            String[] charge = {"--charge", "--token-file", secret.toString()};
            for (int i = 0; i < 2; i++) {
                Console charged = run(address(test), rows, account, charge);
                assertEquals(3, charged.status(), charged.err());
                assertTrue(
                        charged.out()
                                .startsWith(
                                        (i == 0 ? 501 : 0)
                                                + " charged, 0 kept as unrated, "
                                                + (i == 0 ? 0 : 501)
                                                + " told before, 1 failures, 2 not charged"),
                        charged.out());
                assertTrue(charged.err().contains("strangers: payer"), charged.err());
                assertTrue(charged.err().contains("old: INVALID_FIELD: time"), charged.err());
            }
            List<Settled> settled = SettledCalls.in(test, data());
            assertEquals(501, settled.size());
            assertEquals(10, settled.getFirst().charge());
            assertEquals((CREDIT - 5_010) * Calls.TOKEN, test.balance(account).balanceNanos());
            assertEquals(
                    501,
                    LedgerSums.number(
                            test,
                            data(),
                            "SELECT count(*) FROM usage_record WHERE upstream_cost_nanos = 450000"));
            List<String> outcomes = Files.readAllLines(folder.resolve("outcomes.txt"));
            assertEquals(rows.size(), outcomes.size());
            assertTrue(outcomes.contains("failed failure, not charged"), outcomes::toString);
            assertTrue(outcomes.contains("chatcmpl-0 told before"), outcomes::toString);
            LedgerSums.check(test, data());
        }
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        try (TestBackend test = start()) {
            test.chat();
            Account account = test.account("Acme", CREDIT * Calls.TOKEN);
            Path secret = folder.resolve("wrong.secret");
            Files.writeString(secret, "nonsense");
            List<String> rows = List.of(row("1", "a", 10, "success"));
            String[] charge = {"--charge", "--token-file", secret.toString()};
            Console refused = run(address(test), rows, account, charge);
            assertEquals(1, refused.status(), refused.err());
            assertTrue(refused.err().contains("401"), refused.err());
            assertEquals(2, run(address(test), rows, account, "--charge").status());
            int nobody = RunningProgram.freePorts(1).getFirst();
            String[] briefly = {"--charge", "--wait=1", "--token-file", secret.toString()};
            Console away = run("http://127.0.0.1:" + nobody, rows, account, briefly);
            assertEquals(1, away.status());
            assertTrue(away.err().contains("nothing was taken for 1 s"), away.err());
            assertTrue(away.err().contains(":" + nobody + "/events"), away.err());
            assertTrue(away.err().contains("--events says where"), away.err());
            Files.writeString(folder.resolve("spend.json"), "{}");
            assertEquals(List.of(), SettledCalls.in(test, data()));
        }
    }

    // The metadata, with its status, and the end user are the client's.
    @Test
    void whatAClientWritesTakesNothingAway() throws IOException {
        try (TestBackend test = start()) {
            test.chat();
            Account account = test.account("Acme", CREDIT * Calls.TOKEN);
            Path secret = folder.resolve("meter.secret");
            Files.writeString(secret, test.tokens().proxy("meter"));
            String[] charge = {"--charge", "--token-file", secret.toString()};
            List<String> rows =
                    List.of(
                            row("1", "a", 10, "failure"),
                            row("2", "a", 0, "failure"),
                            row("3", "a", 10, "success").replace("u-1", "u".repeat(101)),
                            row("4", "a", 10, "success").replace("u-1", "\\ud800\\u0001"),
                            row("5", "a", 10, "success").replace("\"u-1\"", "7"));
            Console charged = run(address(test), rows, account, charge);
            assertEquals(0, charged.status(), charged.err());
            assertTrue(charged.out().startsWith("5 charged, 0 kept as unrated"), charged.out());
            assertEquals((CREDIT - 40) * Calls.TOKEN, test.balance(account).balanceNanos());

            String payers = folder.resolve("payers.txt").toString();
            Files.writeString(
                    Path.of(payers), "end_user=u-1 " + IdKind.ACCOUNT.format(account.id()));
            assertEquals(
                    2,
                    Console.run(
                                    "import-litellm-spend",
                                    "--payers",
                                    payers,
                                    folder.resolve("spend.json").toString())
                            .status());
        }
    }

    @Test
    void aFileThatIsNotAListOfRowsToItsEndIsNotTakenForOne() throws IOException {
        try (TestBackend test = start()) {
            Account account = test.account("Acme", CREDIT * Calls.TOKEN);
            String row = row("1", "a", 10, "success");
            String address = address(test);
            Console odd = run(address, "[7, " + row + ", [1], null]", account);
            assertEquals(3, odd.status(), odd.err());
            assertTrue(odd.out().startsWith("1 can be told"), odd.out());
            assertTrue(odd.out().contains("3 not charged"), odd.out());
            for (String file :
                    List.of("[" + row, "[" + row + ",", "[" + row + "] " + row, "[] [", "[]]")) {
                assertEquals(1, run(address, file, account).status(), file);
            }
        }
    }
}
