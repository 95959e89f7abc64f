package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Makes views of many sessions, with the names of who teaches. */
public final class SessionViews {

    private final AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors;

    public SessionViews(AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors) {
        this.instructors = instructors;
    }

    /** In the order in which the sessions are. */
    Mono<List<SessionView>> of(List<Versioned<Session>> found) {
        Set<String> instructorIds =
                found.stream()
                        .flatMap(
                                session ->
                                        Stream.ofNullable(session.state().planned().instructorId()))
                        .collect(Collectors.toSet());
        return instructors
                .findAll(instructorIds)
                .collectMap(Versioned::id, Versioned::state)
                .map(
                        byId ->
                                found.stream()
                                        .map(
                                                session ->
                                                        SessionView.of(
                                                                session,
                                                                byId.get(
                                                                        session.state()
                                                                                .planned()
                                                                                .instructorId())))
                                        .toList());
    }
}
