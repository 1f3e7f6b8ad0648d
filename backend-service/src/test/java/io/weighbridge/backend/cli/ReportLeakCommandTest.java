package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

final class ReportLeakCommandTest {
    @TempDir Path directory;

    private static Console run(TestBackend test, String input, String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "report-leak";
        args[1] = "--address=127.0.0.1:" + test.backend().port();
        System.arraycopy(more, 0, args, 2, more.length);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return Console.run(args);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void theKeyOnTheFirstLineIsRevokedWithoutALogin() {
        try (TestBackend test = TestBackend.start(directory)) {
            ApiKeys.Made made = test.key(test.account("Acme", 0));
            Console done = run(test, made.secret() + "\nmore\n", "--found=a public page");
            assertEquals("", done.err());
            assertEquals(0, done.status());
            assertTrue(test.backend().keys().require(made.key().id()).revokedAtMs() > 0);
            Console again = run(test, made.secret());
            assertEquals(done, again);
            assertEquals(done, run(test, "no key of anybody's"));
        }
    }

    @Test
    void whatIsWrongIsSaidWithoutTheKey() {
        try (TestBackend test = TestBackend.start(directory)) {
            ApiKeys.Made made = test.key(test.account("Acme", 0));
            Console none = run(test, "\n");
            assertEquals(2, none.status());
            assertTrue(none.err().contains("no key (expected: "), none.err());
            Console bad = run(test, made.secret(), "--found=" + "x".repeat(501));
            assertEquals(1, bad.status());
            assertTrue(bad.err().endsWith(" [INVALID_FIELD]\n"), bad.err());
            assertFalse(bad.err().contains(made.secret()));
            Console asArgument = run(test, "", made.secret());
            assertEquals(2, asArgument.status());
        }
    }
}
