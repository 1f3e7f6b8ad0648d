package io.weighbridge.console.feature.compute.costs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.HeldAnswer;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.ListServiceModelsRequest;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.SetGpuServicesRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.Unit;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.controlsfx.control.CheckComboBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;

/// From GPUs of which nobody said anything to what their hours cost and earned, and to predictions
/// that follow what was measured.
final class CostsJourneyTest {
    private static final String GPU = "GPU-1";
    private static final long HOUR_MS = 3_600_000;
    private static final String CONFIG =
            """
            {"model_type": "llama", "torch_dtype": "bfloat16", "vocab_size": 128256,
             "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
             "num_attention_heads": 32, "num_key_value_heads": 8}
            """;

    @SuppressWarnings("NullAway.Init")
    private Installation installation;

    @SuppressWarnings("NullAway.Init")
    private Traffic trade;

    // The service's hour is the one that is over for the console: what is said now counts in it.
    @BeforeEach
    void start() {
        long hourMs = System.currentTimeMillis() / HOUR_MS * HOUR_MS - HOUR_MS;
        installation =
                Installation.startAt(Instant.ofEpochMilli(hourMs + 1_000), List.of(hour(hourMs)));
        trade = new Traffic(installation);
        trade.service("chat");
        var _ =
                trade.call(
                        trade.customer("Acme", Traffic.everyService("Acme")),
                        "chat",
                        Traffic.count(Unit.UNIT_INPUT_TOKENS, 100_000),
                        Traffic.count(Unit.UNIT_OUTPUT_TOKENS, 50_000));
        run();
    }

    private static GpuHour hour(long atMs) {
        return new GpuHour(
                atMs,
                GPU,
                "dcgm=http://a/",
                "NVIDIA H100 80GB HBM3",
                HOUR_MS,
                new Active(HOUR_MS, 100_000_000),
                new Active(0, 0),
                new Active(0, 0),
                HOUR_MS,
                3_600_000,
                0);
    }

    private ServiceModel run() {
        String model =
                trade.admin()
                        .compute()
                        .saveModel(
                                SaveModelRequest.newBuilder()
                                        .setName("m")
                                        .setModel(ModelSource.newBuilder().setConfigJson(CONFIG))
                                        .build())
                        .getModel();
        return trade.admin()
                .compute()
                .setServiceModel(
                        SetServiceModelRequest.newBuilder()
                                .setService("chat")
                                .setModel(model)
                                .setGpu("h100")
                                .setTerms(
                                        ComputeTerms.newBuilder()
                                                .setContextTokens(1_000)
                                                .setBatch(8)
                                                .setBasis(CostBasis.COST_BASIS_GPU_TIME_VRAM)
                                                .setUtilizationMillionths(500_000))
                                .build());
    }

    @AfterEach
    void stop() {
        trade.close();
        installation.close();
    }

    private static void open(ConsoleWindow window, String tab) {
        Robot.onFx(
                () -> {
                    window.console().open(Address.of(Route.COMPUTE).with("tab", tab));
                    return 0;
                });
    }

