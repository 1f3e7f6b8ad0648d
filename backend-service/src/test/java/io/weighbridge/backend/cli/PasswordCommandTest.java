package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.operators.Operators;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.ActorKind;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.ListEntriesRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The way from a first password to one's own.
final class PasswordCommandTest {
    private static final String OWN = "correct horse battery staple";

    @TempDir Path folder;
    @AutoClose private TestBackend test;
    private String first;

    @BeforeEach
    void start() {
        test = TestBackend.start(folder.resolve("data"));
        Operators.Made made = test.backend().operators().create("ben", "", Role.SUPPORT);
        first = made.password();
    }

    private Console run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--address=127.0.0.1:" + test.backend().port());
        return Console.run(all.toArray(String[]::new));
    }

    private String file(String option, String text) throws IOException {
        return option + '=' + Files.writeString(folder.resolve(option.substring(2)), text + "\n");
    }

    private String old(String text) throws IOException {
        return file("--password-file", text);
    }

    private String next(String text) throws IOException {
        return file("--new-password-file", text);
    }

    @Test
    void aLoginSaysWhatToDoAndTheSessionGoesOnAfterIt() throws IOException {
        String tokens = "--token-file=" + folder.resolve("ben.token");
        Console login = run("login", "--operator=ben", tokens, old(first));
        assertEquals(0, login.status(), login.err());
        assertTrue(login.out().contains("change it now, by `weighbridge password`"), login.out());
        Console refused = run("call", "Plans/ListPlans", tokens);
        assertEquals(1, refused.status());
        assertTrue(refused.err().endsWith(" [PASSWORD_CHANGE_REQUIRED]\n"), refused.err());
        assertTrue(refused.err().contains("`weighbridge password`"), refused.err());
        Console changed = run("password", tokens, old(first), next(OWN));
        assertEquals(0, changed.status(), changed.err());
        assertEquals("Changed the password of ben.\n", changed.out());
        assertEquals(0, run("call", "Plans/ListPlans", tokens).status());
        Console again = run("login", "--operator=ben", tokens, old(OWN));
        assertEquals(0, again.status(), again.err());
        assertEquals(1, again.out().lines().count(), again.out());
    }

    @Test
    void itAlsoLogsInByItself() throws IOException {
        Console wrong = run("password", "--operator=ben", old("a wrong password"), next(OWN));
        assertEquals(1, wrong.status());
        assertTrue(wrong.err().endsWith(" [LOGIN_FAILED]\n"), wrong.err());
        Console weak = run("password", "--operator=ben", old(first), next("canary"));
        assertEquals(1, weak.status());
        assertTrue(weak.err().endsWith(" [INVALID_FIELD]\n"), weak.err());
        Console changed = run("password", "--operator=ben", old(first), next(OWN));
        assertEquals(0, changed.status(), changed.err());
        assertEquals(0, run("call", "Plans/ListPlans", "--operator=ben", old(OWN)).status());
    }

    private Console reset(String... more) {
        List<String> all =
                new ArrayList<>(List.of("reset-password", "--data=" + folder.resolve("data")));
        all.addAll(List.of(more));
        return Console.run(all.toArray(String[]::new));
    }

    @Test
    void whoHasTheDataComesInAgain() throws IOException {
        String tokens = "--token-file=" + folder.resolve("ben.token");
        assertEquals(0, run("login", "--operator=ben", tokens, old(first)).status());
        Console running = reset("--name=ben", old(OWN));
        assertEquals(1, running.status());
        assertTrue(running.err().endsWith(" [STORE_UNAVAILABLE]\n"), running.err());
        test.close();
        Console nobody = reset("--name=nobody", old(OWN));
        assertEquals(1, nobody.status());
        assertTrue(nobody.err().endsWith(" [OPERATOR_UNKNOWN]\n"), nobody.err());
        Console chosen = reset("--name=ben", old(OWN));
        assertEquals("Reset the password of ben.\n", chosen.out(), chosen.err());
        test = TestBackend.start(folder.resolve("data"));
        // Sessions end with it; a password that the person typed may stay.
        Console session = run("call", "Plans/ListPlans", tokens);
        assertTrue(session.err().endsWith(" [UNAUTHENTICATED]\n"), session.err());
        assertEquals(0, run("call", "Plans/ListPlans", "--operator=ben", old(OWN)).status());
        test.close();
        Console made = reset("--name=ben", "--generate", "--remove-totp");
        String password = made.out().strip().substring(made.out().strip().lastIndexOf(' ') + 1);
        test = TestBackend.start(folder.resolve("data"));
        Console first = run("call", "Plans/ListPlans", "--operator=ben", old(password));
        assertTrue(first.err().endsWith(" [PASSWORD_CHANGE_REQUIRED]\n"), first.err());
        AuditEntry entry =
                AuditLogGrpc.newBlockingStub(test.channel())
                        .listEntries(
                                ListEntriesRequest.newBuilder()
                                        .setActionPrefix("operator.reset-password")
                                        .build())
                        .getEntries(0);
        assertEquals(ActorKind.ACTOR_KIND_LOCAL, entry.getActorKind(), entry::toString);
    }

    @Test
    void aResetMakesNoInstallation() throws IOException {
        Console result =
                Console.run(
                        "reset-password",
                        "--data=" + folder.resolve("nowhere"),
                        "--name=ben",
                        old(OWN));
        assertEquals(1, result.status());
        assertTrue(Files.notExists(folder.resolve("nowhere")));
    }

    @Test
    void whoseItIsMustBeSaid() throws IOException {
        for (String[] wrong :
                new String[][] {
                    {"password", old(first), next(OWN)},
                    {"password", "--operator=ben", "--token-file=x", old(first), next(OWN)}
                }) {
            Console result = run(wrong);
            assertEquals(2, result.status(), result.err());
            assertTrue(result.err().contains("--operator or --token-file"), result.err());
        }
        Console nothingToAsk = run("password", "--operator=ben", old(first));
        assertEquals(2, nothingToAsk.status());
        assertTrue(nothingToAsk.err().contains("no terminal"), nothingToAsk.err());
    }
}
