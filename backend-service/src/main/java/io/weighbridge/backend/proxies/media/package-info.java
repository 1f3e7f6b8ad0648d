/// Pictures and sound as OpenAI's API asks for them, read: forms and JSON, what of each unit a call
/// may come to, and what answers and events say was made.
@NullMarked
package io.weighbridge.backend.proxies.media;

import org.jspecify.annotations.NullMarked;
