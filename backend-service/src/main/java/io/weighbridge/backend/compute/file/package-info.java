/// The heads of model files, of which only the first few megabytes are read, however large they
/// are: safetensors and GGUF. A file is not trusted.
@NullMarked
package io.weighbridge.backend.compute.file;

import org.jspecify.annotations.NullMarked;
