package io.weighbridge.console.shell;

import javafx.animation.PauseTransition;
import javafx.util.Duration;

import java.util.Optional;
import java.util.function.Supplier;

/// Has an open drawer show what is selected in the list beside it, so that what is done there is
/// done to that. Waits until moving through the list pauses. Used on the FX thread only.
public final class DrawerFollow {
    private static final Duration MOVING_PAUSE = Duration.millis(200);

    private final Navigator navigator;
    private final Route route;
    private final Supplier<Optional<String>> selected;
    private final PauseTransition moving = new PauseTransition(MOVING_PAUSE);

    /// @param selected id of the thing that is selected
    public DrawerFollow(Navigator navigator, Route route, Supplier<Optional<String>> selected) {
        this.navigator = navigator;
        this.route = route;
        this.selected = selected;
        moving.setOnFinished(_ -> follow());
    }

    /// Somebody selected something.
    public void moved() {
        moving.playFromStart();
    }

    /// Forgets what was selected.
    public void stop() {
        moving.stop();
    }

    private void follow() {
        boolean isOpen =
                navigator.inspected().filter(address -> address.route() == route).isPresent();
        if (isOpen) {
            selected.get().map(id -> Address.of(route, id)).ifPresent(navigator::inspect);
        }
    }
}
