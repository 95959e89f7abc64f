package bootcamp.competition.team;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a team has to do with merging. A proposal is one as long as both teams know it: the one that
 * asked, which goes into the other, and the one that was asked, which stays.
 *
 * @param asked what the team has asked another for; null: nothing
 * @param proposals of other teams, by the id of the team that asked
 * @param former teams that went into this one, those that went into them among them
 * @param into where the team goes or went; null: it stays
 * @param declinedAt when another declined last; null: none has
 */
public record Merges(
        @Nullable Asked asked,
        Map<String, Proposal> proposals,
        List<Former> former,
        @Nullable Into into,
        @Nullable Instant declinedAt) {

    static final Merges NONE = new Merges(null, Map.of(), List.of(), null, null);

    /** Teams that may ask one at the same time. */
    static final int PROPOSALS_MAX = 20;

    /** What a team asked another for. */
    public record Asked(String mergeId, String teamId, Instant at) {}

    /** What another team asks for. */
    public record Proposal(String mergeId, Instant at) {}

    /** A team that is no more. */
    public record Former(String teamId, String mergeId, Instant at) {}

    /**
     * Where a team goes.
     *
     * @param at when the other accepted
     * @param isThere whether it is there and this one is no more; else it waits for the other's
     *     word, and nothing else happens to it
     */
    public record Into(String mergeId, String teamId, Instant at, boolean isThere) {}

    public Merges {
        proposals = Collections.unmodifiableMap(new TreeMap<>(proposals));
        former = List.copyOf(former);
    }

    // ---- evolve

    Merges asking(@Nullable Asked next) {
        return new Merges(next, proposals, former, into, declinedAt);
    }

    Merges proposed(String teamId, Proposal proposal) {
        Map<String, Proposal> next = new TreeMap<>(proposals);
        next.put(teamId, proposal);
        return new Merges(asked, next, former, into, declinedAt);
    }

    /** Nothing comes of a proposal, of this team or to it. */
    Merges ended(String mergeId, boolean isDeclined, Instant at) {
        Map<String, Proposal> next = new TreeMap<>(proposals);
        next.values().removeIf(each -> each.mergeId().equals(mergeId));
        boolean isOwn = hasAsked(mergeId);
        return new Merges(
                isOwn ? null : asked, next, former, into, isOwn && isDeclined ? at : declinedAt);
    }

    Merges going(@Nullable Into next) {
        return new Merges(asked, proposals, former, next, declinedAt);
    }

    /** The team that another went into asks for nothing any more: it is not the one that did. */
    Merges merged(Former other, List<Former> itsFormer) {
        List<Former> next = new ArrayList<>(former);
        next.add(other);
        next.addAll(itsFormer);
        Map<String, Proposal> rest = new TreeMap<>(proposals);
        rest.remove(other.teamId());
        return new Merges(null, rest, next, into, declinedAt);
    }

    // ---- queries

    boolean hasAsked(String mergeId) {
        return asked != null && asked.mergeId().equals(mergeId);
    }

    /** The id of the team that proposes it; null: none does. */
    @Nullable String proposedBy(String mergeId) {
        return proposals.entrySet().stream()
                .filter(each -> each.getValue().mergeId().equals(mergeId))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** Whether that team, or one that went into it, went into this one. */
    boolean hasTaken(String teamId) {
        return former.stream().anyMatch(each -> each.teamId().equals(teamId));
    }

    /** Whether that proposal made two teams this one. */
    boolean hasMerged(String mergeId) {
        return former.stream().anyMatch(each -> each.mergeId().equals(mergeId));
    }

    boolean isGone() {
        return into != null && into.isThere();
    }

    /** Of a team that goes somewhere. */
    Into target() {
        return Objects.requireNonNull(into, "the team stays");
    }
}
