package bootcamp.competition.contest;

import bootcamp.competition.scoring.SolutionLook;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a competition's files before it opens.
 *
 * @param shared null: there is no test file or no training file among the data
 */
record ContestLook(SolutionLook solution, @Nullable Shared shared) {

    /**
     * Rows of the test file that training files have, too.
     *
     * @param rows of the test file that were looked at, from 1
     * @param found of them, those that some training file has but for the id
     */
    record Shared(int rows, int found) {}
}
