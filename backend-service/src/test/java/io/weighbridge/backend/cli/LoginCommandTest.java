package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The first administrator, and calls as an operator or a proxy.
final class LoginCommandTest {
    private static final String PASSWORD = "correct horse battery staple";

    @TempDir Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    private String passwordFile(String password) throws IOException {
        return "--password-file=" + Files.writeString(folder.resolve("password"), password + "\n");
    }

    private Console bootstrap(String name) throws IOException {
        return Console.run(
                "bootstrap", "--data=" + data(), "--name=" + name, passwordFile(PASSWORD));
    }

    private static Console call(TestBackend test, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--address=127.0.0.1:" + test.backend().port());
        return Console.run(all.toArray(String[]::new));
    }

    @Test
    void theFirstAdministratorIsMadeOnce() throws IOException {
        Console made = bootstrap("anna");
        assertEquals("", made.err());
        assertEquals("Made the administrator anna.\n", made.out());
        Console again = bootstrap("bert");
        assertEquals(1, again.status());
        assertTrue(again.err().endsWith(" [ADMIN_EXISTS]\n"), again.err());
        try (TestBackend test = TestBackend.start(data())) {
            Console running = bootstrap("bert");
            assertEquals(1, running.status());
            assertTrue(running.err().endsWith(" [STORE_UNAVAILABLE]\n"), running.err());
            assertTrue(test.backend().operators().hasAdmin());
        }
    }

    @Test
    void aWeakPasswordMakesNobody() throws IOException {
        Console weak =
                Console.run("bootstrap", "--data=" + data(), "--name=anna", passwordFile("canary"));
        assertEquals(1, weak.status());
        assertEquals(
                "error: password: 6 characters (expected: 12 to 200 characters) [INVALID_FIELD]\n",
                weak.err());
        assertEquals(0, bootstrap("anna").status());
    }

    @Test
    void aGeneratedPasswordIsShownOnceAndWorks() throws IOException {
        Console made = Console.run("bootstrap", "--data=" + data(), "--name=anna", "--generate");
        String password = made.out().strip().substring(made.out().strip().lastIndexOf(' ') + 1);
        assertEquals(24, password.length(), made.out());
        try (TestBackend test = TestBackend.start(data())) {
            Console who =
                    call(
                            test,
                            "call",
                            "Operators/WhoAmI",
                            "--operator=anna",
                            passwordFile(password));
            assertEquals(0, who.status(), who.err());
            assertTrue(who.out().contains("\"role\": \"ROLE_ADMIN\""), who.out());
        }
    }

    @Test
    void aCallIsMadeAsAnOperatorOrNotAtAll() throws IOException {
        assertEquals(0, bootstrap("anna").status());
        try (TestBackend test = TestBackend.start(data())) {
            Console nobody = call(test, "call", "Plans/ListPlans");
            assertEquals(1, nobody.status());
            assertTrue(nobody.err().endsWith(" [UNAUTHENTICATED]\n"), nobody.err());
            Console anna =
                    call(
                            test,
                            "call",
                            "Plans/ListPlans",
                            "--operator=anna",
                            passwordFile(PASSWORD));
            assertEquals(0, anna.status(), anna.err());
            Console wrong =
                    call(
                            test,
                            "call",
                            "Plans/ListPlans",
                            "--operator=anna",
                            passwordFile("a wrong password"));
            assertEquals(1, wrong.status());
            assertTrue(wrong.err().endsWith(" [LOGIN_FAILED]\n"), wrong.err());
        }
    }

