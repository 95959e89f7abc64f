package bootcamp.launcher.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The story itself, before anybody is told. */
class StoryTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

    private final Story story = Story.of(Story.SEED, Story.startFor(TODAY));

    @Test
    void eightyOneBeganAndAboutFiftyAreLeft() {
        Cohort present = story.present();

        long started = present.roster().stream().filter(person -> !neverCame(person)).count();
        long left = count(Step.Withdraw.class) - count(Step.Revert.class);
        assertThat(started).isEqualTo(81);
        assertThat(started - left - count(Step.Transfer.class)).isEqualTo(51);
        assertThat(present.roster()).anyMatch(StoryTest::neverCame);
        assertThat(present.roster())
                .anyMatch(person -> person.enrolledOn().isAfter(present.start()));
        assertThat(count(Step.TakeLeave.class)).isEqualTo(count(Step.Return.class) + 1);
    }

    @Test
    void theSameSeedAndDayTellTheSame() {
        LocalDate start = story.present().start();

        assertThat(Story.of(Story.SEED, start).steps()).isEqualTo(story.steps());
        assertThat(Story.of(Story.SEED, start).cohorts()).isEqualTo(story.cohorts());
        assertThat(told(Story.of(Story.SEED, start))).isEqualTo(told(story));
        assertThat(Story.of(Story.SEED, start).lectures()).isEqualTo(story.lectures());
        assertThat(Story.of(Story.SEED + 1, start).steps()).isNotEqualTo(story.steps());
    }

    @Test
    void allOfItLiesBeforeTheDayOnWhichItIsTold() {
        for (int i = 0; i < 366; i++) {
            LocalDate today = TODAY.plusDays(i);
            Story anew = Story.of(Story.SEED, Story.startFor(today));

            assertThat(anew.steps()).allMatch(step -> step.on().isBefore(today));
            assertThat(anew.present().end()).isAfter(today.plusDays(14));
            assertThat(anew.next().start()).isAfter(today);
            assertThat(anew.cohorts().subList(0, 3)).allMatch(each -> each.end().isBefore(today));
        }
    }

    @Test
    void manyLeaveEarlyAndAfterACompetitionAndLateForWork() {
        List<Step.Withdraw> left = of(Step.Withdraw.class).toList();

        assertThat(left).filteredOn(inWeeks(0, 1)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(left).filteredOn(inWeeks(5, 6)).hasSizeLessThanOrEqualTo(2);
        assertThat(left).filteredOn(inWeeks(10, 11)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(left)
                .filteredOn(inWeeks(24, 26))
                .hasSizeGreaterThanOrEqualTo(4)
                .filteredOn(step -> step.reason().equals("EMPLOYMENT"))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void whoIsToLeaveIsAbsentMoreInTheWeeksBefore() {
        Habits habits = story.habits();
        Step.Withdraw late =
                of(Step.Withdraw.class)
                        .filter(step -> step.on().isAfter(story.present().start().plusDays(60)))
                        .filter(step -> habits.leaving().containsKey(step.externalId()))
                        .findFirst()
                        .orElseThrow();

        assertThat(absences(habits, late.externalId(), late.on().minusDays(28)))
                .isGreaterThan(2 * absences(habits, late.externalId(), late.on().minusDays(57)));
        assertThat(Story.of(Story.SEED, story.present().start()).habits()).isEqualTo(habits);
    }

    /** Of the four weeks from that day on. */
    private static long absences(Habits habits, String externalId, LocalDate from) {
        return from.datesUntil(from.plusDays(28))
                .filter(day -> habits.statusOf(externalId, day).equals("ABSENT"))
                .count();
    }

    @Test
    void nobodyIsTwoPeopleAndMailReachesNobody() {
        List<Person> all =
                Stream.concat(
                                story.cohorts().stream().flatMap(each -> each.roster().stream()),
                                of(Step.Apply.class).map(Step.Apply::person))
                        .toList();

        assertThat(all).extracting(Person::externalId).doesNotHaveDuplicates();
        assertThat(all).extracting(Person::email).doesNotHaveDuplicates();
        assertThat(all).allMatch(person -> person.email().endsWith(".example"));
        assertThat(all).anyMatch(person -> person.name().matches("[A-Za-z]+ [A-Za-z]+"));
        assertThat(all).anyMatch(person -> person.name().matches("[가-힣]{3}"));
    }

    @Test
    void oneLectureIsTomorrowOneIsFullAndOneIsADraft() {
        List<Lecture> lectures = story.lectures();
        List<String> here =
                story.present().roster().stream()
                        .filter(person -> person.withdrawnOn() == null)
                        .map(Person::externalId)
                        .toList();

        assertThat(lectures).hasSize(4).extracting(Lecture::title).doesNotHaveDuplicates();
        assertThat(lectures.getFirst().inDays()).isEqualTo(1);
        assertThat(lectures)
                .filteredOn(each -> each.externalIds().size() > each.capacity())
                .singleElement()
                .satisfies(
                        full ->
                                assertThat(full.externalIds().indexOf(Story.STUDENT))
                                        .as("is the first in line")
                                        .isEqualTo(full.capacity()));
        assertThat(lectures).filteredOn(each -> !each.isPublished()).hasSize(1);
        assertThat(lectures)
                .allSatisfy(
                        each -> {
                            assertThat(here).containsAll(each.externalIds());
                            assertThat(each.externalIds())
                                    .doesNotHaveDuplicates()
                                    .doesNotContainAnyElementsOf(left());
                        });
    }

    /** By the end of the story. */
    private List<String> left() {
        return Stream.concat(story.steps().stream(), told(story).stream())
                .filter(step -> step instanceof Step.Withdraw || step instanceof Step.Transfer)
                .map(Step::externalId)
                .toList();
    }

    @Test
    void whatIsStillToComeEndsAtSensibleTotals() {
        List<Step> later = told(story);

        assertThat(later).hasSizeLessThan(60);
        assertThat(later.stream().filter(Step.Withdraw.class::isInstance)).hasSize(2);
        assertThat(later.stream().filter(Step.Apply.class::isInstance)).hasSize(24);
        assertThat(later)
                .extracting(step -> step.externalId() + step.fact())
                .doesNotHaveDuplicates();
    }

    @Test
    void theDemoKnowsNoServiceAndNoLauncherButTheClient() {
        classes()
                .that()
                .resideInAPackage("bootcamp.launcher.demo")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "tools.jackson..",
                        "org.jspecify..",
                        "bootcamp.launcher.client",
                        "bootcamp.launcher.demo")
                .check(
                        new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("bootcamp.launcher.demo"));
    }

    private static boolean neverCame(Person person) {
        return person.enrolledOn().equals(person.withdrawnOn());
    }

    private Predicate<Step.Withdraw> inWeeks(int first, int last) {
        return step -> {
            long week = ChronoUnit.DAYS.between(story.present().start(), step.on()) / 7;
            return week >= first && week <= last;
        };
    }

    private <S extends Step> Stream<S> of(Class<S> kind) {
        return story.steps().stream().filter(kind::isInstance).map(kind::cast);
    }

    private long count(Class<? extends Step> kind) {
        return of(kind).count();
    }

    private static List<Step> told(Story story) {
        return story.later().stream().map(upcoming -> upcoming.on(TODAY)).toList();
    }
}
