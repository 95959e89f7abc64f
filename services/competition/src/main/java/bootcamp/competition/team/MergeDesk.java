package bootcamp.competition.team;

import bootcamp.competition.CompetitionEvent.OfTeam;
import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.team.Merges.Asked;
import bootcamp.competition.team.Merges.Into;
import bootcamp.competition.team.Merges.Proposal;
import bootcamp.competition.team.TeamCommand.AskToMerge;
import bootcamp.competition.team.TeamCommand.EndMerge;
import bootcamp.competition.team.TeamCommand.EndTeam;
import bootcamp.competition.team.TeamCommand.KeepTeam;
import bootcamp.competition.team.TeamCommand.MergeTerms;
import bootcamp.competition.team.TeamCommand.ProposeMerge;
import bootcamp.competition.team.TeamCommand.TakeTeam;
import bootcamp.competition.team.TeamCommand.YieldTeam;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes one of two teams. The one that goes stands still first, the one that stays takes it over
 * with one fact or refuses, and then the other ends, or goes on as it was. Where a process stopped
 * between two of these steps whoever meets the team next goes on; that two do so at once does no
 * harm.
 */
final class MergeDesk {

    private final AggregateStore<Team, TeamCommand, OfTeam> teams;
    private final MembershipStore memberships;
    private final CompetitionDesk contests;
    private final BoardStore boards;
    private final InstantSource clock;

    MergeDesk(
            AggregateStore<Team, TeamCommand, OfTeam> teams,
            MembershipStore memberships,
            CompetitionDesk contests,
            BoardStore boards,
            InstantSource clock) {
        this.teams = teams;
        this.memberships = memberships;
        this.contests = contests;
        this.boards = boards;
        this.clock = clock;
    }

    /** What is proposed: one team goes, the other stays. */
    record Proposed(String mergeId, Versioned<Team> from, Versioned<Team> into, Instant at) {}

    // ---- proposing

    /**
     * Proposes that the student's team goes into another.
     *
     * @param other of the same competition
     */
    Mono<Proposed> propose(
            Versioned<Competition> competition,
            Versioned<Team> own,
            Versioned<Team> other,
            String studentId,
            String mergeId) {
        // As it comes back from the database.
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        MergeTerms terms = terms(competition.state(), at);
        TeamRefusal hindrance = other.state().hindrance(own.state(), terms, at);
        if (hindrance != null && !own.state().merges().hasAsked(mergeId)) {
            return Mono.error(new RefusedException(hindrance));
        }
        return withoutEffect(own)
                .map(
                        instead ->
                                new AskToMerge(
                                        mergeId,
                                        other.id(),
                                        studentId,
                                        instead.isEmpty() ? null : instead,
                                        terms,
                                        at))
                .flatMap(ask -> transact(own.id(), ask))
                .delayUntil(_ -> withoutStale(other))
                .flatMap(
                        from ->
                                transact(other.id(), new ProposeMerge(mergeId, own.id(), terms, at))
                                        .map(into -> proposed(from, into))
                                        .onErrorResume(
                                                RefusedException.class,
                                                refused ->
                                                        transact(
                                                                        own.id(),
                                                                        new EndMerge(
                                                                                mergeId, false, at))
                                                                .then(Mono.error(refused))));
    }

    private static Proposed proposed(Versioned<Team> from, Versioned<Team> into) {
        Asked asked = Objects.requireNonNull(from.state().merges().asked(), "asked just now");
        return new Proposed(asked.mergeId(), from, into, asked.at());
    }

    /** The id of what the team asked and the other knows nothing of; empty text: there is none. */
    private Mono<String> withoutEffect(Versioned<Team> own) {
        Asked asked = own.state().merges().asked();
        return asked == null
                ? Mono.just("")
                : teams.find(asked.teamId())
                        .filter(other -> isKnown(other.state(), asked.mergeId()))
                        .map(_ -> "")
                        .defaultIfEmpty(asked.mergeId());
    }

    /**
     * Where so many ask a team that no more may, those go that ask for nothing any more: they have
     * become another team since, or a process ended halfway.
     */
    private Mono<Void> withoutStale(Versioned<Team> asked) {
        Map<String, Proposal> proposals = asked.state().merges().proposals();
        return proposals.size() < Merges.PROPOSALS_MAX
                ? Mono.empty()
                : teams.findAll(proposals.keySet())
                        .filter(
                                from ->
                                        !from.state()
                                                .merges()
                                                .hasAsked(
                                                        Objects.requireNonNull(
                                                                        proposals.get(from.id()))
                                                                .mergeId()))
                        .concatMap(from -> forget(asked.id(), proposals.get(from.id())))
                        .then();
    }

    private Mono<Void> forget(String teamId, @Nullable Proposal proposal) {
        return proposal == null ? Mono.empty() : forget(teamId, proposal.mergeId());
    }

