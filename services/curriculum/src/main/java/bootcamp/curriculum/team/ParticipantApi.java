package bootcamp.curriculum.team;

import bootcamp.curriculum.CurriculumEvent.OfParticipation;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.lecture.LectureAccess;
import bootcamp.curriculum.school.CourseStay;
import bootcamp.curriculum.school.Roster;
import bootcamp.curriculum.team.ParticipationCommand.ConfirmParticipants;
import bootcamp.curriculum.team.ParticipationCommand.ProposeParticipants;
import bootcamp.curriculum.team.ParticipationCommand.SetParticipants;
import bootcamp.curriculum.team.TeamRefusal.Plain;
import bootcamp.curriculum.week.Session;
import bootcamp.curriculum.week.SessionDesk;
import bootcamp.curriculum.week.SessionKind;
import bootcamp.curriculum.week.SessionPlan;
import bootcamp.curriculum.week.WeekAccess;
import bootcamp.curriculum.week.WeekRefusal;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /api/sessions/{sessionId}/participants}: who took part in a team activity. Of a clinic
 * that is told by its places, of a lecture by the sheet of its day, so neither is kept here.
 */
@RestController
public final class ParticipantApi {

    private static final String PATH = "/api/sessions/{sessionId}/participants";

    private final AggregateStore<Participation, ParticipationCommand, OfParticipation>
            participations;
    private final TeamDesk desk;
    private final SessionDesk sessions;
    private final WeekAccess week;
    private final Roster roster;
    private final InstantSource clock;

    public ParticipantApi(
            AggregateStore<Participation, ParticipationCommand, OfParticipation> participations,
            TeamDesk desk,
            SessionDesk sessions,
            WeekAccess week,
            Roster roster,
            InstantSource clock) {
        this.participations = participations;
        this.desk = desk;
        this.sessions = sessions;
        this.week = week;
        this.roster = roster;
        this.clock = clock;
    }

    // ---- reading

