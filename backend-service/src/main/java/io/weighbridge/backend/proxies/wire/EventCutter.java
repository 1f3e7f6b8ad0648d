package io.weighbridge.backend.proxies.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Cuts the bytes of an event stream into events, wherever the parts that they come in are cut:
/// between two bytes of a character, of a line end, of the blank line that ends an event. No byte
/// is lost or changed: the events one after the other are what came in. A line ends with CR, LF or
/// both, as the standard of server-sent events has it.
public final class EventCutter {
    private final int eventBytesMax;
    private final ByteArrayOutputStream event = new ByteArrayOutputStream();
    private boolean lineIsEmpty = true;
    private boolean afterCr;

    /// @param eventBytesMax of one event
    public EventCutter(int eventBytesMax) {
        this.eventBytesMax = eventBytesMax;
    }

    /// Takes a part.
    ///
    /// @return the events that are whole now
    /// @throws EventTooLongException when one would be longer than allowed
    public List<StreamEvent> add(byte[] part, int length) throws EventTooLongException {
        List<StreamEvent> whole = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < length; i++) {
            byte b = part[i];
            boolean secondOfLineEnd = b == '\n' && afterCr;
            afterCr = b == '\r';
            if (secondOfLineEnd) {
                continue;
            }
            if (b != '\n' && b != '\r') {
                lineIsEmpty = false;
            } else if (!lineIsEmpty) {
                lineIsEmpty = true;
            } else {
                // The LF of a CR LF belongs to it, when it is there already.
                boolean lfFollows = b == '\r' && i + 1 < length && part[i + 1] == '\n';
                int to = lfFollows ? i + 2 : i + 1;
                event.write(part, from, to - from);
                whole.add(new StreamEvent(event.toByteArray()));
                event.reset();
                from = to;
            }
        }
        if (from < length) {
            event.write(part, from, length - from);
        }
        if (event.size() > eventBytesMax) {
            throw new EventTooLongException(eventBytesMax);
        }
        return whole;
    }

    /// How many bytes came after the last whole event.
    public int restBytes() {
        return event.size();
    }

    /// What came after the last whole event; empty when nothing did.
    public StreamEvent rest() {
        return new StreamEvent(event.toByteArray());
    }
}
