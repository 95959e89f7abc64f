package bootcamp.launcher.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the demo's students think, and what staff say to it: in the house teaching is deep and hard,
 * who comes from outside is loved, divides them or is badly prepared, and the whole does them good.
 */
final class Opinions {

    private final JsonNode all;

    private Opinions(JsonNode all) {
        this.all = all;
    }

    static Opinions written() {
        try (InputStream in = Opinions.class.getResourceAsStream("opinions.json")) {
            return new Opinions(
                    JsonMapper.shared().readTree(Objects.requireNonNull(in, "opinions.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One student's.
     *
     * @param review what is sent beside target and ticket
     * @param staff what is decided on its words, as the API takes it; missing: nothing yet
     */
    record Opinion(JsonNode review, JsonNode staff) {

        boolean isIn(JsonNode undecided) {
            return words(undecided).equals(words(review));
        }

        private static List<String> words(JsonNode of) {
            return List.of(of.path("pros").asString(""), of.path("cons").asString(""));
        }
    }

    List<Opinion> ofProgramme() {
        return opinions(all.path("programme"));
    }

    /** None where nobody has any of who teaches. */
    List<Opinion> ofTeacher(String name) {
        return opinions(all.path("instructors").path(name));
    }

    /** Names of those who teach and are spoken of. */
    List<String> teachers() {
        return List.copyOf(all.path("instructors").propertyNames());
    }

    /** Of sessions, one after the other: too few for a figure, and then all alike. */
    List<List<Opinion>> ofSessions() {
        return all.path("sessions").valueStream().map(Opinions::opinions).toList();
    }

    /** Of weeks, the last first: too few for a figure yet, and some more than are counted. */
    List<List<Opinion>> ofWeeks() {
        return all.path("weeks").valueStream().map(Opinions::opinions).toList();
    }

    /** What is decided on words that wait; empty: nothing yet. */
    Optional<JsonNode> decisionOn(JsonNode undecided) {
        return all.findParents("review").stream()
                .map(Opinions::opinion)
                .filter(each -> each.isIn(undecided))
                .map(Opinion::staff)
                .filter(JsonNode::isObject)
                .findFirst();
    }

    String answerToProgramme() {
        return all.at("/answers/programme").asString();
    }

    String answerToReport() {
        return all.at("/answers/conduct").asString();
    }

    private static List<Opinion> opinions(JsonNode of) {
        return of.valueStream().map(Opinions::opinion).toList();
    }

    private static Opinion opinion(JsonNode of) {
        return new Opinion(of.path("review"), of.path("staff"));
    }
}
