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
 * @param merged whether another one counts for it
 */
public record Question(
        String questionId,
        String lectureId,
        String standing,
        boolean answered,
        int votes,
        int reports,
        int edition,
        boolean merged) {

    /** Whether fellow students read it. */
    public boolean isOpen() {
        return standing.equals("OPEN");
    }

    /** Whether it is one of those that are asked: open, and no other counts for it. */
    public boolean isAsked() {
        return isOpen() && !merged;
    }

    /** Held back until staff have decided. */
    public boolean isHeld() {
        return standing.equals("HELD");
    }
}
