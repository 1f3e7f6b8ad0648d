/// What everything that meters chats by itself must do, whoever carries the call.
@NullMarked
package io.weighbridge.backend.proxies.contract;

import org.jspecify.annotations.NullMarked;
