package io.weighbridge.console.feature.operators;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.UpdateOperatorRequest;

import java.util.List;
import java.util.Set;

/// Two changes of the same operator.
///
/// @param base what both began with
/// @param wanted what was asked for
/// @param theirs as the other one saved it
record OperatorMerge(Operator base, UpdateOperatorRequest wanted, Operator theirs)
        implements FieldMerge<Operator, OperatorField> {
    @Override
    public List<OperatorField> fields() {
        return List.of(OperatorField.values());
    }

    @Override
    public Operator before() {
        return base;
    }

    @Override
    public Operator mine() {
        return base.toBuilder()
                .setDisplayName(wanted.getDisplayName())
                .setRole(wanted.getRole())
                .setPerson(wanted.getPerson())
                .setDisabled(wanted.getDisabled())
                .build();
    }

    @Override
    public Operator other() {
        return theirs;
    }

    /// What comes of it, to be sent.
    UpdateOperatorRequest merged(Set<OperatorField> takeTheirs) {
        Operator.Builder merged = theirs.toBuilder();
        for (OperatorField field : OperatorField.values()) {
            if (isMine(field) && !takeTheirs.contains(field)) {
                field.copy(mine(), merged);
            }
        }
        return withoutNeedlessAnswer(
                        theirs,
                        wanted.toBuilder()
                                .setVersion(theirs.getVersion())
                                .setDisplayName(merged.getDisplayName())
                                .setRole(merged.getRole())
                                .setPerson(merged.getPerson())
                                .setDisabled(merged.getDisabled()))
                .build();
    }

    /// The service revokes keys whenever it is told to. It is told only of who loses the right to
    /// make them by this change: who goes on making them keeps them, and where the right was lost
    /// before, what becomes of the keys was decided then.
    ///
    /// @param before as it is kept now
    static UpdateOperatorRequest.Builder withoutNeedlessAnswer(
            Operator before, UpdateOperatorRequest.Builder request) {
        boolean isLost =
                makesKeys(before.getRole(), before.getDisabled())
                        && !makesKeys(request.getRole(), request.getDisabled());
        return isLost ? request : request.clearRevokeKeys();
    }

    private static boolean makesKeys(Role role, boolean isDisabled) {
        return role == Role.ROLE_ADMIN && !isDisabled;
    }
}
