-- How often anything was changed of what is known of a day of UTC: what was reckoned from it is right as long as that is
-- the same. A day that is not here was not changed since this is counted.

-- What was measured of GPUs.
CREATE TABLE gpu_day (
    day_ms  INTEGER PRIMARY KEY,
    changes INTEGER NOT NULL
) STRICT;

-- Sums of usage, and units that were moved.
CREATE TABLE use_day (
    day_ms  INTEGER PRIMARY KEY,
    changes INTEGER NOT NULL
) STRICT;
