package bootcamp.gateway.feed;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who of a cohort is likeliest to leave within a fortnight, as of one day.
 *
 * @param on the day, where the cohort is
 * @param basis where the chances come from
 * @param students the likeliest first
 */
public record Risks(LocalDate on, String basis, List<AtRisk> students) {

    public Risks {
        students = List.copyOf(students);
    }

    /**
     * @param score the chance of leaving, 0 to 100
     * @param usual of somebody of whom nothing is known but the week; as {@code score}
     * @param signals what raises it most, the strongest first
     */
    public record AtRisk(String studentId, double score, double usual, List<Signal> signals) {

        public AtRisk {
            signals = List.copyOf(signals);
        }
    }

    /**
     * @param code what it is about, worded by the page
     * @param count how many, of what the code is about
     * @param of of how many, or how many before; null: says nothing of it
     */
    public record Signal(String code, int count, @Nullable Integer of) {}
}
