package bootcamp.curriculum.attendance;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The marks of a student on a training day: nothing, one mark, or several of LATE, EARLY_LEAVE and
 * OUTING. What is stored and said of them is the list.
 *
 * @param all each once, in the order of {@link Mark}
 */
public record Marks(List<Mark> all) {

    public static final Marks UNMARKED = new Marks(List.of());

    private static final String NOTHING = "UNMARKED";
    private static final String AND = "+";

    /**
     * @throws IllegalArgumentException for marks that do not go together
     */
    public Marks {
        all = all.stream().distinct().sorted().toList();
        if (all.size() > 1 && !all.stream().allMatch(Mark::isPartial)) {
            throw new IllegalArgumentException("marks that do not go together");
        }
    }

    public static Marks of(Mark... marks) {
        return new Marks(List.of(marks));
    }

    /** Empty where these do not go together, or one of them comes twice. */
    static Optional<Marks> together(Collection<Mark> marks) {
        boolean goTogether =
                marks.size() <= 1
                        || marks.stream().allMatch(Mark::isPartial)
                                && marks.stream().distinct().count() == marks.size();
        return goTogether ? Optional.of(new Marks(List.copyOf(marks))) : Optional.empty();
    }

    /** Reads {@code PRESENT}, {@code LATE+OUTING} or {@code UNMARKED}; empty for all else. */
    static Optional<Marks> ofStatus(String status) {
        if (status.equals(NOTHING)) {
            return Optional.of(UNMARKED);
        }
        List<String> names = List.of(status.split("\\+", -1));
        List<Mark> marks =
                Arrays.stream(Mark.values()).filter(mark -> names.contains(mark.name())).toList();
        return marks.size() == names.size() ? together(marks) : Optional.empty();
    }

    /** As {@link #ofStatus} reads it. */
    String status() {
        return isUnmarked()
                ? NOTHING
                : all.stream().map(Mark::name).collect(Collectors.joining(AND));
    }

    boolean isUnmarked() {
        return all.isEmpty();
    }

    boolean has(Mark mark) {
        return all.contains(mark);
    }
}
