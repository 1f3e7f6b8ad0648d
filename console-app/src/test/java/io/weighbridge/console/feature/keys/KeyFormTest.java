package io.weighbridge.console.feature.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.ServiceLimits;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.time.ZoneOffset;

final class KeyFormTest {
    @Test
    void shouldKeepAPlanAndServicesThatTheListsDoNotName() {
        Robot.startToolkit();
        KeySettings settings =
                KeySettings.newBuilder()
                        .setName("ci")
                        .setPlan("plan_beyond")
                        .addServices("far")
                        .addOverrides(
                                ServiceLimits.newBuilder()
                                        .setService("farther")
                                        .setRequestsPerMinute(7))
                        .build();
        assertEquals(
                settings,
                Robot.onFx(
                        () -> {
                            KeyForm form =
                                    new KeyForm(
                                            Choices.NONE,
                                            new Formats(
                                                    InstantSource.system(), ZoneOffset.UTC, "$"));
                            form.show(settings);
                            return form.settings();
                        }));
    }
}
