package io.weighbridge.console.control;

import io.weighbridge.console.fx.FxThread;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;

/// Tells when somebody scrolls near the end of a table: time to read the next page.
public final class NearEnd {
    private static final double NEAR = 0.85;

    private NearEnd() {}

    /// Calls whenever the table is scrolled near its end.
    public static void watch(TableView<?> table, Runnable next) {
        table.skinProperty()
                .subscribe(
                        skin -> {
                            if (skin != null) {
                                FxThread.later(() -> listen(table, next));
                            }
                        });
    }

    private static void listen(TableView<?> table, Runnable next) {
        for (Node node : table.lookupAll(".scroll-bar")) {
            if (node instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL) {
                bar.valueProperty()
                        .subscribe(
                                (before, now) -> {
                                    if (now.doubleValue() > NEAR
                                            && now.doubleValue() > before.doubleValue()) {
                                        next.run();
                                    }
                                });
            }
        }
    }
}
