package bootcamp.curriculum.imports;

/**
 * Rows of a piece, by what came of them.
 *
 * @param added students who had no marks on the day
 * @param changed students who had others
 * @param unchanged who have what the row says already
 * @param rejected not entered
 * @param restored taken back
 * @param kept left as they are, since somebody touched them later
 */
public record Counts(int added, int changed, int unchanged, int rejected, int restored, int kept) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
}