    /** A team that goes itself by now has nothing to forget. */
    private Mono<Void> forget(String teamId, String mergeId) {
        return transact(teamId, new EndMerge(mergeId, false, clock.instant()))
                .then()
                .onErrorResume(MergeDesk::isMerging, _ -> Mono.empty());
    }

    /** Those that asked a team which goes, and the one that it asked, are free for others. */
    private Mono<Void> gone(Team from, String mergeId) {
        Asked asked = from.merges().asked();
        Mono<Void> own =
                asked == null || asked.mergeId().equals(mergeId)
                        ? Mono.empty()
                        : forget(asked.teamId(), asked.mergeId());
        return own.thenMany(Flux.fromIterable(from.merges().proposals().entrySet()))
                .concatMap(each -> forget(each.getKey(), each.getValue()))
                .then();
    }

    /**
     * What a team asked for that another went into: it is not the one any more that asked. Of one
     * that has the other already, what it asks for is its own.
     */
    private Mono<Void> freed(Team before, String fromTeamId) {
        Asked asked = before.merges().asked();
        return asked == null || before.isKnownAs(fromTeamId)
                ? Mono.empty()
                : forget(asked.teamId(), asked.mergeId());
    }

    private static boolean isKnown(Team asked, String mergeId) {
        return asked.merges().proposedBy(mergeId) != null;
    }

    /** Takes back or declines what a student's team has asked, or was asked for. */
    Mono<Void> end(Versioned<Team> own, String mergeId) {
        Merges merges = own.state().merges();
        String askedBy = merges.proposedBy(mergeId);
        if (askedBy != null) {
            return end(own.id(), mergeId, true).then(Mono.defer(() -> end(askedBy, mergeId, true)));
        }
        return merges.hasAsked(mergeId)
                ? end(own.id(), mergeId, false)
                        .then(
                                Mono.defer(
                                        () ->
                                                end(
                                                        Objects.requireNonNull(merges.asked())
                                                                .teamId(),
                                                        mergeId,
                                                        false)))
                : Mono.error(new RefusedException(TeamRefusal.Now.MERGE_NOT_FOUND));
    }

    /** Of a team that stands still it is ended by what comes of that. */
    private Mono<Void> end(String teamId, String mergeId, boolean isDeclined) {
        return transact(teamId, new EndMerge(mergeId, isDeclined, clock.instant()))
                .then()
                .onErrorResume(MergeDesk::isMerging, _ -> finish(teamId));
    }

    // ---- accepting

    /**
     * Makes one of both: what the student's team was asked for.
     *
     * @return the team that stays, also where it was done before
     */
    Mono<Versioned<Team>> accept(
            Versioned<Competition> competition, Versioned<Team> own, String mergeId) {
        Instant at = clock.instant();
        Merges merges = own.state().merges();
        if (merges.hasMerged(mergeId)) {
            return Mono.just(own);
        }
        String askedBy = merges.proposedBy(mergeId);
        if (askedBy == null) {
            return Mono.error(new RefusedException(TeamRefusal.Now.MERGE_NOT_FOUND));
        }
        MergeTerms terms = terms(competition.state(), at);
        return teams.find(askedBy)
                .doOnNext(
                        from -> {
                            TeamRefusal hindrance = own.state().hindrance(from.state(), terms, at);
                            if (hindrance != null) {
                                throw new RefusedException(hindrance);
                            }
                        })
                .flatMap(from -> transact(from.id(), new YieldTeam(mergeId, own.id(), at)))
                .flatMap(this::settle);
    }

    /** Goes on with a team that stands still; of any other nothing is done. */
    Mono<Void> finish(String teamId) {
        return teams.find(teamId)
                .filter(team -> isStill(team.state()))
                .flatMap(
                        team ->
                                settle(team)
                                        .then()
                                        .onErrorResume(RefusedException.class, _ -> Mono.empty()));
    }

    private static boolean isStill(Team team) {
        Into into = team.merges().into();
        return into != null && !into.isThere();
    }

    /**
     * @param from stands still
     * @return the team that it is in now; refused where it stays, as the other refused
     */
    private Mono<Versioned<Team>> settle(Versioned<Team> from) {
        Into into = from.state().merges().target();
        return contests.find(from.state().competitionId())
                .zipWith(teams.find(into.teamId()))
                .flatMap(both -> settle(from, both.getT2(), both.getT1().state()));
    }

