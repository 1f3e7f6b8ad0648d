/// Logins through an OpenID provider: we ask it who somebody is, and believe a signed ID token.
/// Which operator that is, the folder above decides.
@NullMarked
package io.weighbridge.backend.operators.oidc;

import org.jspecify.annotations.NullMarked;
