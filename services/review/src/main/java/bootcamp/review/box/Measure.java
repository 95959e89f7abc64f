package bootcamp.review.box;

/** What a review gives a number for; each moves in steps of its own. */
public enum Measure {
    RATING(1, 10),
    RECOMMEND(0, 10),
    DEPTH(1, 5),
    DELIVERY(1, 5),
    PREPARATION(1, 5),
    RESPECT(1, 5);

    private final int min;
    private final int max;

    Measure(int min, int max) {
        this.min = min;
        this.max = max;
    }

    public int min() {
        return min;
    }

    public int max() {
        return max;
    }
}
