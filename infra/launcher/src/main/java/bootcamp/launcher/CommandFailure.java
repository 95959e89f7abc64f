package bootcamp.launcher;

/** What a command could not do, as the plain sentences that the user is told; exit status 1. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String sentences) {
        super(sentences, null, false, false);
    }

    String sentences() {
        return String.valueOf(getMessage());
    }
}
