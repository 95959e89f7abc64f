package bootcamp.competition.contest;

import bootcamp.competition.scoring.Fault;
import bootcamp.platform.http.Texts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a submission was refused, in the reader's language.
 *
 * @param row the line, the header being line 1; null: it is of no line
 * @param column null: it is of none
 */
public record FaultView(String code, @Nullable Long row, @Nullable String column, String reason) {

    public static FaultView of(Fault fault, Texts texts, Locale language) {
        return new FaultView(
                fault.code().name(),
                fault.row(),
                fault.column(),
                texts.get(fault.key(), language, fault.parameters()));
    }
}
