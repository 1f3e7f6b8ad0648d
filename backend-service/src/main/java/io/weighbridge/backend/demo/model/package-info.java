/// The demo's own model server: it speaks OpenAI's API over HTTP, makes no sense, and takes its
/// time. How long an answer is to be, and what is to go wrong, the request says.
@NullMarked
package io.weighbridge.backend.demo.model;

import org.jspecify.annotations.NullMarked;
