/// People who log in: their roles, passwords, second factors and sessions. Programs that call the
/// gate are in `proxies`.
@NullMarked
package io.weighbridge.backend.operators;

import org.jspecify.annotations.NullMarked;
