package bootcamp.gateway.feed;

/**
 * A question about a special lecture: figures, no text.
 *
 * @param lectureId of the lecture that it is about
 * @param standing {@code OPEN}, {@code HELD} until staff have looked at it, or {@code HIDDEN}
 * @param answered whether there is an answer
 * @param votes how many would like to know, too
 * @param reports how many reported it
 * @param edition rises with each change of anything but votes and reports
 */
public record Question(
        String questionId,
        String lectureId,
        String standing,
        boolean answered,
        int votes,
        int reports,
        int edition) {

    public boolean isOpen() {
        return standing.equals("OPEN");
    }

    /** Held back until staff have decided. */
    public boolean isHeld() {
        return standing.equals("HELD");
    }
}
