package bootcamp.curriculum.team;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.lecture.LectureAccess;
import bootcamp.curriculum.team.Team.Member;
import bootcamp.curriculum.team.TeamCommand.ChangeTeam;
import bootcamp.curriculum.team.TeamCommand.DissolveTeam;
import bootcamp.curriculum.team.TeamCommand.FormTeam;
import bootcamp.curriculum.team.TeamRefusal.Plain;
import bootcamp.curriculum.week.WeekAccess;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.MergePatch;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.school.Students;
import bootcamp.platform.security.Caller;
import bootcamp.platform.source.IdSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/cohorts/{cohortId}/teams}: staff form, change and dissolve them; a student sees the
 * own one, with the names by which staff wrote down its members: this service has no other.
 */
@RestController
public final class TeamApi {

    private static final String PATH = "/api/cohorts/{cohortId}/teams";
    private static final int MEMBER_NAME_CHARS_MAX = 100;

    /** Students that are looked up at the same time. */
    private static final int AT_ONCE = 8;

    private final TeamDesk desk;
    private final WeekAccess week;
    private final Students students;
    private final Idempotency idempotency;
    private final InstantSource clock;
    private final IdSource ids;
    private final JsonMapper json;

    public TeamApi(
            TeamDesk desk,
            WeekAccess week,
            Students students,
            Idempotency idempotency,
            InstantSource clock,
            IdSource ids,
            JsonMapper json) {
        this.desk = desk;
        this.week = week;
        this.students = students;
        this.idempotency = idempotency;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
    }

    /** In the order of forming. */
    record Listed(List<TeamView> items) {}

    @GetMapping(PATH)
    Mono<Listed> list(@PathVariable String cohortId, Caller caller) {
        return week.visible(cohortId, caller)
                .flatMap(_ -> desk.of(cohortId))
                .map(
                        teams ->
                                new Listed(
                                        teams.state()
                                                .standing()
                                                .filter(team -> maySee(caller, team))
                                                .map(team -> TeamView.of(teams, team))
                                                .toList()));
    }

    private static boolean maySee(Caller caller, Team team) {
        return caller.worksHere() || team.member(LectureAccess.studentOf(caller)).isPresent();
    }

    // ---- changing

    /**
     * @param members null: none yet
     */
    record NewTeam(String name, @Nullable List<@Nullable Member> members) {}

    @PostMapping(PATH)
    Mono<ResponseEntity<TeamView>> form(
            @PathVariable String cohortId,
            @RequestBody NewTeam body,
            Caller caller,
            ServerWebExchange exchange) {
        return week.editable(cohortId, caller)
                .map(_ -> members(body.name(), body.members()))
                .delayUntil(members -> requireEnrolled(cohortId, members))
                .zipWhen(_ -> idempotency.terms(exchange, body))
                .flatMap(
                        both -> {
                            String teamId = Idempotency.newId(both.getT2(), ids);
                            return desk.transact(
                                    cohortId,
                                    new FormTeam(
                                            teamId,
                                            cohortId,
                                            body.name().strip(),
                                            both.getT1(),
                                            stamp(caller)),
                                    both.getT2(),
                                    teams -> TeamView.of(teams, teamId),
                                    TeamView.class);
                        })
                .map(
                        view ->
                                ResponseEntity.created(
                                                URI.create(
                                                        "/api/cohorts/%s/teams/%s"
                                                                .formatted(
                                                                        cohortId, view.teamId())))
                                        .eTag(Etags.of(view.version()))
                                        .body(view));
    }

    /** What is to be different; members are all of them. */
    record EditedTeam(@Nullable String name, @Nullable List<@Nullable Member> members) {}

    @PatchMapping(
            value = PATH + "/{teamId}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.TYPE})
    Mono<ResponseEntity<TeamView>> change(
            @PathVariable String cohortId,
            @PathVariable String teamId,
            @RequestBody ObjectNode body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        EditedTeam named = MergePatch.of(body, EditedTeam.class, json, Set.of()).named();
        Terms terms = new Terms(Etags.ifMatch(exchange.getRequest().getHeaders()), null);
        return standing(cohortId, teamId, caller)
                .map(
                        team ->
                                members(
                                        Objects.requireNonNullElse(named.name(), team.name()),
                                        named.members()))
                .delayUntil(members -> requireEnrolled(cohortId, members))
                .flatMap(
                        members ->
                                desk.transact(
                                        cohortId,
                                        new ChangeTeam(
                                                teamId,
                                                named.name() == null ? null : named.name().strip(),
                                                named.members() == null ? null : members,
                                                stamp(caller)),
                                        terms))
                .map(teams -> TeamView.of(teams, teamId))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    @DeleteMapping(PATH + "/{teamId}")
    Mono<ResponseEntity<Void>> dissolve(
            @PathVariable String cohortId, @PathVariable String teamId, Caller caller) {
        return week.editable(cohortId, caller)
                .flatMap(
                        _ ->
                                desk.transact(
                                        cohortId,
                                        new DissolveTeam(teamId, stamp(caller)),
                                        Terms.NONE))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private Mono<Team> standing(String cohortId, String teamId, Caller caller) {
        return week.editable(cohortId, caller)
                .flatMap(_ -> desk.of(cohortId))
                .flatMap(teams -> Mono.justOrEmpty(teams.state().standing(teamId)))
                .switchIfEmpty(Mono.error(() -> new RefusedException(Plain.TEAM_NOT_FOUND)));
    }

    // ---- checks

    private static List<Member> members(
            @Nullable String name, @Nullable List<@Nullable Member> wanted) {
        InvalidInput.Checks checks =
                InvalidInput.checking()
                        .line("name", name, Team.NAME_CHARS_MAX)
                        .that(
                                wanted == null || wanted.size() <= Team.MEMBERS_MAX,
                                "members",
                                "TOO_MANY_STUDENTS",
                                Map.of("max", Team.MEMBERS_MAX));
        List<Member> members = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; wanted != null && i < wanted.size(); i++) {
            Member member = wanted.get(i);
            String field = "members[" + i + "]";
            if (member == null) {
                checks.wrong(field, "REQUIRED");
            } else {
                checks.that(seen.add(member.studentId()), field + ".studentId", "DUPLICATE")
                        .optionalLine(field + ".name", member.name(), MEMBER_NAME_CHARS_MAX);
                members.add(stripped(member));
            }
        }
        checks.orThrow();
        return List.copyOf(members);
    }

    private static Member stripped(Member member) {
        String name = member.name();
        return new Member(member.studentId(), name == null || name.isBlank() ? null : name.strip());
    }

    private Mono<Void> requireEnrolled(String cohortId, List<Member> members) {
        return Flux.fromIterable(members)
                .flatMapSequential(
                        member ->
                                students.find(
                                                member.studentId(),
                                                known -> known.isEnrolledIn(Set.of(cohortId)))
                                        .hasElement(),
                        AT_ONCE)
                .collectList()
                .doOnNext(
                        enrolled -> {
                            InvalidInput.Checks checks = InvalidInput.checking();
                            for (int i = 0; i < enrolled.size(); i++) {
                                checks.that(
                                        enrolled.get(i),
                                        "members[" + i + "].studentId",
                                        "NOT_ENROLLED_IN_COHORT");
                            }
                            checks.orThrow();
                        })
                .then();
    }

    private Stamp stamp(Caller caller) {
        return new Stamp(clock.instant(), caller.username());
    }
}
