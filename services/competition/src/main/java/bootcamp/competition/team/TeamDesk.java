package bootcamp.competition.team;

import bootcamp.competition.CompetitionEvent.OfTeam;
import bootcamp.competition.contest.Competition;
import bootcamp.competition.team.TeamCommand.FoundTeam;
import bootcamp.competition.team.TeamCommand.JoinTeam;
import bootcamp.competition.team.TeamCommand.LeaveTeam;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.source.IdSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Who submits together: a student is in one team of a competition, which a claim decides. */
public final class TeamDesk {

    private static final int CODE_CHARS = 12;
    private static final int PART = 100;

    /** Another request of the same student founds the team just now. */
    private static final Retry UNTIL_FOUNDED =
            Retry.fixedDelay(60, Duration.ofMillis(50))
                    .filter(NotYetFounded.class::isInstance)
                    .onRetryExhaustedThrow(
                            (_, _) -> new RefusedException(TeamRefusal.Now.ALREADY_IN_A_TEAM));

    /** All is scored anew since the competition was read. */
    static final Retry BY_PRESENT_GENERATIONS =
            Retry.max(5)
                    .filter(TeamDesk::isOutdated)
                    .onRetryExhaustedThrow((_, again) -> again.failure());

    private final AggregateStore<Team, TeamCommand, OfTeam> teams;
    private final ListingStore ofCompetition;
    private final ListingStore ofStudents;
    private final MembershipStore memberships;
    private final MergeDesk merges;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param ofStudents ids of the teams in which they ever left something
     */
    TeamDesk(
            AggregateStore<Team, TeamCommand, OfTeam> teams,
            ListingStore ofCompetition,
            ListingStore ofStudents,
            MembershipStore memberships,
            MergeDesk merges,
            IdSource ids,
            InstantSource clock) {
        this.teams = teams;
        this.ofCompetition = ofCompetition;
        this.ofStudents = ofStudents;
        this.memberships = memberships;
        this.merges = merges;
        this.ids = ids;
        this.clock = clock;
    }

    private static final class NotYetFounded extends RuntimeException {
        @java.io.Serial private static final long serialVersionUID = 1;

        NotYetFounded() {
            super("not yet founded", null, false, false);
        }
    }

    // ---- who is in it

    /**
     * Founds a team with one member.
     *
     * @param name null: one is made of its id
     * @return refused where the student is in a team already
     */
    Mono<Versioned<Team>> found(
            Versioned<Competition> competition,
            String studentId,
            @Nullable String name,
            String teamId) {
        return claiming(
                competition.id(),
                studentId,
                teamId,
                () -> write(competition, studentId, name, teamId));
    }

