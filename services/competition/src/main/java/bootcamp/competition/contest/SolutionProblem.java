package bootcamp.competition.contest;

import bootcamp.competition.scoring.Fault;
import bootcamp.competition.scoring.UnusableSolution;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.Texts;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Why labels are refused, in the language of who sent them. */
public final class SolutionProblem {

    private SolutionProblem() {}

    /** 422, with the row where it is of one. */
    public static ProblemException of(UnusableSolution unusable, Texts texts, Locale language) {
        Fault fault = unusable.fault();
        String reason = texts.get(fault.key(), language, fault.parameters());
        Long row = fault.row();
        return row == null
                ? ProblemException.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "SOLUTION_UNUSABLE",
                        Map.of("reason", reason))
                : ProblemException.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "SOLUTION_ROW_UNUSABLE",
                        Map.of("row", row, "reason", reason));
    }
}
