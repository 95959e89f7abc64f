package bootcamp.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.gateway.dashboard.CohortState.Snapshot;
import bootcamp.gateway.feed.CohortFact;
import bootcamp.gateway.feed.CohortFact.CohortEnded;
import bootcamp.gateway.feed.CohortFact.LectureStands;
import bootcamp.gateway.feed.Lecture;
import bootcamp.platform.http.ProblemException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was folded anew in the place of what is shown. */
class RefoldingTest {

    private static final String PATH = "/api/dashboards/c";
    private static final Facts.Fact OVERTAKEN = Facts.enrolled("e1", "c", 1);
    private static final List<Facts.Fact> FACTS =
            List.of(
                    Facts.cohort("c", 2),
                    OVERTAKEN,
                    Facts.left("e1", "c", 3, 20),
                    Facts.competition("k", 1, 80, "c"),
                    Facts.team("t", "k", 1, List.of("c"), Map.of("s-e1", List.of(81))),
                    Facts.lecture("l1", 2, 20, 0, "c", "d"),
                    Facts.question("q1", "l1", 3, 2, "c", "d"),
                    Facts.clinic("k1", "c", 2, 30, "s-e1"),
                    Facts.activity("a1", "c", 2, 12),
                    Facts.taught("a2", "c", 2, 13, "m1", "i1"),
                    Facts.participants("a1", "c", 2, "s-e1"),
                    Facts.sheet("c", 3, 3, "LATE", "s-e1", "s-e2"),
                    Facts.policy("c", 2, 700),
                    Facts.request("r1", "c", 2, LocalDate.parse("2024-03-29")),
                    Facts.reviews("s1", "c", 2, "SESSION", 7, 8, 8, 9, 10),
                    Facts.risks("c", 2, 30, "s-e2"),
                    Facts.enrolled("e2", "c", 1));

    private static final Facts.Fact OLDER_LECTURE = Facts.lecture("l1", 1, 20, 7, "c", "d");

    private final Gate gate = Gate.open(Instant.parse("2024-04-01T00:00:00Z"));
    private final Refolding next = new Refolding();

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void theSameFactsInAnyOrderChangeNothing() {
        FACTS.forEach(gate::tell);
        Snapshot before = held();

        FACTS.reversed().forEach(fact -> fact.tell(next));

        assertThat(gate.dashboards.become(next)).isZero();
        assertThat(held()).isEqualTo(before);
    }

    @Test
    void whatWasHeldWronglyIsMended() {
        gate.tell(Facts.cohort("c", 2));
        gate.tell(Facts.enrolled("e1", "c", 3));

        FACTS.subList(0, 3).forEach(fact -> fact.tell(next));

        assertThat(gate.dashboards.become(next)).isEqualTo(1);
        gate.tell(Facts.enrolled("e2", "c", 1));
        awaitShown("\"enrolled\":2");
        awaitShown("\"withdrawn\":1");
    }

    @Test
    void topicsThatHoldLessChangeNothing() {
        FACTS.forEach(gate::tell);
        Snapshot before = held();

        FACTS.subList(0, 2).forEach(fact -> fact.tell(next));

        assertThatThrownBy(() -> gate.dashboards.become(next))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo("TOPIC_BEHIND"));
        assertThatThrownBy(() -> gate.dashboards.become(new Refolding()))
                .isInstanceOf(ProblemException.class);
        assertThat(held()).isEqualTo(before);
    }

    /** So that no kind of entity is left out where states are compared and taken over. */
    @Test
    void factsHereAreOfEveryKind() {
        assertThat(CohortFact.class.getPermittedSubclasses())
                .allMatch(
                        kind ->
                                kind == CohortEnded.class
                                        || FACTS.stream()
                                                .map(Facts.Fact::fact)
                                                .anyMatch(kind::isInstance));
    }

    @Test
    void topicsThatLackTheNewestOfAnyEntityChangeNothing() {
        FACTS.forEach(gate::tell);
        Snapshot before = held();

        for (Facts.Fact lacking : FACTS) {
            if (lacking.equals(OVERTAKEN)) {
                continue;
            }
            Refolding less = new Refolding();
            FACTS.stream().filter(fact -> !fact.equals(lacking)).forEach(fact -> fact.tell(less));

            assertThatThrownBy(() -> gate.dashboards.become(less))
                    .as("without %s", lacking)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.code()).isEqualTo("TOPIC_BEHIND"));
        }
        assertThat(held()).isEqualTo(before);
    }

    @Test
    void lectureThatWasHeldWronglyIsMended() {
        FACTS.stream()
                .map(fact -> fact.fact() instanceof LectureStands ? OLDER_LECTURE : fact)
                .forEach(gate::tell);

        awaitShown("\"waiting\":7");
        FACTS.forEach(fact -> fact.tell(next));

        assertThat(gate.dashboards.become(next)).isEqualTo(2);
        assertThat(held().lectures()).extracting(Lecture::waiting).containsExactly(0);
    }

    @Test
    void whatArrivesMeanwhileIsInBoth() {
        FACTS.subList(0, 6).forEach(gate::tell);
        FACTS.subList(0, 6).forEach(fact -> fact.tell(next));

        gate.dashboards.alsoInto(next);
        gate.tell(FACTS.getLast());
        long changed = gate.dashboards.become(next);
        gate.dashboards.alsoInto(null);

        assertThat(changed).isZero();
        awaitShown("\"enrolled\":2");
    }

    /** Once something of it is shown. */
    private Snapshot held() {
        assertThat(gate.get(PATH).statusCode()).isEqualTo(200);
        return gate.dashboards.find("c").flatMap(Board::snapshot).orElseThrow();
    }

    /** Rendering follows folding in another thread. */
    private void awaitShown(String part) {
        String body = "";
        for (int i = 0; i < 500 && !body.contains(part); i++) {
            body = gate.get(PATH).body();
        }
        assertThat(body).contains(part);
    }
}
