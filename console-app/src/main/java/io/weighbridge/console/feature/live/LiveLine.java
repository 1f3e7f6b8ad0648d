package io.weighbridge.console.feature.live;

/// A key's place in the table. It stays the same while what is told of the key changes, so that
/// the table need not be filled anew: a cell looks whether the version is the one that it shows.
/// Used on the FX thread only.
final class LiveLine {
    private final String key;
    private final Ring requests = new Ring();
    private LiveRow row;
    private String accountName = "";
    private long burnNanos;
    private long quietSinceMs;
    private long version;

    LiveLine(LiveRow row) {
        this.key = row.key();
        this.row = row;
    }

    String key() {
        return key;
    }

    LiveRow row() {
        return row;
    }

    /// Requests a minute, over the last minutes.
    Ring requests() {
        return requests;
    }

    /// The account's name; its id until the name is known.
    String accountName() {
        return accountName.isEmpty() ? row.account() : accountName;
    }

    /// What all keys of its account spend in a minute.
    long burnNanos() {
        return burnNanos;
    }

    /// Rises with each change of what it shows.
    long version() {
        return version;
    }

    /// Since when nothing happens with it, 0 when something does.
    long quietSinceMs() {
        return quietSinceMs;
    }

    void tell(LiveRow newRow, long nowMs) {
        row = newRow;
        version++;
        if (!newRow.isQuiet()) {
            quietSinceMs = 0;
        } else if (quietSinceMs == 0) {
            quietSinceMs = nowMs;
        }
    }

    void name(String name) {
        if (!name.equals(accountName)) {
            accountName = name;
            version++;
        }
    }

    void burn(long newBurnNanos) {
        if (newBurnNanos != burnNanos) {
            burnNanos = newBurnNanos;
            version++;
        }
    }

    void sample() {
        requests.add(row.told().getRequestsPerMinute());
        version++;
    }

    boolean runsDry() {
        return row.runsDry(burnNanos);
    }
}
