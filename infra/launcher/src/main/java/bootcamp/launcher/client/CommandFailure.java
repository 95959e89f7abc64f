package bootcamp.launcher.client;

/** What a command could not do, as the plain sentences that the user is told; exit status 1. */
public class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailure(String sentences) {
        super(sentences, null, false, false);
    }

    public String sentences() {
        return String.valueOf(getMessage());
    }
}
