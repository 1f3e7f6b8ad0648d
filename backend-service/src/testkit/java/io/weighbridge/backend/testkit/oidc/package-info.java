/// An OpenID provider for tests.
@NullMarked
package io.weighbridge.backend.testkit.oidc;

import org.jspecify.annotations.NullMarked;
