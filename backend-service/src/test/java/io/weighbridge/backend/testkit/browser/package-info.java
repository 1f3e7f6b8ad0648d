/// A real browser without a window, for tests of pages: Chromium by the W3C WebDriver protocol.
/// The dozen calls that tests need are made by hand: the libraries for it bring twenty others.
@NullMarked
package io.weighbridge.backend.testkit.browser;

import org.jspecify.annotations.NullMarked;
