package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.nio.file.Files;
import java.nio.file.Path;

final class CommandsTest {
    @TempDir Path folder;

    @Test
    void aMistypedCommandIsToldWhatWasMeant() {
        Console result = Console.run("serv");
        assertEquals(2, result.status());
        assertEquals(
                """
                error: command: serv (expected: a command of weighbridge)
                Did you mean: serve?
                See: weighbridge --help
                """,
                result.err());
        assertEquals("", result.out());
    }

    @Test
    void aMistypedOptionIsToldWhatWasMeant() {
        Console result = Console.run("serve", "--confg", "x");
        assertEquals(2, result.status());
        assertEquals(
                """
                error: option: --confg (expected: an option of weighbridge serve)
                Did you mean: --config?
                See: weighbridge serve --help
                """,
                result.err());
        assertTrue(Console.run("verify-ledger", "--dta=x").err().contains("Did you mean: --data?"));
    }

    @Test
    void whatCannotBeMeantIsRefusedWithoutAGuess() {
        Console result = Console.run("zzzzzz");
        assertEquals(2, result.status());
        assertFalse(result.err().contains("Did you mean"), result.err());
        assertEquals(2, Console.run("serve", "surplus").status());
        assertEquals(2, Console.run("serve", "--config").status());
        assertEquals(2, Console.run("call", "--timeout", "soon", "Gate/Quote").status());
        assertEquals(2, Console.run("verify-ledger", "--data", "a", "--config", "b").status());
    }

    @Test
    void noCommandIsAnErrorThatShowsTheWay() {
        Console result = Console.run();
        assertEquals(2, result.status());
        assertEquals("error: a command is missing\nSee: weighbridge --help\n", result.err());
    }

    @Test
    void everyCommandHasHelpWithAPurposeAndAnExample() {
        CommandLine all = Commands.commandLine();
        assertTrue(all.getSubcommands().keySet().contains("serve"));
        String overview = Console.run("--help").out();
        all.getSubcommands()
                .forEach(
                        (name, command) -> {
                            Console help = Console.run(name, "--help");
                            assertEquals(0, help.status());
                            String purpose =
                                    command.getCommandSpec().usageMessage().description()[0];
                            assertTrue(help.out().contains(purpose.substring(0, 20)), help.out());
                            assertTrue(help.out().contains("Example"), help.out());
                            assertTrue(help.out().contains("  weighbridge " + name), help.out());
                            assertTrue(overview.contains("  " + name), overview);
                        });
    }

    @Test
    void versionIsThatOfTheBuild() {
        Console result = Console.run("--version");
        assertEquals(0, result.status());
        assertTrue(
                result.out().matches("Weighbridge [0-9]+\\.[0-9]+\\.[0-9]+\\S*, Java [0-9]+\\R"),
                result.out());
    }

    @Test
    void aFaultIsOneLineWithItsCode() {
        Path none = folder.resolve("none.toml");
        Console result = Console.run("serve", "--config", none.toString());
        assertEquals(1, result.status());
        assertTrue(result.err().startsWith("error: " + none + ": not found"), result.err());
        assertTrue(result.err().endsWith(" [INVALID_FIELD]\n"), result.err());
        assertEquals(1, result.err().lines().count());
        Console noStore = Console.run("verify-ledger", "--data", folder.toString());
        assertEquals(1, noStore.status());
        assertTrue(noStore.err().endsWith(" [STORE_UNAVAILABLE]\n"), noStore.err());
        assertEquals(1, noStore.err().lines().count());
    }

    @Test
    void theDemoKeepsOffTheDataOfAService() {
        try (TestBackend test = TestBackend.start(folder)) {
            assertTrue(test.backend().ledger().isHealthy());
        }
        Console result = Console.run("demo", "--data", folder.toString(), "--for", "1s");
        assertEquals(1, result.status(), result.out() + result.err());
        assertTrue(result.err().contains("a directory that the demo made"), result.err());
        Console export =
                Console.run(
                        "export",
                        "--data",
                        folder.toString(),
                        "--to",
                        folder.resolve("out").toString());
        assertEquals(0, export.status(), export.err());
        assertTrue(export.out().startsWith("Wrote 0 usage records"), export.out());
        assertTrue(Files.isRegularFile(folder.resolve("out").resolve("prices.json")));
    }
}
