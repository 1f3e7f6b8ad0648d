package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;

import javafx.scene.Scene;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// When the next page is asked for.
final class MoreRowsTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final DataTable<String> table =
            Robot.onFx(
                    () -> new DataTable<String>("rows", row -> row).text("row", 100, row -> row));

    @BeforeAll
    static void start() {
        Robot.startToolkit();
    }

    private Robot shown(int rows) {
        Robot.onFx(
                () -> {
                    MoreRows.follow(table.node(), asked::incrementAndGet);
                    return 0;
                });
        Robot robot = Robot.show(() -> new Scene(table.node(), 300, 400));
        set(rows);
        return robot;
    }

    private void set(int rows) {
        Robot.onFx(
                () -> {
                    table.setRows(IntStream.range(0, rows).mapToObj(Integer::toString).toList());
                    return 0;
                });
        // What was put off until after this.
        Robot.onFx(() -> 0);
    }

    @Test
    void shouldAskWhereRowsDoNotFillTheTable() {
        var _ = shown(3);
        Waiting.until(() -> "a question", () -> asked.get() > 0);
    }

    @Test
    void shouldAskNearTheEndOnly() {
        var _ = shown(500);
        int before = asked.get();
        set(600);
        assertEquals(before, asked.get(), "the top of 600 rows is not near their end");
        Robot.onFx(
                () -> {
                    table.node().scrollTo(580);
                    return 0;
                });
        Waiting.until(() -> "a question", () -> asked.get() > before);
    }
}
