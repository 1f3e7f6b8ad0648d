package io.weighbridge.backend.platform.grpc;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.PageRequest;

import java.util.UUID;

/// What the requests of all services have in common: ids and pages.
public final class RequestMapping {
    private static final int UUID_LENGTH = 36;
    private static final int DERIVED_VERSION = 3;

    private RequestMapping() {}

    /// The page asked for.
    ///
    /// @param filter everything that decides which rows the list has, in any fixed form
    /// @throws Fault INVALID_FIELD or INVALID_PAGE_TOKEN
    public static PageKey page(PageRequest page, String filter) {
        return PageKey.of(page.getSize(), page.getToken(), filter);
    }

    /// The id in a field. Whether it exists is not known yet.
    ///
    /// @throws Fault INVALID_FIELD when the text is not an id of this kind
    public static long id(String field, IdKind kind, String text) {
        return kind.parse(text)
                .orElseThrow(
                        () ->
                                Fault.invalid(
                                        field,
                                        Check.shown(text),
                                        "an id of the form " + kind.format(1)));
    }

    /// The id in a field that may be empty, then 0.
    ///
    /// @throws Fault INVALID_FIELD when the text is not an id of this kind
    public static long idOrNone(String field, IdKind kind, String text) {
        return text.isEmpty() ? 0 : id(field, kind, text);
    }

    /// The caller's id of an operation that moves credit.
    ///
    /// @throws Fault INVALID_FIELD when it is not a UUID in its usual form, or one of ours
    public static UUID operationId(String text) {
        try {
            // The JDK also reads shorter forms, of which one id has many.
            if (text.length() == UUID_LENGTH) {
                return notOurs(UUID.fromString(text));
            }
        } catch (IllegalArgumentException e) {
            // Refused below like any other text.
        }
        throw Fault.invalid("operation_id", Check.shown(text), "a UUID");
    }

    /// Refuses the kind of id that the service itself derives for its operations, such as the
    /// credit of payments: who could ask for one in advance could block that operation.
    ///
    /// @throws Fault INVALID_FIELD when it is one
    public static UUID notOurs(UUID operationId) {
        if (operationId.version() == DERIVED_VERSION) {
            throw Fault.invalid(
                    "operation_id", operationId, "a UUID of another version than 3, such as 4");
        }
        return operationId;
    }

    /// The id of a usage record.
    ///
    /// @throws Fault INVALID_FIELD when it is not one
    public static RequestId recordId(String text) {
        RequestId id = RequestId.parse(text);
        if (id == null) {
            throw Fault.invalid("record_id", Check.shown(text), "a UUID of version 7");
        }
        return id;
    }

    /// The number of an enumeration's constant, all of which are known from 1 on.
    ///
    /// @throws Fault INVALID_FIELD when it is not known, or not given
    public static int known(String field, int number, int most) {
        return (int) Check.range(field, number, 1, most);
    }
}
