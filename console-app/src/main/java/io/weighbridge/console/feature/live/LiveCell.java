package io.weighbridge.console.feature.live;

import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

/// A cell of a line. It draws again when its line has changed, and is tinted for a moment when that
/// changed what it says.
abstract class LiveCell extends TableCell<LiveLine, LiveLine> {
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
    private static final int TINT_TICKS = 3;

    private @Nullable LiveLine line;
    private long version;
    private int tintTicks;

    LiveCell(LiveTicks ticks) {
        sceneProperty()
                .subscribe(
                        scene -> {
                            if (scene == null) {
                                ticks.remove(this);
                            } else {
                                ticks.add(this);
                            }
                        });
    }

    /// Draws a line.
    ///
    /// @return whether it says something else than before
    abstract boolean draw(LiveLine newLine);

    /// Draws nothing.
    abstract void clear();

    /// Whether it says how long ago something was.
    boolean tellsTime() {
        return false;
    }

    @Override
    protected void updateItem(@Nullable LiveLine item, boolean empty) {
        super.updateItem(item, empty);
        LiveLine next = empty ? null : item;
        if (next == null) {
            line = null;
            clear();
            tint(false);
            return;
        }
        boolean isSame = next.equals(line);
        if (isSame && next.version() == version) {
            return;
        }
        line = next;
        version = next.version();
        tint(draw(next) && isSame);
    }

    void tick() {
        LiveLine present = line;
        if (tintTicks > 0 && --tintTicks == 0) {
            pseudoClassStateChanged(CHANGED, false);
        }
        if (present == null) {
            return;
        }
        if (present.version() != version) {
            version = present.version();
            if (draw(present)) {
                tint(true);
            }
        } else if (tellsTime()) {
            var _ = draw(present);
        }
    }

    private void tint(boolean isOn) {
        tintTicks = isOn ? TINT_TICKS : 0;
        pseudoClassStateChanged(CHANGED, isOn);
    }
}
