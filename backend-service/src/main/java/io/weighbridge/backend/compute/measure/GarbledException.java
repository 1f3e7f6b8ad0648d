package io.weighbridge.backend.compute.measure;

/// What an exporter said is not what it should be.
final class GarbledException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    GarbledException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /// What is wrong with it.
    String problem() {
        return problem;
    }
}