    @GetMapping(PATH)
    Mono<ParticipantsView> list(@PathVariable String sessionId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF, Role.STUDENT);
        return session(sessionId, caller)
                .doOnNext(session -> requireActivity(session.state().planned()))
                .flatMap(session -> view(session, caller));
    }

    private Mono<ParticipantsView> view(Versioned<Session> session, Caller caller) {
        return participations
                .find(session.id())
                .defaultIfEmpty(
                        new Versioned<>(session.id(), 0, Participation.initial(session.id())))
                .flatMap(participation -> view(session, participation, caller));
    }

    private Mono<ParticipantsView> view(
            Versioned<Session> session, Versioned<Participation> participation, Caller caller) {
        return desk.of(session.state().cohortId())
                .map(
                        teams ->
                                ParticipantsView.of(
                                        session.state().planned(),
                                        participation,
                                        teams,
                                        studentOrNull(caller)));
    }

    private static @Nullable String studentOrNull(Caller caller) {
        return caller.worksHere() ? null : LectureAccess.studentOf(caller);
    }

    // ---- saying who took part

    record Participants(List<@Nullable String> participantIds) {}

    @PutMapping(PATH)
    Mono<ResponseEntity<ParticipantsView>> set(
            @PathVariable String sessionId,
            @RequestBody Participants body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        return session(sessionId, caller)
                .delayUntil(session -> requireInCourse(session, body))
                .doOnNext(this::requireBegun)
                .flatMap(
                        session ->
                                asked(session)
                                        .flatMap(
                                                asked ->
                                                        done(
                                                                session,
                                                                new SetParticipants(
                                                                        session.state().cohortId(),
                                                                        sorted(body),
                                                                        asked.orElse(null),
                                                                        stamp(caller)),
                                                                terms,
                                                                caller)));
    }

    private Mono<Void> requireInCourse(Versioned<Session> session, Participants body) {
        read(body, Participation.STUDENTS_MAX, _ -> true, "");
        LocalDate day = session.state().planned().startsAt().toLocalDate();
        return roster.find(
                        session.state().cohortId(),
                        Set.copyOf(sorted(body)),
                        stay -> stay.isInCourse(day))
                .map(
                        stays ->
                                stays.stream()
                                        .filter(stay -> stay.isInCourse(day))
                                        .map(CourseStay::studentId)
                                        .collect(Collectors.toSet()))
                .doOnNext(
                        there ->
                                read(
                                        body,
                                        Participation.STUDENTS_MAX,
                                        there::contains,
                                        "NOT_IN_COURSE"))
                .then();
    }

    /** A student of a team, for the own one. */
    @PutMapping(PATH + "/proposal")
    Mono<ResponseEntity<ParticipantsView>> propose(
            @PathVariable String sessionId, @RequestBody Participants body, Caller caller) {
        String studentId = LectureAccess.studentOf(caller);
        return session(sessionId, caller)
                .flatMap(
                        session ->
                                team(session, studentId)
                                        .flatMap(
                                                team ->
                                                        propose(
                                                                session, team, body, studentId,
                                                                caller)));
    }

    private Mono<ResponseEntity<ParticipantsView>> propose(
            Versioned<Session> session,
            Team team,
            Participants body,
            String studentId,
            Caller caller) {
        read(
                body,
                Team.MEMBERS_MAX,
                participant -> team.member(participant).isPresent(),
                "NOT_IN_TEAM");
        requireBegun(session);
        return asked(session)
                .flatMap(
                        asked ->
                                done(
                                        session,
                                        new ProposeParticipants(
                                                session.state().cohortId(),
                                                team.teamId(),
                                                sorted(body),
                                                asked.orElse(null),
                                                studentId,
                                                clock.instant()),
                                        Terms.NONE,
                                        caller));
    }

    /**
     * @param teamId whose proposal it is
     * @param edition of the proposal that was read
     */
    record Confirmation(String teamId, int edition) {}

    /** Staff, or another member than the one who proposed. */
    @PutMapping(PATH + "/confirmation")
    Mono<ResponseEntity<ParticipantsView>> confirm(
            @PathVariable String sessionId, @RequestBody Confirmation body, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF, Role.STUDENT);
        String studentId = studentOrNull(caller);
        return session(sessionId, caller)
                .delayUntil(session -> requireMember(session, body.teamId(), studentId))
                .doOnNext(this::requireBegun)
                .flatMap(
                        session ->
                                done(
                                        session,
                                        new ConfirmParticipants(
                                                body.teamId(),
                                                body.edition(),
                                                studentId,
                                                stamp(caller)),
                                        Terms.NONE,
                                        caller));
    }

    private Mono<Void> requireMember(
            Versioned<Session> session, String teamId, @Nullable String studentId) {
        return desk.of(session.state().cohortId())
                .filter(
                        teams ->
                                session.state().planned().isFor(teamId)
                                        && teams.state()
                                                .team(teamId)
                                                .filter(
                                                        team ->
                                                                studentId == null
                                                                        || team.member(studentId)
                                                                                .isPresent())
                                                .isPresent())
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new InvalidInput(
                                                List.of(FieldError.of("teamId", "UNKNOWN_TEAM")))))
                .then();
    }

    private Mono<ResponseEntity<ParticipantsView>> done(
            Versioned<Session> session, ParticipationCommand command, Terms terms, Caller caller) {
        return participations
                .transact(session.id(), command, terms)
                .map(Outcome::after)
                .flatMap(after -> view(session, after, caller))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    // ---- checks

    private Mono<Versioned<Session>> session(String sessionId, Caller caller) {
        return sessions.find(sessionId)
                .delayUntil(session -> week.visible(session.state().cohortId(), caller))
                .onErrorMap(
                        error ->
                                error instanceof ProblemException problem
                                        && problem.status().value() == 404,
                        _ -> new RefusedException(WeekRefusal.SESSION_NOT_FOUND));
    }

    private Mono<Team> team(Versioned<Session> session, String studentId) {
        return desk.of(session.state().cohortId())
                .flatMap(teams -> Mono.justOrEmpty(teams.state().ofStudent(studentId)))
                .filter(team -> session.state().planned().isFor(team.teamId()))
                .switchIfEmpty(Mono.error(() -> new RefusedException(Plain.NOT_IN_A_TEAM)));
    }

    /** Who is in the teams that it is for; empty: it is for the whole cohort. */
    private Mono<Optional<List<String>>> asked(Versioned<Session> session) {
        SessionPlan plan = session.state().planned();
        return plan.teamIds().isEmpty()
                ? Mono.just(Optional.empty())
                : desk.of(session.state().cohortId())
                        .map(
                                teams ->
                                        Optional.of(
                                                teams.state()
                                                        .standing()
                                                        .filter(team -> plan.isFor(team.teamId()))
                                                        .flatMap(team -> team.studentIds().stream())
                                                        .sorted()
                                                        .toList()));
    }

    private void requireBegun(Versioned<Session> session) {
        SessionPlan plan = session.state().planned();
        requireActivity(plan);
        if (session.state().cancelled()) {
            throw new RefusedException(Plain.ACTIVITY_CANCELLED);
        }
        if (clock.instant().isBefore(plan.starts())) {
            throw new RefusedException(Plain.ACTIVITY_NOT_BEGUN);
        }
    }

    private static void requireActivity(SessionPlan plan) {
        if (plan.kind() != SessionKind.TEAM_ACTIVITY) {
            throw new RefusedException(Plain.NOT_A_TEAM_ACTIVITY);
        }
    }

    /**
     * @throws InvalidInput naming everybody who is not as wanted
     */
    private static void read(Participants body, int max, Predicate<String> wanted, String code) {
        InvalidInput.Checks checks =
                InvalidInput.checking()
                        .that(
                                body.participantIds().size() <= max,
                                "participantIds",
                                "TOO_MANY_STUDENTS",
                                Map.of("max", max));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < body.participantIds().size(); i++) {
            String participant = body.participantIds().get(i);
            String field = "participantIds[" + i + "]";
            if (participant == null) {
                checks.wrong(field, "REQUIRED");
            } else {
                checks.that(seen.add(participant), field, "DUPLICATE")
                        .that(wanted.test(participant), field, code);
            }
        }
        checks.orThrow();
    }

    private static List<String> sorted(Participants body) {
        List<String> sorted = new ArrayList<>();
        for (String participant : body.participantIds()) {
            if (participant != null) {
                sorted.add(participant);
            }
        }
        Collections.sort(sorted);
        return List.copyOf(sorted);
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
