/// What clients need to log in through a browser.
@NullMarked
package io.weighbridge.model.login;

import org.jspecify.annotations.NullMarked;
