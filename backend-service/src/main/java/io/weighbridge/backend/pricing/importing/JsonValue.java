package io.weighbridge.backend.pricing.importing;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A value of JSON, numbers as they were written.
sealed interface JsonValue {
    record Num(String text) implements JsonValue {}

    record Text(String text) implements JsonValue {}

    /// true, false or null.
    record Word(String text) implements JsonValue {}

    record Arr(List<JsonValue> items) implements JsonValue {}

    /// Members in the order of the text; a name may occur more than once.
    record Obj(List<Member> members) implements JsonValue {
        /// The value of the first member of this name, or null.
        @Nullable JsonValue get(String name) {
            for (Member member : members) {
                if (member.name().equals(name)) {
                    return member.value();
                }
            }
            return null;
        }

        /// The text of a member, or "" when it has none.
        String text(String name) {
            return get(name) instanceof Text(String text) ? text : "";
        }
    }

    record Member(String name, JsonValue value) {}
}
