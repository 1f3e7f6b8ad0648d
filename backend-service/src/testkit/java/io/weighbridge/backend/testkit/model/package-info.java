/// A model server that speaks OpenAI's API, for tests: it answers as it is told, byte for byte.
@NullMarked
package io.weighbridge.backend.testkit.model;

import org.jspecify.annotations.NullMarked;