    /** Claims the student, writes the team and makes the claim firm, or gives it up. */
    private Mono<Versioned<Team>> claiming(
            String competitionId,
            String studentId,
            String teamId,
            Supplier<Mono<Versioned<Team>>> writing) {
        return memberships
                .claim(competitionId, studentId, teamId, other -> isMember(other, studentId))
                .filter(claim -> claim.teamId().equals(teamId))
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(TeamRefusal.Now.ALREADY_IN_A_TEAM)))
                .flatMap(
                        claim ->
                                writing.get()
                                        .delayUntil(_ -> memberships.firm(claim))
                                        .onErrorResume(
                                                RefusedException.class,
                                                refused ->
                                                        memberships
                                                                .giveUp(claim)
                                                                .then(Mono.error(refused))));
    }

    private Mono<Boolean> isMember(String teamId, String studentId) {
        return find(teamId)
                .map(team -> team.state().members().contains(studentId))
                .defaultIfEmpty(false);
    }

    private Mono<Versioned<Team>> write(
            Versioned<Competition> competition,
            String studentId,
            @Nullable String name,
            String teamId) {
        FoundTeam found =
                new FoundTeam(
                        competition.id(),
                        competition.state().planned().cohortIds(),
                        name == null ? Team.neutralName(teamId) : name,
                        ids.next().substring(0, CODE_CHARS),
                        Standing.of(competition.state()),
                        studentId,
                        clock.instant());
        return ofCompetition
                .add(competition.id(), List.of(teamId))
                // A name outlasts the founder in the team, and not the founder's erasure.
                .then(name == null ? Mono.empty() : ofStudents.add(studentId, List.of(teamId)))
                .then(Mono.defer(() -> transact(teamId, found)));
    }

    /** Joins by the code; refused where the student is in another team. */
    Mono<Versioned<Team>> join(
            Versioned<Competition> competition, String teamId, String studentId, String code) {
        JoinTeam join =
                new JoinTeam(
                        studentId,
                        code,
                        competition.state().planned().maxTeamSize(),
                        competition.state().planned().cohortIds(),
                        clock.instant());
        return of(competition.id(), teamId)
                // Before the claim, which keeps the student out of every other team meanwhile.
                .filter(team -> team.state().opensTo(join))
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(TeamRefusal.Now.WRONG_TEAM_CODE)))
                .flatMap(
                        _ ->
                                claiming(
                                        competition.id(),
                                        studentId,
                                        teamId,
                                        () -> transact(teamId, join)));
    }

    /**
     * @param isAsked by the student, which a team refuses that has submitted; else the cohort was
     *     left
     */
    Mono<Void> leave(String competitionId, String teamId, String studentId, boolean isAsked) {
        return memberships.release(
                competitionId,
                studentId,
                teamId,
                transact(teamId, new LeaveTeam(studentId, isAsked, clock.instant())).then());
    }

    // ---- reading

    /** The team, or the one that it went into; empty: there is none. */
    public Mono<Versioned<Team>> find(String teamId) {
        return teams.find(teamId).flatMap(merges::present);
    }

    /** As above, of the competition; refused as not found where there is none. */
    Mono<Versioned<Team>> of(String competitionId, String teamId) {
        return find(teamId)
                .filter(team -> team.state().competitionId().equals(competitionId))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new RefusedException(
                                                TeamRefusal.Now.COMPETITION_TEAM_NOT_FOUND)));
    }

    /** A team of any competition that the student is in; empty: there is none such. */
    public Mono<Versioned<Team>> withMember(String teamId, String studentId) {
        return find(teamId).filter(team -> team.state().members().contains(studentId));
    }

    /** Every team that the student is in. */
    public Flux<Versioned<Team>> ofStudent(String studentId) {
        return memberships
                .of(studentId)
                .concatMap(membership -> withMember(membership.teamId(), studentId));
    }

    /** Those of the ids that exist, or the teams that they went into, in no particular order. */
    public Flux<Versioned<Team>> findAll(Collection<String> teamIds) {
        return teams.findAll(teamIds).concatMap(merges::present).distinct(Versioned::id);
    }

    /** The student's team; empty: there is none. */
    public Mono<Versioned<Team>> own(String competitionId, String studentId) {
        return memberships
                .teamOf(competitionId, studentId)
                .flatMap(teamId -> withMember(teamId, studentId));
    }

    /** The student's team; where there is none, one for the student alone. */
    Mono<Versioned<Team>> ownOrAlone(Versioned<Competition> competition, String studentId) {
        return Mono.defer(
                        () ->
                                own(competition.id(), studentId)
                                        .switchIfEmpty(
                                                Mono.defer(
                                                        () ->
                                                                found(
                                                                        competition,
                                                                        studentId,
                                                                        null,
                                                                        ids.next()))))
                .onErrorMap(TeamDesk::isInATeam, _ -> new NotYetFounded())
                .retryWhen(UNTIL_FOUNDED);
    }

    private static boolean isInATeam(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() == TeamRefusal.Now.ALREADY_IN_A_TEAM;
    }

    /** Of a team that goes into another: first it goes there, or stays, and then it is said. */
    Mono<Versioned<Team>> transact(String teamId, TeamCommand command) {
        return teams.transact(teamId, command)
                .map(Outcome::after)
                .onErrorResume(
                        MergeDesk::isMerging,
                        merging ->
                                merges.finish(teamId)
                                        .then(Mono.defer(() -> find(teamId)))
                                        .flatMap(
                                                there ->
                                                        there.id().equals(teamId)
                                                                        && there.state()
                                                                                        .merges()
                                                                                        .into()
                                                                                != null
                                                                ? Mono.error(merging)
                                                                : transact(there.id(), command)));
    }

    /**
     * All that a competition has, in the order of ids.
     *
     * @param after the last id of the page before; null: from the start
     */
    public Flux<Versioned<Team>> all(String competitionId, @Nullable String after) {
        return ofCompetition
                .ids(List.of(competitionId))
                .flatMapMany(
                        ids -> Flux.fromIterable(after == null ? ids : ids.tailSet(after, false)))
                .buffer(PART)
                .concatMap(part -> teams.findAll(part).sort(Comparator.comparing(Versioned::id)))
                .filter(team -> team.state().isFounded() && !team.state().isGone());
    }

    /** Every team there is. */
    Flux<Versioned<Team>> all() {
        return part(null)
                .expand(part -> part.size() < PART ? Mono.empty() : part(part.getLast().id()))
                .concatMapIterable(part -> part)
                .filter(team -> team.state().isFounded() && !team.state().isGone());
    }

    /** Goes on with teams that a process left on their way into another. */
    Mono<Void> catchUp() {
        return all().concatMap(team -> merges.finish(team.id())).then();
    }

    private Mono<List<Versioned<Team>>> part(@Nullable String after) {
        return teams.page(after, PART).collectList();
    }

    /** All for staff, by id; for a student the own one, if there is one. */
    Flux<Versioned<Team>> seenBy(@Nullable String studentId, String competitionId) {
        return studentId == null ? all(competitionId, null) : own(competitionId, studentId).flux();
    }

    /** The student's team; refused as not found where it is not this one. */
    Mono<Versioned<Team>> own(String competitionId, String teamId, String studentId) {
        return own(competitionId, studentId)
                .filter(own -> own.state().isKnownAs(teamId))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new RefusedException(
                                                TeamRefusal.Now.COMPETITION_TEAM_NOT_FOUND)));
    }

    /**
     * Whether something failed for scores that a re-scoring has overtaken; it can be done again.
     */
    static boolean isOutdated(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() == TeamRefusal.Now.SCORES_OUTDATED;
    }
}
