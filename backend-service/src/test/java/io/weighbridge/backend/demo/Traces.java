package io.weighbridge.backend.demo;

import io.weighbridge.backend.demo.trace.TraceReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// Makes small traces.
final class Traces {
    private Traces() {}

    /// A file of so many rows, ten a second, with prompts up to a size.
    static Path write(Path directory, int rows, int inputMost) throws IOException {
        SplittableRandom random = new SplittableRandom(rows);
        StringBuilder text = new StringBuilder(TraceReader.HEADER).append("\r\n");
        for (int i = 0; i < rows; i++) {
            int tenths = i;
            text.append(
                    String.format(
                            "2024-05-01 12:%02d:%02d.%d000000,%d,%d\r\n",
                            tenths / 600,
                            tenths / 10 % 60,
                            tenths % 10,
                            random.nextInt(1, inputMost),
                            random.nextInt(1, 120)));
        }
        return Files.writeString(directory.resolve("trace-" + rows + ".csv"), text);
    }
}