    private static void select(Robot robot, String selector, Predicate<Object> wanted) {
        TableView<?> table = (TableView<?>) robot.find(selector);
        Waiting.until(
                () -> selector + " with what is wanted, not " + table.getItems(),
                () -> Robot.onFx(() -> table.getItems().stream().anyMatch(wanted)));
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    for (int i = 0; i < table.getItems().size(); i++) {
                        if (wanted.test(table.getItems().get(i))) {
                            table.getSelectionModel().clearAndSelect(i);
                        }
                    }
                    return 0;
                });
    }

    private static Predicate<Object> line(CostLine.Kind kind, String id) {
        return row -> ((CostLine) row).kind() == kind && ((CostLine) row).id().equals(id);
    }

    private static Predicate<Object> gpu(boolean isKnown) {
        return row -> ((GpuUse) row).isKnown() == isKnown;
    }

    @Test
    void shouldLeadFromAMeasuredGpuToItsMarginAndToBetterPredictions() {
        HeldAnswer held = new HeldAnswer();
        try (ConsoleWindow window = ConsoleWindow.open(held)) {
            window.login(installation.profile(Installation.ADMIN), installation.password());
            Robot robot = window.robot();
            sayWhatRuns(window);
            seeCosts(window);
            calibrate(robot, window, held);
        }
        checkThatAViewerReads();
    }

    private void sayWhatRuns(ConsoleWindow window) {
        Robot robot = window.robot();
        open(window, "measured");
        select(robot, "#measured-gpus", gpu(false));
        robot.waitForText("#measured-hint", text -> text.startsWith("Of 1 of 1 GPUs nobody said"));
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
        @SuppressWarnings("unchecked")
        CheckComboBox<String> services = (CheckComboBox<String>) robot.find("#assign-services");
        Waiting.until(() -> "services", () -> Robot.onFx(() -> !services.getItems().isEmpty()));
        // By keys alone: opened, ticked, and back to the form.
        Robot.onFx(
                () -> {
                    services.requestFocus();
                    return 0;
                });
        robot.press(KeyCode.SPACE);
        robot.press(KeyCode.DOWN);
        robot.press(KeyCode.SPACE);
        robot.press(KeyCode.ESCAPE);
        assertEquals(
                List.of("chat"),
                Robot.onFx(() -> List.copyOf(services.getCheckModel().getCheckedItems())));
        robot.click("#assign-confirm");
        robot.waitForText(".sheet .problem", text -> text.startsWith("Say why"));
        robot.type("#reason", "our rack");
        robot.click("#assign-confirm");
        robot.findNone(".veil");
        select(robot, "#measured-gpus", gpu(true));
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        select(robot, "#measured-gpus", gpu(false));
        var _ =
                trade.admin()
                        .attribution()
                        .setGpuServices(
                                SetGpuServicesRequest.newBuilder()
                                        .setGpu(GPU)
                                        .addServices("chat")
                                        .build());
    }

    private static void seeCosts(ConsoleWindow window) {
        Robot robot = window.robot();
        open(window, "costs");
        select(robot, "#costs-lines", line(CostLine.Kind.SOMEBODY, GPU));
        CostLine byGpu = total(robot);
        assertTrue(byGpu.sum().hasMarginNanos(), byGpu::toString);
        assertEquals(150_000 * 1_000, byGpu.sum().getEarnedNanos());
        robot.press(KeyCode.ENTER);
        robot.waitForText("#gpu-use-now", "chat"::equals);
        robot.press(KeyCode.ESCAPE);
        @SuppressWarnings("unchecked")
        ComboBox<CostBy> by = (ComboBox<CostBy>) robot.find("#costs-by");
        Robot.onFx(
                () -> {
                    by.setValue(CostBy.COST_BY_KEY);
                    return 0;
                });
        select(robot, "#costs-lines", row -> ((CostLine) row).name().equals("Acme of Acme"));
        assertEquals(byGpu, total(robot), "the same whatever it is told apart by");
        robot.press(KeyCode.CONTROL, KeyCode.T);
        robot.waitForRows("#costs-buckets", 2);
    }

    private static CostLine total(Robot robot) {
        TableView<?> table = (TableView<?>) robot.find("#costs-lines");
        return (CostLine) Robot.onFx(() -> table.getItems().getLast());
    }

    private List<ServiceModel> said() {
        return trade.admin()
                .compute()
                .listServiceModels(ListServiceModelsRequest.newBuilder().setService("chat").build())
                .getServiceModelsList();
    }

    private void calibrate(Robot robot, ConsoleWindow window, HeldAnswer held) {
        open(window, "drift");
        select(robot, "#compute-drift", row -> DriftWords.isFar(((DriftModel.Line) row).drift()));
        robot.press(KeyCode.ENTER);
        robot.waitForText("#drift-ratio", text -> text.startsWith("⚠ "));
        robot.press(KeyCode.CONTROL, KeyCode.H);
        robot.waitForText("#calibrate-flops", text -> text.contains(" → "));
        // Meanwhile somebody says it anew.
        ServiceModel meanwhile = said().getLast();
        var _ =
                trade.admin()
                        .compute()
                        .setServiceModel(
                                SetServiceModelRequest.newBuilder()
                                        .setService("chat")
                                        .setModel(meanwhile.getModel())
                                        .setGpu(meanwhile.getGpu())
                                        .setTerms(meanwhile.getTerms().toBuilder().setBatch(16))
                                        .build());
        robot.type("#reason", "as measured");
        Button confirm = (Button) robot.find("#calibrate-confirm");
        @SuppressWarnings("unchecked")
        ComboBox<SpanChoice.Kind> span = (ComboBox<SpanChoice.Kind>) robot.find("#calibrate-span");
        var _ =
                Robot.onFx(
                        () -> {
                            held.holdNext();
                            confirm.fire();
                            return 0;
                        });
        held.await();
        // Another time is chosen while it is asked what is said meanwhile.
        held.letGo(() -> span.setValue(SpanChoice.Kind.DAY));
        robot.waitForText(
                ".sheet .problem", text -> text.contains("of the service. Batch: 8 → 16. It is"));
        robot.waitForText("#calibrate-flops", text -> text.contains(" → "));
        ComputeTerms before = said().getLast().getTerms();
        robot.click("#calibrate-confirm");
        robot.findNone(".veil");
        ComputeTerms after = said().getLast().getTerms();
        assertTrue(
                after.getFlopsShareMillionths() != before.getFlopsShareMillionths(),
                after::toString);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        Waiting.until(() -> "the factors before", () -> said().getLast().getTerms().equals(before));
        calibrateBesideAnother(robot);
    }

    // What somebody else said meanwhile is not taken back by undoing one's own.
    private void calibrateBesideAnother(Robot robot) {
        robot.press(KeyCode.CONTROL, KeyCode.H);
        robot.waitForText("#calibrate-flops", text -> text.contains(" → "));
        robot.type("#reason", "once more");
        robot.type("#calibrate-from", "1999-01-01");
        robot.click("#calibrate-confirm");
        robot.waitForText("#calibrate-from-below", text -> text.startsWith("Type an instant"));
        robot.type("#calibrate-from", "2099-01-01");
        robot.click("#calibrate-confirm");
        robot.findNone(".veil");
        ServiceModel mine = said().getLast();
        assertEquals(
                2099,
                Instant.ofEpochMilli(mine.getEffectiveAtMs()).atZone(ZoneId.of("UTC")).getYear());
        ServiceModel theirs =
                trade.admin()
                        .compute()
                        .setServiceModel(
                                SetServiceModelRequest.newBuilder()
                                        .setService("chat")
                                        .setModel(mine.getModel())
                                        .setGpu(mine.getGpu())
                                        .setTerms(mine.getTerms().toBuilder().setBatch(4))
                                        .build());
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        robot.waitForText(".toast-failed .label", text -> text.startsWith("Not undone"));
        assertEquals(theirs, said().getLast());
        calibrateBehindAnother(robot);
    }

    // What is to run later is in the way of an instant behind it, however often it is asked for.
    private void calibrateBehindAnother(Robot robot) {
        robot.press(KeyCode.CONTROL, KeyCode.H);
        robot.waitForText("#calibrate-flops", text -> text.contains(" → "));
        robot.type("#reason", "far away");
        robot.type("#calibrate-from", "2099-01-02");
        robot.click("#calibrate-confirm");
        robot.waitForText(
                ".sheet .problem",
                text ->
                        text.contains("from 2099-01-01 00:00 on it is to run something else.")
                                && text.endsWith("Choose an instant before that."));
        robot.press(KeyCode.ESCAPE);
    }

    private void checkThatAViewerReads() {
        String password = installation.operator("vic", Role.ROLE_VIEWER);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "vic", password)) {
            Robot robot = window.robot();
            open(window, "drift");
            select(robot, "#compute-drift", _ -> true);
            Node calibrate = robot.find("#drift-calibrate");
            assertTrue(Robot.onFx(calibrate::isDisabled));
            assertTrue(
                    Robot.onFx(calibrate::getAccessibleHelp).contains("administrator"),
                    calibrate::getAccessibleHelp);
            robot.press(KeyCode.CONTROL, KeyCode.H);
            robot.waitForText(
                    ".toast-refused .label",
                    text -> text.startsWith("Calibrate…: ") && text.contains("administrator"));
            open(window, "measured");
            select(robot, "#measured-gpus", gpu(true));
            assertTrue(Robot.onFx(robot.find("#measured-set")::isDisabled));
            checkThatNothingIsNotExported(window);
        }
    }

    private static void checkThatNothingIsNotExported(ConsoleWindow window) {
        Robot robot = window.robot();
        Address hourOf1970 = Address.of(Route.COMPUTE).with("tab", "costs").with("from", "0");
        Robot.onFx(
                () -> {
                    window.console().open(hourOf1970.with("to", "1"));
                    return 0;
                });
        Node export = robot.find("#costs-export");
        Waiting.until(() -> "no costs", () -> Robot.onFx(export::isDisabled));
        robot.press(KeyCode.CONTROL, KeyCode.E);
        robot.waitForText(
                ".toast-refused .label",
                text -> text.startsWith("Export as CSV: There is nothing to export"));
    }
}