    private Mono<Versioned<Team>> settle(
            Versioned<Team> from, Versioned<Team> before, Competition competition) {
        Into into = from.state().merges().target();
        return transact(
                        into.teamId(),
                        new TakeTeam(
                                into.mergeId(),
                                from.state(),
                                terms(competition, into.at()),
                                into.at()))
                .onErrorResume(RefusedException.class, refused -> notTaken(from, into, refused))
                .delayUntil(
                        both ->
                                Flux.fromIterable(from.state().members())
                                        .concatMap(studentId -> move(from, studentId, both)))
                .delayUntil(both -> boards.put(both, competition))
                // Nobody knows who named the one that goes once it is gone.
                .delayUntil(both -> boards.rename(both, competition))
                .delayUntil(_ -> gone(from.state(), into.mergeId()))
                .delayUntil(_ -> freed(before.state(), from.id()))
                .delayUntil(_ -> transact(from.id(), new EndTeam(into.mergeId(), clock.instant())));
    }

    private Mono<Void> move(Versioned<Team> from, String studentId, Versioned<Team> both) {
        return memberships.move(from.state().competitionId(), studentId, from.id(), both.id());
    }

    /**
     * The other is told first that nothing comes of it, so that nobody who is late makes it come
     * true from what this team was by then.
     *
     * @return the team that it is in, where another request had been faster
     */
    private Mono<Versioned<Team>> notTaken(
            Versioned<Team> from, Into into, RefusedException refused) {
        Instant at = clock.instant();
        return transact(into.teamId(), new EndMerge(into.mergeId(), false, at))
                .onErrorResume(MergeDesk::isMerging, _ -> teams.find(into.teamId()))
                .flatMap(this::present)
                .filter(there -> there.state().isKnownAs(from.id()))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        transact(from.id(), new KeepTeam(into.mergeId(), at))
                                                .then(Mono.error(refused))));
    }

    /** As it is by now: the team that it went into, where that has taken it. */
    Mono<Versioned<Team>> present(Versioned<Team> team) {
        Into into = team.state().merges().into();
        return into == null
                ? Mono.just(team)
                : teams.find(into.teamId())
                        .filter(
                                there ->
                                        there.state().isGone()
                                                || there.state().isKnownAs(team.id()))
                        .flatMap(this::present)
                        .filter(there -> there.state().isKnownAs(team.id()))
                        .defaultIfEmpty(team);
    }

    private Mono<Versioned<Team>> transact(String teamId, TeamCommand command) {
        return teams.transact(teamId, command).map(Outcome::after);
    }

    static boolean isMerging(Throwable error) {
        return error instanceof RefusedException refused
                && refused.refusal() == TeamRefusal.Now.TEAM_IS_MERGING;
    }

    // ---- on what terms

    /** As they are at that moment. */
    static MergeTerms terms(Competition competition, Instant at) {
        CompetitionPlan plan = competition.planned();
        long days =
                1 + Math.max(0, ChronoUnit.DAYS.between(plan.dayOf(plan.starts()), plan.dayOf(at)));
        return new MergeTerms(
                competition.isOver() ? null : plan.mergesUntil(),
                plan.maxTeamSize(),
                plan.dailyLimit() * days,
                plan.finalPicks(),
                plan.cohortIds(),
                competition.numbers());
    }

    /** Whether teams may become one at that moment. */
    static boolean isOpen(Competition competition, Instant at) {
        Instant until = terms(competition, at).until();
        return until != null && at.isBefore(until);
    }

    // ---- reading

    /** What a team has asked for and was asked for, the earliest first. */
    Mono<List<Proposed>> of(Versioned<Team> own) {
        Merges merges = own.state().merges();
        List<String> others = new ArrayList<>(merges.proposals().keySet());
        if (merges.asked() != null) {
            others.add(merges.asked().teamId());
        }
        return teams.findAll(others)
                .collectList()
                .map(
                        found -> {
                            List<Versioned<Team>> all = new ArrayList<>(found);
                            all.add(own);
                            return among(all).stream()
                                    .filter(
                                            each ->
                                                    each.from().id().equals(own.id())
                                                            || each.into().id().equals(own.id()))
                                    .toList();
                        });
    }

    /** What these teams ask each other for, the earliest first. */
    static List<Proposed> among(List<Versioned<Team>> all) {
        Map<String, Versioned<Team>> byId =
                all.stream().collect(Collectors.toMap(Versioned::id, Function.identity()));
        return all.stream()
                .map(from -> proposed(from, byId))
                .filter(Objects::nonNull)
                .sorted(
                        java.util.Comparator.comparing(Proposed::at)
                                .thenComparing(Proposed::mergeId))
                .toList();
    }

    private static @Nullable Proposed proposed(
            Versioned<Team> from, Map<String, Versioned<Team>> all) {
        Asked asked = from.state().merges().asked();
        Versioned<Team> into = asked == null ? null : all.get(asked.teamId());
        return asked == null || into == null || !isKnown(into.state(), asked.mergeId())
                ? null
                : proposed(from, into);
    }
}
