/// What clients and model servers say to each other, read: requests, how large their prompts are,
/// events and answers, and the usage that they tell.
@NullMarked
package io.weighbridge.backend.proxies.wire;

import org.jspecify.annotations.NullMarked;
