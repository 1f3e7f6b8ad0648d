package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.gate.keys.CallRuns;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.TagKeys;
import io.weighbridge.model.RequestId;

import java.util.List;

/// Which calls are parts of one run, by the header `x-weighbridge-parent`: the request id of the
/// call that a call is made for, or `new` of a run's first call. Safe for sharing; for threads that
/// may wait.
public final class Runs {
    private static final String HEADER = "x-weighbridge-parent";
    private static final String FIRST = "new";

    private final CallRuns runs;
    private final TimeSource time;

    public Runs(CallRuns runs, TimeSource time) {
        this.runs = runs;
        this.time = time;
    }

    /// The tags of a call.
    ///
    /// @param takesTags whether the client may tag it too
    /// @throws Fault INVALID_FIELD
    public RunTags of(Client client, List<HeaderLine> headers, boolean takesTags) {
        String tags = takesTags ? ClientTags.of(headers) : "";
        List<String> parents =
                headers.stream()
                        .filter(header -> header.name().equalsIgnoreCase(HEADER))
                        .map(header -> header.value().strip())
                        .toList();
        if (parents.isEmpty()) {
            return new RunTags(tags, null);
        }
        if (parents.equals(List.of(FIRST))) {
            RequestId own = RequestId.next(time.wallMs());
            return new RunTags(with(tags, TagKeys.RUN, own.toString()), own);
        }
        String parent = parents.getFirst();
        RequestId id = parents.size() == 1 ? RequestId.parse(parent) : null;
        String run = id == null ? null : runs.of(client.key(), id);
        if (id == null || run == null) {
            throw Fault.invalid(
                    HEADER,
                    Check.shown(parent),
                    "once, new, or the x-weighbridge-request-id of a call of this account that is"
                            + " open or was charged");
        }
        return new RunTags(with(with(tags, TagKeys.RUN, run), TagKeys.PARENT, id.toString()), null);
    }

    private static String with(String tags, String key, String value) {
        return (tags.isEmpty() ? "" : tags + '\n') + key + '=' + value;
    }
}
