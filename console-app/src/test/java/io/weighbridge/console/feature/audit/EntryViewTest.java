package io.weighbridge.console.feature.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.ListEntriesReply;
import io.weighbridge.proto.v1.ListEntriesRequest;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/// One entry, also of a service that does not know how to be asked for it.
final class EntryViewTest {
    private static AuditEntry entry(long sequence) {
        return AuditEntry.newBuilder().setSequence(sequence).build();
    }

    // A service that knows no such field answers with the newest.
    private static ListEntriesReply newest(ListEntriesRequest request) {
        assertEquals(0, request.getPage().getSize());
        return ListEntriesReply.newBuilder().addEntries(entry(9)).addEntries(entry(8)).build();
    }

    @Test
    void shouldShowNoOtherEntryThanTheOneThatWasAskedFor() {
        assertEquals(Optional.of(entry(8)), EntryView.find(EntryViewTest::newest, 8));
        assertEquals(Optional.empty(), EntryView.find(EntryViewTest::newest, 4));
        assertEquals(Optional.empty(), EntryView.find(EntryViewTest::newest, 0));
    }
}
