package io.weighbridge.console.feature.plans;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.ServiceCategory;
import io.weighbridge.proto.v1.ServiceSettings;
import io.weighbridge.proto.v1.VanishedPolicy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceFormTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 500, 1_500, 600_000})
    void shouldLeaveAHoldTimeAloneThatWasNotTouched(long ttlMs) {
        Robot.startToolkit();
        ServiceSettings settings =
                ServiceSettings.newBuilder()
                        .setCategory(ServiceCategory.SERVICE_CATEGORY_TEXT)
                        .setVanishedPolicy(VanishedPolicy.VANISHED_POLICY_BILL_DELIVERED)
                        .setHoldTtlMs(ttlMs)
                        .build();
        assertEquals(settings, through(settings));
    }

    @ParameterizedTest
    @ValueSource(ints = {77})
    void shouldLeaveACategoryAloneThatIsNewerThanTheConsole(int category) {
        Robot.startToolkit();
        ServiceSettings settings =
                ServiceSettings.newBuilder()
                        .setCategoryValue(category)
                        .setVanishedPolicy(VanishedPolicy.VANISHED_POLICY_BILL_DELIVERED)
                        .build();
        assertEquals(settings, through(settings));
    }

    private static ServiceSettings through(ServiceSettings settings) {
        return Robot.onFx(
                () -> {
                    ServiceForm form = new ServiceForm();
                    form.show(settings);
                    return form.settings(settings);
                });
    }
}
