package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.weighbridge.console.testkit.Robot;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

import org.junit.jupiter.api.Test;

/// The words of a control.
final class DescribedTest {
    @Test
    void shouldKeepTheTooltipOfAFigureThatChanges() {
        Robot.startToolkit();
        Robot.onFx(
                () -> {
                    Label figure = Described.tip(new Label("$1"), "$1.00");
                    Tooltip tooltip = figure.getTooltip();
                    assertSame(tooltip, Described.tip(figure, "$2.00").getTooltip());
                    assertEquals("$2.00", tooltip.getText());
                    assertEquals("$2.00", figure.getAccessibleHelp());
                    return 0;
                });
    }
}
