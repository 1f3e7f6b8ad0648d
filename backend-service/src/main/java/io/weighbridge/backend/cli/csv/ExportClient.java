package io.weighbridge.backend.cli.csv;

import io.weighbridge.backend.cli.client.StubClient;
import io.weighbridge.proto.v1.ExportChunk;
import io.weighbridge.proto.v1.ExportsGrpc;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Saves what a running service exports, and tells on the error output how far it is.
final class ExportClient {
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Option(
            names = {"-t", "--to"},
            required = true,
            paramLabel = "FILE",
            description = "Where to; written as FILE.part, and renamed when it is whole.")
    private @Nullable Path target;

    @Option(names = "--from", paramLabel = "INSTANT", description = "From this instant on.")
    private @Nullable Instant from;

    @Option(names = "--until", paramLabel = "INSTANT", description = "Until before this instant.")
    private @Nullable Instant until;

    @Mixin private StubClient client = new StubClient();

    /// The first instant; 0 for the beginning.
    long fromMs() {
        return from == null ? 0 : from.toEpochMilli();
    }

    /// The first instant after it; 0 for now.
    long untilMs() {
        return until == null ? 0 : until.toEpochMilli();
    }

    /// Saves an export.
    ///
    /// @return the exit status
    int save(
            CommandLine command,
            Function<ExportsGrpc.ExportsBlockingStub, Iterator<ExportChunk>> question) {
        return client.askForLong(
                command,
                ExportsGrpc::newBlockingStub,
                stub -> save(command, Objects.requireNonNull(target), question.apply(stub)));
    }

    private static int save(CommandLine command, Path file, Iterator<ExportChunk> chunks) {
        PrintWriter err = command.getErr();
        try (CsvFile csv = new CsvFile(file)) {
            long rows = write(chunks, csv, err);
            csv.publish();
            PrintWriter out = command.getOut();
            out.printf(Locale.ROOT, "Wrote %,d rows to %s.%n", rows, file);
            out.flush();
            return ExitCode.OK;
        } catch (IOException e) {
            err.println("error: --to: cannot write " + file + ": " + e);
            err.flush();
            return ExitCode.SOFTWARE;
        }
    }

    private static long write(Iterator<ExportChunk> chunks, CsvFile csv, PrintWriter err)
            throws IOException {
        long rows = 0;
        long bytes = 0;
        long dueNanos = System.nanoTime();
        while (chunks.hasNext()) {
            ExportChunk chunk = chunks.next();
            csv.write(chunk.getData().asReadOnlyByteBuffer());
            rows = chunk.getRows();
            bytes += chunk.getData().size();
            if (System.nanoTime() - dueNanos >= 0) {
                dueNanos = System.nanoTime() + PROGRESS_NANOS;
                err.println(progress(rows, chunk.getRowsInAll(), bytes));
                err.flush();
            }
        }
        return rows;
    }

    private static String progress(long rows, long rowsInAll, long bytes) {
        String ofAll = rowsInAll == 0 ? "" : String.format(Locale.ROOT, " of %,d", rowsInAll);
        return String.format(Locale.ROOT, "%,d%s rows, %,d KiB", rows, ofAll, bytes >> 10);
    }
}
