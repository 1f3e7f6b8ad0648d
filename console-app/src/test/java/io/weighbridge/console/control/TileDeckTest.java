package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.testkit.Robot;

import javafx.geometry.Bounds;
import javafx.scene.Node;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

final class TileDeckTest {
    @BeforeAll
    static void start() {
        Robot.startToolkit();
    }

    // A row as long as there is room for a sum of money in each tile; then more rows.
    @ParameterizedTest
    @CsvSource({"1080,1", "832,1", "831,2", "560,2", "352,3", "112,7", "60,7"})
    void shouldGiveEachTileTheRoomThatItNeeds(double width, int rows) {
        List<Bounds> tiles =
                Robot.onFx(
                        () -> {
                            TileDeck deck = new TileDeck();
                            for (int i = 0; i < 7; i++) {
                                deck.add("tile" + i, "Tile");
                            }
                            deck.resize(width, deck.prefHeight(width));
                            deck.layout();
                            return deck.getChildrenUnmodifiable().stream()
                                    .map(Node::getBoundsInParent)
                                    .toList();
                        });
        assertEquals(rows, tiles.stream().map(Bounds::getMinY).distinct().count());
        for (int i = 0; i < tiles.size(); i++) {
            Bounds tile = tiles.get(i);
            assertTrue(tile.getWidth() >= Math.min(width, 111), tile::toString);
            assertTrue(tile.getMinX() >= 0 && tile.getMaxX() <= width, tile::toString);
            for (Bounds other : tiles.subList(i + 1, tiles.size())) {
                assertFalse(tile.intersects(other), tile + " and " + other);
            }
        }
        double height = tiles.getLast().getMaxY();
        assertEquals(rows * 72 - 8, height);
    }
}
