package bootcamp.curriculum.team;

import bootcamp.curriculum.CurriculumEvent.OfParticipation;
import bootcamp.curriculum.CurriculumEvent.ParticipantsConfirmed;
import bootcamp.curriculum.CurriculumEvent.ParticipantsProposed;
import bootcamp.curriculum.CurriculumEvent.ParticipantsSet;
import bootcamp.curriculum.team.ParticipationCommand.ConfirmParticipants;
import bootcamp.curriculum.team.ParticipationCommand.ProposeParticipants;
import bootcamp.curriculum.team.ParticipationCommand.SetParticipants;
import bootcamp.curriculum.team.TeamRefusal.Plain;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who took part in a team activity: one document for each session. A member proposes for the team,
 * and another member or staff confirm what was proposed; it counts from then on alone. Where staff
 * say themselves who took part, that is what counts.
 *
 * @param cohortId empty where nothing was said yet
 * @param proposals the newest of each team
 * @param staffs what staff said; null: nothing
 * @param askedIds who was in the teams that the activity was for when something was last said of
 *     it; null: it was for the whole cohort, as is said of all in a document of before this was
 *     kept
 */
public record Participation(
        String sessionId,
        String cohortId,
        List<Proposal> proposals,
        @Nullable Staffs staffs,
        @Nullable List<String> askedIds) {

    static final int STUDENTS_MAX = 1_000;

    public static final AggregateType<Participation, ParticipationCommand, OfParticipation> TYPE =
            new AggregateType<>(
                    "Participation",
                    1,
                    Participation.class,
                    Map.of(
                            "ParticipantsProposed", ParticipantsProposed.class,
                            "ParticipantsConfirmed", ParticipantsConfirmed.class,
                            "ParticipantsSet", ParticipantsSet.class),
                    Participation::initial,
                    Participation::decide,
                    Participation::evolve,
                    Participation::publicState,
                    Participation::cohortId);

    public Participation {
        proposals = List.copyOf(proposals);
        askedIds = askedIds == null ? null : List.copyOf(askedIds);
    }

    /**
     * What a member proposed for the team.
     *
     * @param edition counts the team's proposals, from 1
     * @param studentId who proposed
     * @param confirmedAt null: nobody confirmed it yet
     */
    public record Proposal(
            String teamId,
            int edition,
            List<String> participantIds,
            String studentId,
            @Nullable Instant confirmedAt) {

        public Proposal {
            participantIds = List.copyOf(participantIds);
        }
    }

    /** What staff said. */
    public record Staffs(List<String> participantIds, Instant at) {

        public Staffs {
            participantIds = List.copyOf(participantIds);
        }
    }

    public static Participation initial(String sessionId) {
        return new Participation(sessionId, "", List.of(), null, null);
    }

    // ---- decide

    public Decision<OfParticipation> decide(ParticipationCommand command) {
        return switch (command) {
            case ProposeParticipants propose -> propose(propose);
            case ConfirmParticipants confirm -> confirm(confirm);
            case SetParticipants set -> set(set);
        };
    }

    private Decision<OfParticipation> propose(ProposeParticipants propose) {
        Proposal present = proposal(propose.teamId()).orElse(null);
        if (present != null && present.participantIds().equals(propose.participantIds())) {
            return Decision.staysQuiet();
        }
        if (staffs != null) {
            return Decision.refuses(Plain.PARTICIPANTS_SET);
        }
        if (present != null && present.confirmedAt() != null) {
            return Decision.refuses(Plain.PROPOSAL_CONFIRMED);
        }
        long others =
                proposals.stream()
                        .filter(each -> !each.teamId().equals(propose.teamId()))
                        .mapToLong(each -> each.participantIds().size())
                        .sum();
        if (propose.participantIds().size() > Team.MEMBERS_MAX
                || others + propose.participantIds().size() > STUDENTS_MAX
                || present == null && proposals.size() >= Teams.TEAMS_MAX) {
            return Decision.refuses(Plain.PARTICIPANTS_FULL);
        }
        return Decision.yields(
                new ParticipantsProposed(
                        propose.cohortId(),
                        propose.teamId(),
                        propose.participantIds(),
                        propose.askedIds(),
                        propose.studentId(),
                        propose.at()));
    }

    private Decision<OfParticipation> confirm(ConfirmParticipants confirm) {
        Proposal present = proposal(confirm.teamId()).orElse(null);
        if (present == null || present.edition() != confirm.edition()) {
            return Decision.refuses(Plain.PROPOSAL_CHANGED);
        }
        if (present.confirmedAt() != null) {
            return Decision.staysQuiet();
        }
        if (staffs != null) {
            return Decision.refuses(Plain.PARTICIPANTS_SET);
        }
        return present.studentId().equals(confirm.studentId())
                ? Decision.refuses(Plain.OWN_PROPOSAL)
                : Decision.yields(
                        new ParticipantsConfirmed(
                                confirm.teamId(),
                                present.participantIds(),
                                confirm.studentId(),
                                confirm.stamp()));
    }

    private Decision<OfParticipation> set(SetParticipants set) {
        if (set.participantIds().size() > STUDENTS_MAX) {
            return Decision.refuses(Plain.PARTICIPANTS_FULL);
        }
        return staffs != null && staffs.participantIds().equals(set.participantIds())
                ? Decision.staysQuiet()
                : Decision.yields(
                        new ParticipantsSet(
                                set.cohortId(), set.participantIds(), set.askedIds(), set.stamp()));
    }

    // ---- evolve

    public Participation evolve(OfParticipation fact) {
        return switch (fact) {
            case ParticipantsProposed said ->
                    new Participation(
                            sessionId,
                            said.cohortId(),
                            with(
                                    new Proposal(
                                            said.teamId(),
                                            1
                                                    + proposal(said.teamId())
                                                            .map(Proposal::edition)
                                                            .orElse(0),
                                            said.participantIds(),
                                            said.studentId(),
                                            null)),
                            staffs,
                            said.askedIds());
            case ParticipantsConfirmed said ->
                    new Participation(
                            sessionId,
                            cohortId,
                            proposal(said.teamId())
                                    .map(
                                            each ->
                                                    with(
                                                            new Proposal(
                                                                    each.teamId(),
                                                                    each.edition(),
                                                                    each.participantIds(),
                                                                    each.studentId(),
                                                                    said.stamp().at())))
                                    .orElse(proposals),
                            staffs,
                            askedIds);
            case ParticipantsSet said ->
                    new Participation(
                            sessionId,
                            said.cohortId(),
                            proposals,
                            new Staffs(said.participantIds(), said.stamp().at()),
                            said.askedIds());
        };
    }

    private List<Proposal> with(Proposal proposal) {
        List<Proposal> all = new ArrayList<>(proposals);
        all.removeIf(each -> each.teamId().equals(proposal.teamId()));
        all.add(proposal);
        return all;
    }

    // ---- queries

    Optional<Proposal> proposal(String teamId) {
        return proposals.stream().filter(each -> each.teamId().equals(teamId)).findAny();
    }

    /** Whose part counts: ascending, each once. */
    List<String> counted() {
        return staffs == null
                ? proposals.stream()
                        .filter(each -> each.confirmedAt() != null)
                        .flatMap(each -> each.participantIds().stream())
                        .distinct()
                        .sorted()
                        .toList()
                : staffs.participantIds();
    }

    /** Whether somebody's word counts, be it that nobody took part. */
    boolean isSaid() {
        return staffs != null || proposals.stream().anyMatch(each -> each.confirmedAt() != null);
    }

    private @Nullable List<String> askedWithCounted() {
        return askedIds == null
                ? null
                : Stream.concat(askedIds.stream(), counted().stream()).distinct().sorted().toList();
    }

    /** How many teams' proposals wait to be confirmed. */
    int waiting() {
        return staffs == null
                ? (int) proposals.stream().filter(each -> each.confirmedAt() == null).count()
                : 0;
    }

    /**
     * What the world may see: whose part counts, and of what waits how much.
     *
     * @param said whether anything counts, be it that nobody took part
     * @param askedIds whom the activity was for, and whoever took part besides, ascending; null:
     *     everybody in the cohort
     */
    public record Public(
            String sessionId,
            String cohortId,
            boolean said,
            List<String> participantIds,
            int waiting,
            @Nullable List<String> askedIds) {}

    public Public publicState() {
        return new Public(sessionId, cohortId, isSaid(), counted(), waiting(), askedWithCounted());
    }
}
