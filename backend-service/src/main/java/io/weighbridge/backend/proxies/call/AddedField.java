package io.weighbridge.backend.proxies.call;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Adds a field to the JSON object of an event, and leaves every other byte as it is.
public final class AddedField {
    private AddedField() {}

    /// The event with one field more.
    ///
    /// @param event whose data is one object with at least one field
    /// @param field a name and a value of JSON, with a colon between
    /// @return the event as it was where the object does not end it
    public static byte[] to(byte[] event, String field) {
        int end = event.length - 1;
        while (end >= 0 && (event[end] == '\n' || event[end] == '\r' || event[end] == ' ')) {
            end--;
        }
        if (end < 0 || event[end] != '}') {
            return event;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(event.length + field.length() + 1);
        all.write(event, 0, end);
        all.write(',');
        all.writeBytes(field.getBytes(StandardCharsets.UTF_8));
        all.write(event, end, event.length - end);
        return all.toByteArray();
    }
}
