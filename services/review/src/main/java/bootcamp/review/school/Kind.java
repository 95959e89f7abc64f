package bootcamp.review.school;

/** What can be reviewed. */
public enum Kind {
    PROGRAMME(10),
    MODULE(10),
    SESSION(10),
    INSTRUCTOR(10),
    COMPETITION(10),
    /** How a week was: one rating and nothing else is asked, and no other service is told of it. */
    PULSE(5);

    private final int highest;

    Kind(int highest) {
        this.highest = highest;
    }

    /** The best rating; the worst is 1. */
    public int highest() {
        return highest;
    }

    /** Whether a review of it is a rating alone. */
    public boolean isRatingAlone() {
        return this == PULSE;
    }
}
