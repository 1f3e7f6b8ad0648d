package io.weighbridge.console.feature.live;

import io.weighbridge.console.control.TileDeck;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.LiveTotals;

import javafx.scene.Node;

import java.util.List;

/// The totals of all keys, as tiles.
final class LiveTiles {
    private static final List<String> TILES =
            List.of("requests", "tokens", "spend", "holds", "held", "refused", "keys");

    private final Formats formats;
    private final TileDeck deck = new TileDeck();

    LiveTiles(Formats formats) {
        this.formats = formats;
        for (String tile : TILES) {
            deck.add(tile, Texts.of("live.tile." + tile));
        }
    }

    Node node() {
        return deck;
    }

    void paint(boolean isDark) {
        deck.paint(isDark);
    }

    void show(LiveTotals totals, LiveModel model) {
        deck.show("requests", formats.brief(totals.getRequestsPerMinute()), false);
        deck.show("tokens", formats.brief(totals.getTokensPerMinute()), false);
        deck.show("spend", formats.money(totals.getSpendPerMinuteNanos()), false);
        deck.show("holds", formats.brief(totals.getOpenHolds()), false);
        deck.show("held", formats.money(totals.getHeldNanos()), false);
        deck.show(
                "refused",
                formats.brief(totals.getRefusedPerMinute()),
                totals.getRefusedPerMinute() > 0);
        deck.show("keys", formats.brief(model.countsProperty().get().all()), false);
    }
}
