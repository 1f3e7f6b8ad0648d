package io.weighbridge.console.feature.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.UpdateOperatorRequest;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/// What is sent of two changes of the same operator.
final class OperatorMergeTest {
    private static Operator.Builder anna(Role role) {
        return Operator.newBuilder().setId("op_1").setVersion(7).setName("anna").setRole(role);
    }

    // Anna is to lose the right to make keys, and her keys with it.
    private static OperatorMerge lowered(Operator theirs) {
        return new OperatorMerge(
                anna(Role.ROLE_ADMIN).setVersion(6).build(),
                UpdateOperatorRequest.newBuilder()
                        .setOperator("op_1")
                        .setVersion(6)
                        .setRole(Role.ROLE_SUPPORT)
                        .setRevokeKeys(true)
                        .build(),
                theirs);
    }

    @Test
    void shouldRevokeNoKeysOfWhoKeepsTheRightToMakeThem() {
        OperatorMerge merge = lowered(anna(Role.ROLE_ADMIN).setDisplayName("Anna").build());
        UpdateOperatorRequest merged = merge.merged(Set.of(OperatorField.ROLE));
        assertEquals(Role.ROLE_ADMIN, merged.getRole());
        assertEquals(7, merged.getVersion());
        assertFalse(merged.hasRevokeKeys());
    }

    @Test
    void shouldRevokeThemWhereTheRightIsLost() {
        UpdateOperatorRequest merged =
                lowered(anna(Role.ROLE_ADMIN).setDisplayName("Anna").build()).merged(Set.of());
        assertEquals(Role.ROLE_SUPPORT, merged.getRole());
        assertTrue(merged.getRevokeKeys());
    }

    // The other one took the right first, and chose then what becomes of the keys.
    @Test
    void shouldLeaveTheKeysToWhoTookTheRightFirst() {
        for (Operator theirs :
                List.of(
                        anna(Role.ROLE_VIEWER).build(),
                        anna(Role.ROLE_ADMIN).setDisabled(true).build())) {
            for (Set<OperatorField> takeTheirs :
                    List.of(Set.<OperatorField>of(), Set.of(OperatorField.ROLE))) {
                assertFalse(lowered(theirs).merged(takeTheirs).hasRevokeKeys());
            }
        }
    }
}
