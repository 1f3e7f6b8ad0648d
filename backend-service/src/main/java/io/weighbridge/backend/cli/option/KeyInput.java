package io.weighbridge.backend.cli.option;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A key from standard input: never an argument, which everybody on the machine can see.
public final class KeyInput {
    private static final int BYTES_MAX = 4_096;

    private KeyInput() {}

    /// The first line of standard input.
    ///
    /// @throws ParameterException when there is nothing in it
    public static String read(CommandLine command) throws IOException {
        byte[] input = System.in.readNBytes(BYTES_MAX);
        String key =
                new String(input, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
        if (key.isEmpty()) {
            throw new ParameterException(
                    command, "no key (expected: one as the first line of the input)");
        }
        return key;
    }
}
