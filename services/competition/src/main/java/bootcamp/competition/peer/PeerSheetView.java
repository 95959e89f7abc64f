package bootcamp.competition.peer;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A team's sheet as staff see it: figures and flags, never who said what.
 *
 * @param state whether members rate, and whether figures are told
 * @param members of the team who have not left
 * @param raters of them who rated
 * @param teamMean mean of members' means by others, 1 to 5; null: not told yet, or fewer than two
 *     rated
 * @param teamMeanWithSelf the same with own ratings
 * @param lines one for each member, by id
 * @param clique as {@link PeerSheet} has it; false while nothing is told
 * @param conflict as {@link PeerSheet} has it; false while nothing is told
 */
record PeerSheetView(
        String teamId,
        String team,
        State state,
        int members,
        int raters,
        @Nullable Double teamMean,
        @Nullable Double teamMeanWithSelf,
        List<Line> lines,
        boolean clique,
        boolean conflict) {

    enum State {
        /** Members rate; there are no figures yet. */
        OPEN,
        TOLD
    }

    /**
     * Of one member. Null: fewer than two others rated, or nothing is told yet.
     *
     * @param mean of what others say, 1 to 5
     * @param factor the mean ÷ the team's
     */
    record Line(
            String studentId,
            @Nullable Double mean,
            @Nullable Double factor,
            @Nullable Double meanWithSelf,
            @Nullable Double factorWithSelf,
            boolean overConfident) {}

    /**
     * @param members of the team who have not left by now
     * @param isOver whether rating has ended
     */
    static PeerSheetView of(
            String teamId, String team, PeerContribution it, Set<String> members, boolean isOver) {
        Set<String> of = it.told() == null ? members : it.told();
        PeerSheet sheet = it.sheet(of);
        if (!isOver) {
            List<Line> empty =
                    of.stream().map(id -> new Line(id, null, null, null, null, false)).toList();
            return new PeerSheetView(
                    teamId,
                    team,
                    State.OPEN,
                    of.size(),
                    sheet.raters(),
                    null,
                    null,
                    empty,
                    false,
                    false);
        }
        return new PeerSheetView(
                teamId,
                team,
                State.TOLD,
                of.size(),
                sheet.raters(),
                sheet.teamMean(),
                sheet.teamMeanWithSelf(),
                sheet.lines().stream()
                        .map(
                                line ->
                                        new Line(
                                                line.studentId(),
                                                line.mean(),
                                                line.factor(),
                                                line.meanWithSelf(),
                                                line.factorWithSelf(),
                                                line.overConfident()))
                        .toList(),
                sheet.clique(),
                sheet.conflict());
    }
}
