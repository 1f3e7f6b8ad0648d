package io.weighbridge.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import javafx.scene.Group;
import javafx.scene.Parent;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What is forgotten, and what is not.
final class KeptScreensTest {
    private final KeptScreens screens = new KeptScreens();

    private static final class Page implements Screen {
        private final Parent node = new Group();
        private boolean hasUnsaved;

        @Override
        public Parent node() {
            return node;
        }

        @Override
        public String title() {
            return "page";
        }

        @Override
        public void shown() {
            // Nothing to begin.
        }

        @Override
        public void hidden() {
            // Nothing to end.
        }

        @Override
        public boolean hasUnsaved() {
            return hasUnsaved;
        }
    }

    private static Address address(int number) {
        return Address.of(Route.PLANS, Integer.toString(number));
    }

    private Screen get(int number) {
        return screens.get(address(number), _ -> new Page());
    }

    private void visit(int from, int count) {
        for (int i = from; i < from + count; i++) {
            assertSame(get(i), get(i));
        }
    }

    @Test
    void shouldForgetTheLeastRecentlyShown() {
        Screen first = get(0);
        Screen second = get(1);
        visit(2, KeptScreens.MOST - 2);
        assertSame(first, get(0));
        visit(100, 1);
        assertSame(first, get(0));
        assertNotSame(second, get(1));
    }

    @Test
    void shouldNeverForgetWhatIsUnsaved() {
        Page typed = new Page();
        assertSame(typed, screens.get(address(0), _ -> typed));
        typed.hasUnsaved = true;
        visit(1, 3 * KeptScreens.MOST);
        assertEquals(List.of(typed), screens.unsaved());
        assertSame(typed, get(0));
    }

    @Test
    void shouldShowANewOneAlsoWhenAllAreUnsaved() {
        for (int i = 0; i < KeptScreens.MOST; i++) {
            Page typed = new Page();
            typed.hasUnsaved = true;
            assertSame(typed, screens.get(address(i), _ -> typed));
        }
        Screen last = get(99);
        assertSame(last, get(99));
        assertEquals(KeptScreens.MOST, screens.unsaved().size());
    }

    @Test
    void shouldFindAScreenUnderItsNewAddress() {
        Screen screen = get(0);
        screens.move(address(0), address(7));
        assertSame(screen, get(7));
        assertNotSame(screen, get(0));
        screens.forget(screen);
        assertNotSame(screen, get(7));
    }
}
