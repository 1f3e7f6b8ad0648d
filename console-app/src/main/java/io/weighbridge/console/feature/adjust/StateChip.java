package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Approval;
import io.weighbridge.proto.v1.ApprovalState;

import javafx.scene.control.Label;
import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Where a request stands, as a word on a coloured ground; by itself a cell of the queue.
final class StateChip extends TableCell<Approval, Approval> {
    private final Label chip = new Label();

    @Override
    protected void updateItem(@Nullable Approval approval, boolean empty) {
        super.updateItem(approval, empty);
        if (empty || approval == null) {
            setGraphic(null);
            return;
        }
        show(chip, approval.getState());
        setGraphic(chip);
    }

    static String text(ApprovalState state) {
        String key = "adjust.state." + state.name();
        return Texts.has(key) ? Texts.of(key) : state.name();
    }

    static void show(Label chip, ApprovalState state) {
        chip.setText(text(state));
        chip.getStyleClass().setAll(List.of("label", "chip", style(state)));
    }

    private static String style(ApprovalState state) {
        return switch (state) {
            case APPROVAL_STATE_PENDING, APPROVAL_STATE_APPROVED -> "watch";
            case APPROVAL_STATE_DONE -> "ok";
            case APPROVAL_STATE_DECLINED, APPROVAL_STATE_FAILED -> "over";
            case APPROVAL_STATE_WITHDRAWN,
                    APPROVAL_STATE_EXPIRED,
                    APPROVAL_STATE_UNSPECIFIED,
                    UNRECOGNIZED ->
                    "blocked";
        };
    }
}
