/// Keys: find, make, change, rotate and revoke them, one or many at once.
@NullMarked
package io.weighbridge.console.feature.keys;

import org.jspecify.annotations.NullMarked;