    @Test
    void aKeptSessionServesLaterCallsAndIsRenewedInItsFile() throws IOException {
        assertEquals(0, bootstrap("anna").status());
        Path tokens = folder.resolve("anna.token");
        try (TestBackend test = TestBackend.start(data())) {
            Console login =
                    call(
                            test,
                            "login",
                            "--operator=anna",
                            "--token-file=" + tokens,
                            passwordFile(PASSWORD));
            assertEquals(0, login.status(), login.err());
            assertTrue(login.out().startsWith("Logged in as anna (admin) until "), login.out());
            if (Files.getFileStore(tokens).supportsFileAttributeView("posix")) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)));
            }
            List<String> lines = Files.readAllLines(tokens);
            assertEquals(0, list(test, tokens).status());
            assertEquals(lines, Files.readAllLines(tokens));
            // As if its time were over.
            Files.writeString(tokens, lines.get(0) + '\n' + lines.get(1) + "\n1\n");
            assertEquals(0, list(test, tokens).status());
            List<String> renewed = Files.readAllLines(tokens);
            assertNotEquals(lines.get(0), renewed.get(0));
            assertNotEquals(lines.get(1), renewed.get(1));
            assertEquals(0, list(test, tokens).status());
            Console out = call(test, "call", "Operators/Logout", "--token-file=" + tokens);
            assertEquals(0, out.status(), out.err());
            assertTrue(list(test, tokens).err().endsWith(" [UNAUTHENTICATED]\n"));
        }
    }

    @Test
    void commandsAtTheSameTimeRenewASessionOnce() throws Exception {
        assertEquals(0, bootstrap("anna").status());
        Path tokens = folder.resolve("anna.token");
        try (TestBackend test = TestBackend.start(data());
                ExecutorService several = Executors.newFixedThreadPool(8)) {
            String file = "--token-file=" + tokens;
            Console login = call(test, "login", "--operator=anna", file, passwordFile(PASSWORD));
            assertEquals(0, login.status(), login.err());
            List<String> lines = Files.readAllLines(tokens);
            // As if its time were over.
            Files.writeString(tokens, lines.get(0) + '\n' + lines.get(1) + "\n1\n");
            List<Callable<Console>> calls = Collections.nCopies(8, () -> list(test, tokens));
            for (Future<Console> each : several.invokeAll(calls)) {
                assertEquals("", each.get().err());
            }
        }
    }

    @Test
    void aLoginWritesOverNothingElse() throws IOException {
        assertEquals(0, bootstrap("anna").status());
        try (TestBackend test = TestBackend.start(data())) {
            Path file = Files.writeString(folder.resolve("envoy.token"), "a-proxys-secret\n");
            String option = "--token-file=" + file;
            Console login = call(test, "login", "--operator=anna", option, passwordFile(PASSWORD));
            assertEquals(2, login.status());
            assertTrue(login.err().contains(" has something else in it "), login.err());
            assertEquals("a-proxys-secret\n", Files.readString(file));
        }
    }

    @Test
    void withoutATerminalAPasswordComesFromAFile() {
        for (String[] asks :
                List.of(
                        new String[] {"bootstrap", "--data=" + data(), "--name=anna"},
                        new String[] {"login", "--operator=a", "--token-file=" + data()})) {
            Console result = Console.run(asks);
            assertEquals(2, result.status(), result.err());
            assertTrue(result.err().contains("(expected: --password-file)"), result.err());
        }
        assertFalse(Files.exists(data()));
    }

    private static Console list(TestBackend test, Path tokens) {
        return call(test, "call", "Operators/ListOperators", "--token-file=" + tokens);
    }

    @Test
    void aProxysSecretIsATokenFileToo() throws IOException {
        try (TestBackend test = TestBackend.start(data())) {
            test.chat();
            Path file =
                    Files.writeString(
                            folder.resolve("envoy.token"), test.tokens().proxy("envoy") + '\n');
            Console quote =
                    call(
                            test,
                            "call",
                            "Gate/Quote",
                            "{\"service\": \"chat\", \"units\": [{\"unit\":"
                                    + " \"UNIT_INPUT_TOKENS\", \"count\": 1}]}",
                            "--token-file=" + file);
            assertEquals(0, quote.status(), quote.err());
        }
    }

    @Test
    void whatCannotBeRightIsSaidBeforeAnythingIsSent() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        for (String[] wrong :
                List.of(
                        new String[] {"call", "Plans/ListPlans", "--token-file=" + empty},
                        new String[] {"call", "Plans/ListPlans", "--token-file=nowhere"},
                        new String[] {
                            "call", "Plans/ListPlans", "--token-file=" + empty, "--operator=a"
                        },
                        new String[] {"login", "--token-file=" + empty},
                        new String[] {"login", "--operator=a", "--password-file=nowhere"},
                        new String[] {"login", "--operator=a", "--address=nowhere"},
                        new String[] {"bootstrap", "--data=" + folder})) {
            Console result = Console.run(wrong);
            assertEquals(2, result.status(), () -> String.join(" ", wrong) + result.err());
        }
        Console unreachable =
                Console.run(
                        "call",
                        "Plans/ListPlans",
                        "--operator=a",
                        passwordFile(PASSWORD),
                        "--address=127.0.0.1:1");
        assertEquals(1, unreachable.status());
        assertTrue(unreachable.err().contains("cannot reach 127.0.0.1:1"), unreachable.err());
        assertFalse(unreachable.err().contains(PASSWORD));
    }
}
