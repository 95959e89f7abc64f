package bootcamp.enrollment.completion;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.completion.CompletionPolicy.Flaw;
import bootcamp.enrollment.completion.Evidence.Activities;
import bootcamp.enrollment.completion.Evidence.Competition;
import bootcamp.enrollment.completion.Evidence.Days;
import bootcamp.enrollment.completion.Requirement.AllOf;
import bootcamp.enrollment.completion.Requirement.AnyOf;
import bootcamp.enrollment.completion.Requirement.AttendanceRate;
import bootcamp.enrollment.completion.Requirement.CompetitionSubmission;
import bootcamp.enrollment.completion.Requirement.PeerContributionMedian;
import bootcamp.enrollment.completion.Requirement.TeamActivityShare;
import bootcamp.enrollment.completion.Requirement.Which;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompletionPolicyTest {

    private static final int COHORTS = 1_000;
    private static final int STUDENTS = 30;
    private static final List<String> IDS = List.of("a", "b", "c", "d");

    // ---- a straightforward second implementation

    /** Fails, passes, or is not decided, in decimals and by the words of the policy. */
    private enum Said {
        YES,
        NO,
        NOT_ASKED;

        static Said of(boolean yes) {
            return yes ? YES : NO;
        }
    }

    private static boolean straightforward(List<Requirement> all, Evidence evidence) {
        for (Requirement each : all) {
            if (says(each, evidence) == Said.NO) {
                return false;
            }
        }
        return true;
    }

    private static Said says(Requirement requirement, Evidence evidence) {
        if (requirement instanceof AttendanceRate rate) {
            Days days = evidence.attendance();
            return share(days.held() - days.penalty(), days.held(), rate.perMille());
        }
        if (requirement instanceof TeamActivityShare share) {
            Activities activities = evidence.activities();
            return share(activities.tookPart(), activities.held(), share.perMille());
        }
        if (requirement instanceof PeerContributionMedian peers) {
            Double median = evidence.peerContributionMedian();
            return median == null ? Said.NOT_ASKED : Said.of(!(median < peers.threshold()));
        }
        if (requirement instanceof CompetitionSubmission submission) {
            Set<String> wanted = new HashSet<>();
            for (Competition each : evidence.competitions()) {
                if (submission.which() == Which.LAST) {
                    wanted.clear();
                }
                if (submission.which() != Which.NAMED
                        || submission.competitionIds().contains(each.competitionId())) {
                    wanted.add(each.competitionId());
                }
            }
            return wanted.isEmpty()
                    ? Said.NOT_ASKED
                    : Said.of(evidence.submitted().containsAll(wanted));
        }
        List<Requirement> members =
                requirement instanceof AnyOf any ? any.members() : ((AllOf) requirement).members();
        List<Said> said = members.stream().map(each -> says(each, evidence)).toList();
        if (said.stream().allMatch(each -> each == Said.NOT_ASKED)) {
            return Said.NOT_ASKED;
        }
        return requirement instanceof AnyOf
                ? Said.of(said.contains(Said.YES))
                : Said.of(!said.contains(Said.NO));
    }

    private static Said share(int part, int whole, int perMille) {
        if (whole == 0) {
            return Said.NOT_ASKED;
        }
        BigDecimal asked = BigDecimal.valueOf(perMille, 3).multiply(BigDecimal.valueOf(whole));
        return Said.of(BigDecimal.valueOf(part).compareTo(asked) >= 0);
    }

    @Test
    void verdictsAreThoseOfAStraightforwardSecondImplementation() {
        int passing = 0;
        int failing = 0;
        for (int seed = 0; seed < COHORTS; seed++) {
            Random random = new Random(seed);
            CompletionPolicy policy = policy(random);
            assertThat(policy.flaws(Set.copyOf(IDS))).as("seed %d", seed).isEmpty();
            for (int student = 0; student < STUDENTS; student++) {
                Evidence evidence = evidence(random);
                boolean passes = policy.judge(evidence).passes();
                assertThat(passes)
                        .as("seed %d, %s, %s", seed, policy, evidence)
                        .isEqualTo(straightforward(policy.requirements(), evidence));
                passing += passes ? 1 : 0;
                failing += passes ? 0 : 1;
            }
        }
        assertThat(passing).isGreaterThan(COHORTS);
        assertThat(failing).isGreaterThan(COHORTS);
    }

    /** What is out of reach fails at the end whatever comes; what is not can still be passed. */
    @Test
    void whatIsOutOfReachStaysSoAndWhatIsNotCanBePassed() {
        for (int seed = 0; seed < COHORTS; seed++) {
            Random random = new Random(seed);
            Evidence now = evidence(random);
            int perMille = 1 + random.nextInt(1000);
            var findings =
                    new CompletionPolicy(
                                    List.of(
                                            new AttendanceRate(perMille),
                                            new CompetitionSubmission(Which.ALL, List.of())))
                            .judge(now)
                            .requirements();
            Days days = now.attendance();
            int best = days.course() - days.penalty();
            if (days.held() > 0) {
                assertThat(findings.getFirst().outOfReach())
                        .isEqualTo(1000 * best < perMille * days.course());
            }
            boolean missed =
                    now.competitions().stream()
                            .anyMatch(
                                    each ->
                                            each.over()
                                                    && !now.submitted()
                                                            .contains(each.competitionId()));
            assertThat(findings.getLast().outOfReach()).isEqualTo(missed);
        }
    }

    private static CompletionPolicy policy(Random random) {
        Set<Requirement> all = new HashSet<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            all.add(requirement(random, 0));
        }
        return new CompletionPolicy(new ArrayList<>(all));
    }

    private static Requirement requirement(Random random, int depth) {
        return switch (random.nextInt(depth < 2 ? 6 : 4)) {
            case 0 -> new AttendanceRate(100 * (1 + random.nextInt(10)));
            case 1 -> new TeamActivityShare(125 * (1 + random.nextInt(8)));
            case 2 -> submission(random);
            case 3 -> new PeerContributionMedian((1 + random.nextInt(20)) / 10.0);
            case 4 -> new AnyOf(members(random, depth));
            default -> new AllOf(members(random, depth));
        };
    }

    private static List<Requirement> members(Random random, int depth) {
        Set<Requirement> members = new HashSet<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            members.add(requirement(random, depth + 1));
        }
        return new ArrayList<>(members);
    }

    private static Requirement submission(Random random) {
        Which which = Which.values()[random.nextInt(3)];
        return new CompetitionSubmission(
                which,
                which == Which.NAMED ? IDS.subList(random.nextInt(3), IDS.size()) : List.of());
    }

    private static Evidence evidence(Random random) {
        int course = 1 + random.nextInt(20);
        int held = random.nextInt(course + 1);
        int activities = random.nextInt(9);
        List<Competition> competitions = new ArrayList<>();
        Set<String> submitted = new HashSet<>();
        for (String id : IDS.subList(0, random.nextInt(IDS.size() + 1))) {
            competitions.add(new Competition(id, random.nextBoolean()));
            if (random.nextInt(4) > 0) {
                submitted.add(id);
            }
        }
        return new Evidence(
                new Days(course, held, random.nextInt(held / 2 + 1)),
                new Activities(activities, random.nextInt(activities + 1)),
                competitions,
                submitted,
                random.nextInt(3) == 0 ? null : random.nextInt(20) / 10.0,
                random.nextInt(3));
    }

    // ---- by name

    private static Evidence attending(int course, int held, int penalty) {
        return new Evidence(
                new Days(course, held, penalty),
                new Activities(0, 0),
                List.of(),
                Set.of(),
                null,
                0);
    }

    @Test
    void aRateThatIsReachedToTheDayPasses() {
        CompletionPolicy policy = new CompletionPolicy(List.of(new AttendanceRate(800)));

        assertThat(policy.judge(attending(10, 10, 2)).passes()).isTrue();
        assertThat(policy.judge(attending(10, 10, 3)).passes()).isFalse();
    }

    @Test
    void howManyAbsencesAreLeftIsSaidFromTheFirstDay() {
        var finding = CompletionPolicy.DEFAULT.judge(attending(140, 0, 0)).requirements();

        assertThat(finding.getFirst().left()).isEqualTo(28);
        assertThat(finding.getFirst().occasion()).isFalse();
        assertThat(finding.getFirst().passes()).isTrue();
    }

    @Test
    void whoOnlyCheckedInPassesByNothingElse() {
        CompletionPolicy policy =
                new CompletionPolicy(
                        List.of(
                                new AnyOf(
                                        List.of(
                                                new PeerContributionMedian(1),
                                                new TeamActivityShare(500)))));
        Evidence alone =
                new Evidence(
                        new Days(10, 10, 0), new Activities(4, 0), List.of(), Set.of(), null, 0);

        assertThat(policy.judge(alone).passes()).isFalse();
    }

    @Test
    void whatSaysNothingOrCannotBeMetIsNoPolicy() {
        CompletionPolicy policy =
                new CompletionPolicy(
                        List.of(
                                new AttendanceRate(0),
                                new TeamActivityShare(1001),
                                new PeerContributionMedian(2.5),
                                new PeerContributionMedian(2.5),
                                new AnyOf(List.of()),
                                new CompetitionSubmission(Which.NAMED, List.of("a", "x", "a"))));

        assertThat(policy.flaws(Set.copyOf(IDS)))
                .containsExactly(
                        new Flaw("requirements[0].threshold", "SAYS_NOTHING"),
                        new Flaw("requirements[1].threshold", "CANNOT_BE_MET"),
                        new Flaw("requirements[2].threshold", "CANNOT_BE_MET"),
                        new Flaw("requirements[3]", "DUPLICATE"),
                        new Flaw("requirements[3].threshold", "CANNOT_BE_MET"),
                        new Flaw("requirements[4].anyOf", "SAYS_NOTHING"),
                        new Flaw("requirements[5].competitions[1]", "NOT_OF_THE_COHORT"),
                        new Flaw("requirements[5].competitions[2]", "DUPLICATE"));
        assertThat(new CompletionPolicy(List.of()).flaws(Set.of()))
                .containsExactly(new Flaw("requirements", "SAYS_NOTHING"));
    }
}
