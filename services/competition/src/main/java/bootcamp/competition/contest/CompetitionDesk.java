package bootcamp.competition.contest;

import bootcamp.competition.CompetitionEvent.OfCompetition;
import bootcamp.competition.CompetitionEvent.RescoringDiscarded;
import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.CompetitionCommand.CloseCompetition;
import bootcamp.competition.contest.CompetitionCommand.DiscardRescoring;
import bootcamp.competition.contest.CompetitionCommand.DraftCompetition;
import bootcamp.competition.contest.CompetitionCommand.EditCompetition;
import bootcamp.competition.contest.CompetitionCommand.FailRescoring;
import bootcamp.competition.contest.CompetitionCommand.PublishRescoring;
import bootcamp.competition.contest.Generations.Failure;
import bootcamp.competition.contest.Generations.Proposal;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is done with competitions. That an end has passed is no scheduler's: each read applies it
 * first, and every process closes those that it has in mind.
 */
public final class CompetitionDesk {

    private static final int PART = 100;

    private final AggregateStore<Competition, CompetitionCommand, OfCompetition> competitions;
    private final ListingStore ofCohorts;
    private final InstantSource clock;

    /** When those end that are published, as far as this process knows. */
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();

    /**
     * @param ofCohorts ids by cohort
     */
    public CompetitionDesk(
            AggregateStore<Competition, CompetitionCommand, OfCompetition> competitions,
            ListingStore ofCohorts,
            InstantSource clock) {
        this.competitions = competitions;
        this.ofCohorts = ofCohorts;
        this.clock = clock;
    }

    // ---- commands

    <V> Mono<V> draft(
            String competitionId,
            DraftCompetition draft,
            Terms terms,
            Function<Versioned<Competition>, V> view,
            Class<V> viewType) {
        return ofCohorts
                .add(draft.plan().cohortIds(), competitionId)
                .then(
                        Mono.defer(
                                () ->
                                        competitions.transact(
                                                competitionId, draft, terms, view, viewType)));
    }

    Mono<Versioned<Competition>> edit(String competitionId, EditCompetition edit, Terms terms) {
        return ofCohorts
                .add(edit.after().cohortIds(), competitionId)
                .then(Mono.defer(() -> competitions.transact(competitionId, edit, terms)))
                .map(Outcome::after)
                .doOnNext(this::note);
    }

    Mono<Versioned<Competition>> transact(String competitionId, CompetitionCommand command) {
        return competitions
                .transact(competitionId, command)
                .map(Outcome::after)
                .doOnNext(this::note);
    }

    // ---- scoring anew

    /**
     * Turns to a proposed generation: the one write by which every board and every team shows
     * another score. Only for who knows that all is scored.
     *
     * @param generation that was looked at; refused as not found where it is not proposed any more
     */
    public Mono<Versioned<Competition>> turn(
            String competitionId, int generation, String reason, Stamp stamp) {
        return transact(competitionId, new PublishRescoring(generation, reason, stamp));
    }

    /** Goes on without a generation; where it is not proposed any more nothing changes. */
    public Mono<Versioned<Competition>> fail(
            String competitionId, int generation, Failure failure) {
        return transact(competitionId, new FailRescoring(generation, failure, clock.instant()));
    }

    /**
     * @return what was proposed; empty: nothing was
     */
    Mono<Proposal> discard(String competitionId, int generation, Stamp stamp) {
        return competitions
                .transact(competitionId, new DiscardRescoring(generation, stamp))
                .flatMapIterable(Outcome::changes)
                .ofType(RescoringDiscarded.class)
                .map(RescoringDiscarded::proposal)
                .next();
    }

    <V> Mono<V> transact(
            String competitionId,
            CompetitionCommand command,
            Terms terms,
            Function<Versioned<Competition>, V> view,
            Class<V> viewType) {
        return competitions.transact(
                competitionId,
                command,
                terms,
                after -> {
                    note(after);
                    return view.apply(after);
                },
                viewType);
    }

    private void note(Versioned<Competition> competition) {
        if (competition.state().status() == Status.PUBLISHED) {
            ends.put(competition.id(), competition.state().planned().ends());
        } else {
            ends.remove(competition.id());
        }
    }

    // ---- reading

    /** As it is by now; refused as not found where there is none. */
    public Mono<Versioned<Competition>> find(String competitionId) {
        return competitions
                .find(competitionId)
                .filter(competition -> competition.state().plan() != null)
                .flatMap(this::present)
                .switchIfEmpty(Mono.error(CompetitionDesk::notFound));
    }

    private Mono<Versioned<Competition>> present(Versioned<Competition> competition) {
        Instant now = clock.instant();
        note(competition);
        return competition.state().isDue(now)
                ? transact(competition.id(), new CloseCompetition(now, null))
                : Mono.just(competition);
    }

    public static RefusedException notFound() {
        return new RefusedException(CompetitionRefusal.Now.COMPETITION_NOT_FOUND);
    }

    /**
     * Those that any of the cohorts has, in the order of ids.
     *
     * @param after the last id of the page before; null: from the start
     */
    public Flux<Versioned<Competition>> ofCohorts(
            Collection<String> cohortIds, @Nullable String after) {
        return ofCohorts
                .ids(cohortIds)
                .flatMapMany(
                        ids -> Flux.fromIterable(after == null ? ids : ids.tailSet(after, false)))
                .buffer(PART)
                .concatMap(this::inOrder)
                .filter(
                        competition ->
                                competition.state().planned().cohortIds().stream()
                                        .anyMatch(cohortIds::contains));
    }

    private Flux<Versioned<Competition>> inOrder(List<String> ids) {
        return competitions
                .findAll(ids)
                .filter(competition -> competition.state().plan() != null)
                .sort(java.util.Comparator.comparing(Versioned::id))
                .concatMap(this::present);
    }

    /** As {@link #ofCohorts}, of all cohorts. */
    public Flux<Versioned<Competition>> all(@Nullable String after) {
        return part(after)
                .expand(part -> part.size() < PART ? Mono.empty() : part(part.getLast().id()))
                .concatMapIterable(part -> part)
                .filter(competition -> competition.state().plan() != null)
                .concatMap(this::present);
    }

    private Mono<List<Versioned<Competition>>> part(@Nullable String after) {
        return competitions.page(after, PART).collectList();
    }

    /** Those of the ids that exist, in no order; as they were written, whatever time brought. */
    Flux<Versioned<Competition>> findAll(Collection<String> ids) {
        return competitions.findAll(ids);
    }

    // ---- what time brings

    /** Closes those whose end has passed. */
    public Mono<Void> tick() {
        return Flux.defer(
                        () -> {
                            Instant now = clock.instant();
                            return Flux.fromIterable(List.copyOf(ends.entrySet()))
                                    .filter(end -> !now.isBefore(end.getValue()))
                                    .map(Map.Entry::getKey);
                        })
                .concatMap(
                        id ->
                                find(id).doOnError(RefusedException.class, _ -> ends.remove(id))
                                        .onErrorResume(RefusedException.class, _ -> Mono.empty()))
                .then();
    }

    /** Looks once at all there are. */
    public Mono<Void> catchUp() {
        return all(null).then();
    }
}
