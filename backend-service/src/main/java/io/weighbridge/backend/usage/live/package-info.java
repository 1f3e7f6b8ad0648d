/// Who is using what right now: counters, the rows made of them, and the feed of their changes to
/// watchers.
@NullMarked
package io.weighbridge.backend.usage.live;

import org.jspecify.annotations.NullMarked;
