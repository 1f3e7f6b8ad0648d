/// Networks from what describes a model: Hugging Face's `config.json`.
@NullMarked
package io.weighbridge.backend.compute.model;

import org.jspecify.annotations.NullMarked;
