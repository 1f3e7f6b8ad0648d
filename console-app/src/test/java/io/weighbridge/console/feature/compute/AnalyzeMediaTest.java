package io.weighbridge.console.feature.compute;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.SaveModelRequest;

import javafx.scene.control.TextInputControl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The analysis of a model that makes pictures, or writes down speech: its price stands there.
final class AnalyzeMediaTest {
    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    private static void open(ConsoleWindow window, String model) {
        Robot.onFx(
                () -> {
                    window.console()
                            .open(
                                    Address.of(Route.COMPUTE)
                                            .with("tab", AnalyzeTab.NAME)
                                            .with("model", model));
                    return 0;
                });
    }

    @Test
    void picturesAndSpeechHaveTheirPrices() throws IOException {
        String whisper = Configs.WHISPER_LARGE_V3.replace('\'', '"');
        Path file = Files.writeString(folder.resolve("config.json"), whisper);
        try (Installation installation = Installation.start();
                Traffic trade = new Traffic(installation);
                ConsoleWindow window = ConsoleWindow.open(installation)) {
            String sdxl = Configs.SDXL_PIPELINE.replace('\'', '"');
            String model =
                    trade.admin()
                            .compute()
                            .saveModel(
                                    SaveModelRequest.newBuilder()
                                            .setName("sdxl")
                                            .setModel(ModelSource.newBuilder().setConfigJson(sdxl))
                                            .build())
                            .getModel();
            open(window, model);
            Robot robot = window.robot();
            robot.waitForText("#analysis-price-megapixel", text -> text.startsWith("$0.00"));
            String usual = robot.text("#analysis-cost-1024x1024");
            robot.type("#analyze-steps", "60");
            robot.waitForText("#analysis-cost-1024x1024", text -> !text.equals(usual));
            // A file says what it is only when it was looked at.
            SourceBox source = (SourceBox) robot.find("#analyze-source");
            Robot.onFx(
                    () -> {
                        source.open(file);
                        return 0;
                    });
            robot.waitForText("#analysis-price-minute", text -> text.startsWith("$0.00"));
            assertTrue(robot.find("#analyze-words") instanceof TextInputControl);
            assertFalse(robot.text("#analysis-cost-recording").isEmpty());
        }
    }
}
