package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import io.weighbridge.console.fx.Background;
import io.weighbridge.proto.v1.ExportChunk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// An export to its end, cancelled, and to a place that cannot be written.
final class ExportModelTest {
    private static Stream<ExportChunk> chunks(LongStream rows) {
        return rows.mapToObj(
                row ->
                        ExportChunk.newBuilder()
                                .setData(ByteString.copyFromUtf8("row " + row + "\n"))
                                .setRows(row)
                                .setRowsInAll(3)
                                .build());
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void shouldWriteTheWholeFileAndTakeAnOlderOnesPlace(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("x.csv");
        Files.writeString(file, "older");
        ExportModel model = new ExportModel(new Background(Runnable::run, Runnable::run));
        model.begin(() -> chunks(LongStream.rangeClosed(1, 3)).iterator(), " " + file + " ");
        assertEquals(new ExportModel.State.Done(file, 3), model.stateProperty().get());
        assertEquals(List.of("row 1", "row 2", "row 3"), Files.readAllLines(file));
        assertEquals(1, files(folder));
    }

    @Test
    void shouldLeaveNothingWhenItIsCancelled(@TempDir Path folder) throws IOException {
        Deque<Runnable> work = new ArrayDeque<>();
        ExportModel model = new ExportModel(new Background(work::add, Runnable::run));
        Iterator<ExportChunk> endless =
                chunks(LongStream.iterate(1, row -> row + 1))
                        .peek(
                                chunk -> {
                                    if (chunk.getRows() == 5) {
                                        model.cancel();
                                    }
                                })
                        .iterator();
        model.begin(() -> endless, folder.resolve("x.csv").toString());
        assertTrue(model.isRunning());
        work.pop().run();
        assertEquals(new ExportModel.State.Cancelled(), model.stateProperty().get());
        assertEquals(0, files(folder));
    }

    @Test
    void shouldSayWhyAFileCannotBeWritten(@TempDir Path folder) throws IOException {
        ExportModel model = new ExportModel(new Background(Runnable::run, Runnable::run));
        model.begin(
                () -> chunks(LongStream.rangeClosed(1, 3)).iterator(),
                folder.resolve("no").resolve("x.csv").toString());
        ExportModel.State.Failed failed =
                assertInstanceOf(ExportModel.State.Failed.class, model.stateProperty().get());
        assertEquals("FILE_UNWRITABLE", failed.failure().code());
        assertEquals(0, files(folder));
    }
}
