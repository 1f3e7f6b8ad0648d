package io.weighbridge.console.feature.prices.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.PriceChange;
import io.weighbridge.proto.v1.PriceChangeKind;
import io.weighbridge.proto.v1.PricePlace;
import io.weighbridge.proto.v1.Unit;

import javafx.scene.Scene;
import javafx.scene.control.Button;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// What is accepted of a price map as large as the real one.
final class ChangeListTest {
    private static final int CHANGES = 16_736;

    private int told;

    @Test
    void shouldTellOnceHoweverManyAreAccepted(@TempDir Path directory) {
        Robot.startToolkit();
        List<PriceChange> changes =
                IntStream.range(0, CHANGES)
                        .mapToObj(
                                i ->
                                        PriceChange.newBuilder()
                                                .setKind(PriceChangeKind.PRICE_CHANGE_ADDED)
                                                .setPlace(
                                                        PricePlace.newBuilder()
                                                                .setService("model-" + i)
                                                                .setUnit(Unit.UNIT_INPUT_TOKENS))
                                                .setNewNanos(1)
                                                .setNewPer(1)
                                                .build())
                        .toList();
        var _ =
                Robot.onFx(
                        () -> {
                            ChangeList list =
                                    new ChangeList(
                                            Settings.open(directory.resolve("console.json")));
                            list.onChange(() -> told++);
                            list.show(changes, List.of());
                            Scene scene = new Scene(list.node());
                            press(scene, "#accept-all");
                            assertEquals(CHANGES, list.acceptedCount());
                            assertEquals(1, told);
                            press(scene, "#accept-none");
                            assertEquals(0, list.acceptedCount());
                            assertEquals(2, told);
                            return 0;
                        });
    }

    private static void press(Scene scene, String selector) {
        assertInstanceOf(Button.class, scene.lookup(selector)).fire();
    }
}
