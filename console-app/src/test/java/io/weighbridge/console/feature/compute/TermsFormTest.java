package io.weighbridge.console.feature.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.ComputeTerms;

import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The form of how a model serves.
final class TermsFormTest {
    @BeforeAll
    static void start() {
        Robot.startToolkit();
    }

    private static void type(TermsForm form, String id, String text) {
        ((TextField) form.lookup(id)).setText(text);
    }

    // Who chose the wrong model goes back to the right one.
    @Test
    void shouldKeepWhatWasTypedThroughAnotherModel() {
        Robot.onFx(
                () -> {
                    TermsForm form = new TermsForm("t-");
                    type(form, "#t-context", "32768");
                    type(form, "#t-margin", "12");
                    form.use(ModelUse.PICTURES);
                    ComputeTerms pictures = form.terms();
                    assertEquals(1, pictures.getBatch(), "as usual");
                    assertEquals(30, pictures.getPicture().getSteps());
                    assertEquals(120_000, pictures.getMarginMillionths());
                    type(form, "#t-steps", "4");
                    ((CheckBox) form.lookup("#t-guidance")).setSelected(false);
                    form.use(ModelUse.TEXT);
                    ComputeTerms text = form.terms();
                    assertEquals(32_768, text.getContextTokens());
                    assertEquals(32, text.getBatch());
                    type(form, "#t-batch", "7");
                    form.use(ModelUse.PICTURES);
                    assertEquals(
                            pictures.toBuilder()
                                    .setBatch(7)
                                    .setPicture(
                                            pictures.getPicture().toBuilder()
                                                    .setSteps(4)
                                                    .setGuidance(false))
                                    .build(),
                            form.terms());
                    form.show(TermsForm.usual(ModelUse.TEXT));
                    form.use(ModelUse.PICTURES);
                    assertEquals(pictures.getPicture(), form.terms().getPicture());
                    return 0;
                });
    }

    // A third column would be an empty one, and a gap before it.
    @Test
    void shouldHaveTwoColumnsOfEachKindOfModel() {
        Robot.onFx(
                () -> {
                    TermsForm form = new TermsForm("t-");
                    for (ModelUse use : ModelUse.values()) {
                        form.use(use);
                        assertEquals(2, form.getColumnCount(), use::name);
                    }
                    return 0;
                });
    }
}
