@NullMarked
package io.weighbridge.console.feature.accounts;

import org.jspecify.annotations.NullMarked;
