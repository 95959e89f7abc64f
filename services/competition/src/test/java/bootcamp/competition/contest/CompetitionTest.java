package bootcamp.competition.contest;

import static bootcamp.competition.contest.ContestExamples.NOW;
import static bootcamp.competition.contest.ContestExamples.plan;
import static bootcamp.competition.contest.ContestExamples.staff;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.CompetitionEvent.CompetitionArchived;
import bootcamp.competition.CompetitionEvent.CompetitionClosed;
import bootcamp.competition.CompetitionEvent.CompetitionDrafted;
import bootcamp.competition.CompetitionEvent.CompetitionEdited;
import bootcamp.competition.CompetitionEvent.CompetitionPublished;
import bootcamp.competition.CompetitionEvent.DataFileAdded;
import bootcamp.competition.CompetitionEvent.DataFileRemoved;
import bootcamp.competition.CompetitionEvent.OfCompetition;
import bootcamp.competition.CompetitionEvent.RescoringProposed;
import bootcamp.competition.CompetitionEvent.RescoringPublished;
import bootcamp.competition.CompetitionEvent.SolutionSet;
import bootcamp.competition.contest.CompetitionCommand.AddFile;
import bootcamp.competition.contest.CompetitionCommand.ArchiveCompetition;
import bootcamp.competition.contest.CompetitionCommand.CloseCompetition;
import bootcamp.competition.contest.CompetitionCommand.DiscardRescoring;
import bootcamp.competition.contest.CompetitionCommand.DraftCompetition;
import bootcamp.competition.contest.CompetitionCommand.EditCompetition;
import bootcamp.competition.contest.CompetitionCommand.FailRescoring;
import bootcamp.competition.contest.CompetitionCommand.ProposeRescoring;
import bootcamp.competition.contest.CompetitionCommand.PublishCompetition;
import bootcamp.competition.contest.CompetitionCommand.PublishRescoring;
import bootcamp.competition.contest.CompetitionCommand.RemoveFile;
import bootcamp.competition.contest.CompetitionCommand.SetSolution;
import bootcamp.competition.contest.Generations.Failure;
import bootcamp.platform.aggregate.Story;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class CompetitionTest {

    private static final CompetitionPlan PLAN = plan("Cats", 5);

    private final Story<Competition, CompetitionCommand, OfCompetition> story =
            Story.of(Competition.TYPE, "competition");

    private Story<Competition, CompetitionCommand, OfCompetition> drafted() {
        return story.given(new DraftCompetition(PLAN, staff(NOW)));
    }

    private Story<Competition, CompetitionCommand, OfCompetition> published() {
        return drafted()
                .given(new SetSolution(ContestExamples.labels(), PLAN, staff(NOW)))
                .given(new PublishCompetition(staff(NOW)));
    }

    private static CompetitionPlan scoredBy(String metric) {
        return new CompetitionPlan(
                PLAN.cohortIds(),
                PLAN.title(),
                PLAN.moduleId(),
                metric,
                Map.of(),
                null,
                PLAN.startsAt(),
                PLAN.endsAt(),
                PLAN.timeZone(),
                PLAN.dailyLimit(),
                PLAN.maxTeamSize(),
                PLAN.finalPicks(),
                PLAN.digits(),
                null,
                PLAN.publicScores(),
                PLAN.mergeUntil());
    }

    @Test
    void itIsDraftedOnceAndNothingIsDoneToWhatIsNotThere() {
        story.when(new PublishCompetition(staff(NOW))).refuses("COMPETITION_NOT_FOUND");
        story.when(new DraftCompetition(PLAN, staff(NOW))).yields(CompetitionDrafted.class);
        story.when(new DraftCompetition(PLAN, staff(NOW))).refuses("COMPETITION_EXISTS");
    }

    @Test
    void whatCannotBeACompetitionIsNone() {
        story.when(new DraftCompetition(scoredBy("precision"), staff(NOW)))
                .refuses("COMPETITION_UNSOUND");
        story.when(new DraftCompetition(plan(" ", 5), staff(NOW))).refuses("COMPETITION_UNSOUND");
        story.when(new DraftCompetition(plan("Cats", 101), staff(NOW)))
                .refuses("COMPETITION_UNSOUND");
    }

    @Test
    void itIsPublishedWithLabelsAloneAndOnce() {
        drafted().when(new PublishCompetition(staff(NOW))).refuses("NO_SOLUTION");
        story.when(new SetSolution(ContestExamples.labels(), PLAN, staff(NOW)))
                .yields(SolutionSet.class);
        story.when(new PublishCompetition(staff(NOW))).yields(CompetitionPublished.class);
        story.when(new PublishCompetition(staff(NOW))).staysQuiet();
    }

    @Test
    void labelsThatWereReadForAnotherMetricAreGone() {
        drafted().given(new SetSolution(ContestExamples.labels(), PLAN, staff(NOW)));

        story.when(new EditCompetition(PLAN, scoredBy("mcc"), staff(NOW)))
                .yields(CompetitionEdited.class);

        assertThat(story.state().labels()).isNull();
        story.when(new PublishCompetition(staff(NOW))).refuses("NO_SOLUTION");
        story.when(new SetSolution(ContestExamples.labels(), PLAN, staff(NOW)))
                .refuses("PLAN_CHANGED");
        story.given(new SetSolution(ContestExamples.labels(), scoredBy("mcc"), staff(NOW)));
        assertThat(story.state().labels()).extracting(Labels::version).isEqualTo(2);
    }

    @Test
    void onceItIsPublishedWhatDecidesScoresStays() {
        published()
                .when(new EditCompetition(PLAN, scoredBy("mcc"), staff(NOW)))
                .refuses("COMPETITION_IS_PUBLISHED");
        story.when(new SetSolution(ContestExamples.labels(), PLAN, staff(NOW)))
                .refuses("COMPETITION_IS_PUBLISHED");
        story.when(new EditCompetition(PLAN, plan("Dogs", 9), staff(NOW)))
                .yields(CompetitionEdited.class);
        story.when(new EditCompetition(PLAN, plan("Birds", 9), staff(NOW))).refuses("PLAN_CHANGED");
    }

    @Test
    void itClosesByItselfAtItsEndAndNotBefore() {
        published().when(new CloseCompetition(PLAN.ends().minusMillis(1), null)).staysQuiet();
        assertThat(story.state().notTaking(PLAN.ends().minusMillis(1))).isNull();
        assertThat(story.state().notTaking(PLAN.ends()))
                .isEqualTo(CompetitionRefusal.Now.COMPETITION_CLOSED);
        assertThat(story.state().notTaking(PLAN.starts())).isNull();
        assertThat(story.state().notTaking(PLAN.starts().minusMillis(1)))
                .isInstanceOf(CompetitionRefusal.NotOpenYet.class);
        story.when(new CloseCompetition(PLAN.ends(), null)).yields(CompetitionClosed.class);
        story.when(new CloseCompetition(PLAN.ends(), "staff")).staysQuiet();
    }

    @Test
    void onceItIsOverItsTitleAloneChanges() {
        published().given(new CloseCompetition(NOW, "staff"));

        story.when(new EditCompetition(PLAN, plan("Cats", 9), staff(NOW)))
                .refuses("COMPETITION_CLOSED");
        story.when(new AddFile(ContestExamples.file(), staff(NOW))).refuses("COMPETITION_CLOSED");
        story.when(new EditCompetition(PLAN, plan("Dogs", 5), staff(NOW)))
                .yields(CompetitionEdited.class);
        story.when(new ArchiveCompetition(staff(NOW))).yields(CompetitionArchived.class);
        story.when(new ArchiveCompetition(staff(NOW))).staysQuiet();
        assertThat(story.state().wasPublished()).isTrue();
    }

    @Test
    void filesAreAddedReplacedAndRemovedAndHaveAMaximum() {
        drafted().when(new AddFile(ContestExamples.file(), staff(NOW))).yields(DataFileAdded.class);
        for (int i = 1; i < Competition.FILES_MAX; i++) {
            story.given(new AddFile(new DataFile("f" + i, "x", 1, "s", NOW), staff(NOW)));
        }
        story.when(new AddFile(new DataFile("more", "x", 1, "s", NOW), staff(NOW)))
                .refuses("TOO_MANY_FILES");
        story.when(new AddFile(new DataFile("f1", "y", 1, "s", NOW), staff(NOW)))
                .yields(DataFileAdded.class);
        story.when(new RemoveFile("f1", staff(NOW))).yields(DataFileRemoved.class);
        story.when(new RemoveFile("f1", staff(NOW))).staysQuiet();
    }

    @Test
    void whereLabelsAndFilesLieLeavesInNoRecord() {
        List<ProducerRecord<String, byte[]>> all = ContestExamples.records();
        assertThat(all).hasSizeGreaterThan(5);
        assertThat(all)
                .noneMatch(each -> new String(each.value()).contains(ContestExamples.CANARY));
    }

    @Test
    void allIsScoredAnewByOneProposalAtATimeAndShownAtOnce() {
        published();
        Basis before = story.state().basis();

        story.when(new ProposeRescoring(ContestExamples.corrected("mcc"), 1, staff(NOW)))
                .yields(RescoringProposed.class);
        story.given(new ProposeRescoring(ContestExamples.corrected("mcc"), 1, staff(NOW)));
        assertThat(story.state().basis()).isEqualTo(before);
        assertThat(story.state().numbers()).isEqualTo(new Generations.Numbers(1, 2, 2));
        story.when(new ProposeRescoring(ContestExamples.corrected("mcc"), 1, staff(NOW)))
                .staysQuiet();
        story.when(new ProposeRescoring(ContestExamples.corrected("accuracy"), 1, staff(NOW)))
                .refuses("RESCORING_OPEN");
        story.when(new PublishRescoring(3, "Wrong", staff(NOW))).refuses("RESCORING_NOT_FOUND");

        story.when(new PublishRescoring(2, "Wrong", staff(NOW))).yields(RescoringPublished.class);
        story.given(new PublishRescoring(2, "Wrong", staff(NOW)));

        Competition after = story.state();
        assertThat(after.planned().metric()).isEqualTo("mcc");
        assertThat(after.basis().labels().version()).isEqualTo(2);
        assertThat(after.basis().metricVersion()).isEqualTo(2);
        assertThat(after.generations().past())
                .singleElement()
                .satisfies(each -> assertThat(each.before()).isEqualTo(before));
        assertThat(after.fileIds()).contains("corrected", before.labels().fileId());
        story.when(new PublishRescoring(2, "Again", staff(NOW))).staysQuiet();
        story.when(new ProposeRescoring(ContestExamples.corrected("mcc"), 1, staff(NOW)))
                .refuses("PLAN_CHANGED");
        story.when(new ProposeRescoring(ContestExamples.corrected("mcc"), 2, staff(NOW)))
                .refuses("RESCORING_CHANGES_NOTHING");
        story.when(new ProposeRescoring(ContestExamples.corrected("rmse"), 2, staff(NOW)))
                .refuses("RESCORING_OF_ANOTHER_KIND");
    }

    @Test
    void numberOfAProposalThatWasDiscardedIsNotUsedAgain() {
        drafted()
                .when(new ProposeRescoring(ContestExamples.corrected("mcc"), 1, staff(NOW)))
                .refuses("COMPETITION_NOT_PUBLISHED");
        story.given(new SetSolution(ContestExamples.labels(), PLAN, staff(NOW)))
                .given(new PublishCompetition(staff(NOW)))
                .given(new ProposeRescoring(ContestExamples.corrected("mcc"), 1, staff(NOW)));

        story.when(new DiscardRescoring(3, staff(NOW))).staysQuiet();
        story.given(new DiscardRescoring(2, staff(NOW)));

        assertThat(story.state().fileIds()).doesNotContain("corrected");
        story.when(new PublishRescoring(2, "Wrong", staff(NOW))).refuses("RESCORING_NOT_FOUND");
        story.given(new CloseCompetition(PLAN.ends(), null))
                .given(new ProposeRescoring(ContestExamples.corrected("mcc"), 1, staff(NOW)));
        assertThat(story.state().numbers()).isEqualTo(new Generations.Numbers(1, 3, 3));
        assertThat(story.state().basisOf(3)).extracting(Basis::metricVersion).isEqualTo(2);
        assertThat(story.state().basisOf(2)).isNull();
        story.given(new ArchiveCompetition(staff(NOW)));
        story.when(new PublishRescoring(3, "Wrong", staff(NOW))).refuses("COMPETITION_CLOSED");
    }

    @Test
    void whatCouldNotBeScoredCountsNoMoreAndIsDiscardedBeforeAnother() {
        published().given(new ProposeRescoring(ContestExamples.corrected("mcc"), 1, staff(NOW)));
        FailRescoring fails = new FailRescoring(2, Failure.LABELS_UNREADABLE, NOW);

        story.when(new FailRescoring(3, Failure.LABELS_UNREADABLE, NOW)).staysQuiet();
        story.given(fails);

        assertThat(story.state().numbers()).isEqualTo(new Generations.Numbers(1, null, 2));
        assertThat(story.state().basisOf(2)).isNull();
        assertThat(story.state().fileIds()).contains("corrected");
        story.when(fails).staysQuiet();
        story.when(new PublishRescoring(2, "Wrong", staff(NOW))).refuses("RESCORING_FAILED");
        story.when(new ProposeRescoring(ContestExamples.corrected("mcc"), 1, staff(NOW)))
                .refuses("RESCORING_OPEN");
        story.given(new DiscardRescoring(2, staff(NOW)))
                .given(new ProposeRescoring(ContestExamples.corrected("mcc"), 1, staff(NOW)))
                .given(new PublishRescoring(3, "Wrong", staff(NOW)));
        story.when(new FailRescoring(3, Failure.LABELS_UNREADABLE, NOW)).staysQuiet();
    }
}
