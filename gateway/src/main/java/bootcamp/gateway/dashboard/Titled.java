package bootcamp.gateway.dashboard;

import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.ProblemException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A part that can be asked for by its title: {@code ?section=}. */
interface Titled {

    String title();

    /**
     * @param title null: the usual one
     * @throws ProblemException 400 where there is none of this title
     */
    static <T extends Titled> T named(@Nullable String title, T[] all, T usual) {
        return title == null
                ? usual
                : Stream.of(all)
                        .filter(each -> each.title().equals(title))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        ProblemException.malformed(
                                                new FieldError(
                                                        "section",
                                                        "NOT_ONE_OF",
                                                        Map.of("allowed", titles(all)))));
    }

    private static String titles(Titled[] all) {
        return Stream.of(all).map(Titled::title).collect(Collectors.joining(", "));
    }
}
