package io.weighbridge.backend.compute.file;

/// What a file's tensors come to.
///
/// @param count of tensors
/// @param elements of all, as they are stored
/// @param bytes of all
/// @param buffers elements that are no parameters: rotation frequencies and the like
/// @param heads elements of a head that is stored, 0 when there is none
public record Tensors(long count, long elements, long bytes, long buffers, long heads) {
    /// None at all.
    public static final Tensors NONE = new Tensors(0, 0, 0, 0, 0);

    /// Of two files.
    public Tensors plus(Tensors other) {
        return new Tensors(
                Math.addExact(count, other.count),
                Math.addExact(elements, other.elements),
                Math.addExact(bytes, other.bytes),
                Math.addExact(buffers, other.buffers),
                Math.addExact(heads, other.heads));
    }

    /// With one more tensor.
    Tensors with(String name, long tensorElements, long tensorBytes) {
        boolean buffer = name.endsWith("rotary_emb.inv_freq") || name.endsWith("rope_freqs.weight");
        boolean head = name.equals("lm_head.weight") || name.equals("output.weight");
        return plus(
                new Tensors(
                        1,
                        tensorElements,
                        tensorBytes,
                        buffer ? tensorElements : 0,
                        head ? tensorElements : 0));
    }
}
