/// Services: what proxies serve, with the policies of their calls. The directory of all services is
/// one immutable snapshot in memory, replaced whole after each change is on the disk.
@NullMarked
package io.weighbridge.backend.services;

import org.jspecify.annotations.NullMarked;
