package io.weighbridge.console.feature.live;

import io.weighbridge.console.control.LimitBar;
import io.weighbridge.console.control.Sparkline;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.KeyBar;
import io.weighbridge.proto.v1.LiveKey;
import io.weighbridge.proto.v1.RefusalReason;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Function;

/// The kinds of cells of the live table.
final class LiveCells {
    private LiveCells() {}

    /// A text or a figure; tinted when it changes if `tints`.
    static final class Words extends LiveCell {
        private final Function<LiveLine, String> said;
        private final boolean tints;
        private String shown = "";

        Words(LiveTicks ticks, Function<LiveLine, String> said, boolean isFigure, boolean tints) {
            super(ticks);
            this.said = said;
            this.tints = tints;
            setAlignment(isFigure ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
        }

        @Override
        boolean draw(LiveLine line) {
            String text = said.apply(line);
            if (text.equals(shown)) {
                return false;
            }
            shown = text;
            setText(text);
            return tints;
        }

        @Override
        void clear() {
            shown = "";
            setText(null);
        }
    }

    /// The key's name, with a sign when something keeps it from calls.
    static final class Name extends LiveCell {
        private static final PseudoClass BARRED = PseudoClass.getPseudoClass("barred");

        private final FontIcon sign = new FontIcon("fth-slash");

        Name(LiveTicks ticks) {
            super(ticks);
            sign.getStyleClass().add("bar-sign");
        }

        @Override
        boolean draw(LiveLine line) {
            LiveKey told = line.row().told();
            String name = told.getName().isEmpty() ? told.getKey() : told.getName();
            boolean isBarred = line.row().isBarred();
            // First what keeps it from calls: of what finds no room the end is not seen.
            setText(isBarred ? bar(told.getBar()) + " · " + name : name);
            setGraphic(isBarred ? sign : null);
            setId("line-" + line.key());
            getTableRow().pseudoClassStateChanged(BARRED, isBarred);
            return false;
        }

        @Override
        void clear() {
            setId(null);
            setText(null);
            setGraphic(null);
        }
    }

    static String bar(KeyBar bar) {
        return switch (bar) {
            case KEY_BAR_KEY_BLOCKED -> Texts.of("live.bar.blocked");
            case KEY_BAR_KEY_REVOKED -> Texts.of("live.bar.revoked");
            case KEY_BAR_ACCOUNT_SUSPENDED -> Texts.of("live.bar.suspended");
            case KEY_BAR_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    /// A limit as a bar.
    static final class Bar extends LiveCell {
        private final Function<LiveRow, Limit> limit;
        private final Function<Limit, String> figures;
        private final LimitBar bar = new LimitBar();

        Bar(LiveTicks ticks, Function<LiveRow, Limit> limit, Function<Limit, String> figures) {
            super(ticks);
            this.limit = limit;
            this.figures = figures;
        }

        @Override
        boolean draw(LiveLine line) {
            Limit now = limit.apply(line.row());
            bar.show(now.exists() ? now.perMille() : -1, now.exists() ? figures.apply(now) : "");
            setGraphic(bar);
            // What is used drains all the time.
            return false;
        }

        @Override
        void clear() {
            setGraphic(null);
        }
    }

    /// Requests of the last minutes as a line: of one minute at least, of four at most.
    static final class Trend extends LiveCell {
        private final Sparkline spark = new Sparkline();
        private long drawn = -1;
        private String drawnKey = "";

        Trend(LiveTicks ticks) {
            super(ticks);
        }

        @Override
        boolean draw(LiveLine line) {
            Ring ring = line.requests();
            setGraphic(spark);
            if (drawn != ring.stamp() || !line.key().equals(drawnKey)) {
                drawn = ring.stamp();
                drawnKey = line.key();
                draw(spark, ring);
            }
            return false;
        }

        static void draw(Sparkline spark, Ring ring) {
            int most = Math.max(1, ring.most());
            int room = Math.max(Ring.MINUTE, ring.size());
            spark.show(ring.size(), room, index -> (double) ring.get(index) / most);
        }

        @Override
        void clear() {
            setGraphic(null);
        }
    }

    /// Why it was refused last, and how long ago.
    static final class Refusal extends LiveCell {
        private final Formats formats;
        private String shown = "";
        private long atMs;

        Refusal(LiveTicks ticks, Formats formats) {
            super(ticks);
            this.formats = formats;
        }

        @Override
        boolean draw(LiveLine line) {
            String text = refusal(line.row().told(), formats);
            boolean isNews = atMs != line.row().told().getLastRefusalAtMs();
            atMs = line.row().told().getLastRefusalAtMs();
            if (!text.equals(shown)) {
                shown = text;
                setText(text);
            }
            return isNews;
        }

        @Override
        boolean tellsTime() {
            return atMs != 0;
        }

        @Override
        void clear() {
            shown = "";
            atMs = 0;
            setText(null);
        }
    }

    static String refusal(LiveKey told, Formats formats) {
        return told.getLastRefusal() == RefusalReason.REFUSAL_REASON_UNSPECIFIED
                ? ""
                : reason(told.getLastRefusal())
                        + " · "
                        + formats.duration(
                                Math.max(
                                        1_000,
                                        formats.clock().millis() - told.getLastRefusalAtMs()));
    }

    static String reason(RefusalReason reason) {
        String key = "live.refusal." + reason.name().replace("REFUSAL_REASON_", "");
        return Texts.has(key) ? Texts.of(key) : reason.name();
    }
}
