package bootcamp.launcher.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the demo tells: five runs of one programme, the fourth of them under way. 81 began it, about
 * fifty are left, and it has three to four weeks to go.
 *
 * <p>A pure function of a seed and of the day on which the present cohort began, so that whoever
 * tells it a second time says the same. All of it lies before the day on which it is first told.
 *
 * @param cohorts oldest first; three are over, one is under way, one is still to begin
 * @param steps in the order of their days
 * @param lectures of the present cohort, the next one first
 * @param later what comes while the demo runs, each told on the day on which it comes
 * @param silent by external id, since when somebody of the present cohort has not been seen,
 *     without a word: who needs a call
 */
record Story(
        List<Cohort> cohorts,
        List<Step> steps,
        List<Lecture> lectures,
        List<Upcoming> later,
        Map<String, LocalDate> silent) {

    /** What is still to come, on whatever day that is. */
    interface Upcoming {
        Step on(LocalDate day);
    }

    static final long SEED = 81;

    /** Of the student to whom the demo's account {@code student} belongs. */
    static final String STUDENT = "AIL4-023";

    private static final int PRESENT = 4;
    private static final int NEXT = 5;
    private static final int STARTED = 81;

    /** For the next cohort, when the demo begins, and how many of them were looked at. */
    private static final int APPLIED = 46;

    private static final int SCREENED = 34;

    /** From Monday to a Friday, seven months later. */
    private static final int HORIZON_DAYS = 214;

    /** From one cohort to the next: seven months, and two weeks to breathe. */
    private static final int APART_DAYS = 231;

    /** Days of the present cohort that are told; it is first shown on day 189 to 195. */
    private static final int TOLD_DAYS = 189;

    private static final List<MonthDay> HOLIDAYS =
            List.of(
                    MonthDay.of(1, 1),
                    MonthDay.of(3, 1),
                    MonthDay.of(5, 5),
                    MonthDay.of(6, 6),
                    MonthDay.of(8, 15),
                    MonthDay.of(10, 3),
                    MonthDay.of(10, 9),
                    MonthDay.of(12, 25));

    static String cohortId(int number) {
        return "ai-lab-" + number;
    }

    /** Of the cohort by which it is seen when the demo was told before. */
    static String presentCohort() {
        return cohortId(PRESENT);
    }

    /** When the present cohort began, where the demo is told for the first time today. */
    static LocalDate startFor(LocalDate today) {
        return today.minusDays(TOLD_DAYS).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /**
     * @param start of the present cohort, a Monday
     */
    static Story of(long seed, LocalDate start) {
        return new Teller(seed, start).tell();
    }

    Cohort present() {
        return cohorts.get(PRESENT - 1);
    }

    Cohort next() {
        return cohorts.get(NEXT - 1);
    }

    /** What the present cohort is taught. */
    Curriculum curriculum() {
        return Curriculum.of(present().start(), present().end());
    }

    /** How the present cohort attends, which fits who of it leaves and when. */
    Habits habits() {
        Map<String, LocalDate> leaving = new HashMap<>();
        for (Step step : steps) {
            if (step instanceof Step.Withdraw withdraw) {
                leaving.put(withdraw.externalId(), withdraw.on());
            } else if (step instanceof Step.Revert revert) {
                leaving.remove(revert.externalId());
            }
        }
        return new Habits(SEED, leaving, silent);
    }

    /** The person to whom the demo's account belongs. */
    Person student() {
        return present().roster().stream()
                .filter(person -> person.externalId().equals(STUDENT))
                .findFirst()
                .orElseThrow();
    }

    /** Puts the story together; chance is drawn in a fixed order. */
    private static final class Teller {

        private final RandomGenerator random;
        private final InventedNames names;
        private final LocalDate start;
        private final List<Step> steps = new ArrayList<>();

        Teller(long seed, LocalDate start) {
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            this.names = new InventedNames(random);
            this.start = start;
        }

        Story tell() {
            List<Cohort> cohorts =
                    List.of(
                            over(1, 58, 27, 3, new Weeks(1.5, 1.5, 0.6)),
                            over(2, 66, 26, 2, new Weeks(1.0, 1.2, 1.0)),
                            over(3, 74, 23, 2, new Weeks(0.7, 0.9, 1.3)),
                            present(),
                            next());
            Later later = new Later(cohorts, steps, random, names);
            List<Upcoming> upcoming = later.tell();
            List<String> here = later.unmentioned();
            List<Lecture> lectures = lectures(here);
            steps.sort(Comparator.comparing(Step::on));
            return new Story(cohorts, List.copyOf(steps), lectures, upcoming, silent(here));
        }

        /**
         * One tomorrow, one that is full with three in line, one with room, one that staff are
         * still at.
         *
         * @param here students to whom nothing happens; the first few of them something yet
         */
        private static List<Lecture> lectures(List<String> here) {
            List<String> listeners = here.subList(here.size() - 11, here.size());
            List<String> keen = new ArrayList<>(listeners.subList(0, 8));
            keen.add(STUDENT);
            keen.addAll(listeners.subList(8, 10));
            return List.of(
                    new Lecture(
                            "현업에서 모델이 실패하는 방식",
                            "김서연, 결제 스타트업 ML 엔지니어",
                            "배포된 모델이 조용히 나빠지는 세 가지 이유와, 그것을 먼저 알아차리는 방법.",
                            "3층 대강의실",
                            1,
                            60,
                            true,
                            Stream.concat(Stream.of(STUDENT), listeners.stream().limit(5)).toList(),
                            List.of(
                                    "모델이 나빠진 것을 라벨 없이 어떻게 알아차리나요?",
                                    "다시 학습하는 주기는 무엇을 보고 정하나요?",
                                    "신입에게 이런 일을 맡기기도 하나요?")),
                    new Lecture(
                            "이력서 한 장을 30초에 읽는 사람의 눈",
                            "박도윤, 채용 담당 엔지니어링 매니저",
                            "실제로 면접에 부른 이력서와 부르지 않은 이력서를 나란히 놓고 이야기합니다.",
                            "2층 세미나실",
                            6,
                            8,
                            true,
                            keen,
                            List.of()),
                    new Lecture(
                            "Evaluating LLM agents when there is no right answer",
                            "Maya Okafor, research engineer",
                            "How to measure what cannot be labelled, and which numbers lie. In English.",
                            "온라인",
                            13,
                            120,
                            true,
                            listeners.subList(0, 3),
                            List.of("Which of these numbers would you still trust in a year?")),
                    new Lecture(
                            "졸업생에게 듣는 첫 1년",
                            "3기 졸업생 세 명",
                            "연사 확정 중.",
                            "3층 대강의실",
                            17,
                            80,
                            false,
                            List.of(),
                            List.of()));
        }

        /** Two for a week, one for two; none of those who come to lectures or leave later. */
        private Map<String, LocalDate> silent(List<String> here) {
            int listeners = here.size() - 11;
            return Map.of(
                    here.get(listeners - 1), day(TOLD_DAYS - 14),
                    here.get(listeners - 2), day(TOLD_DAYS - 7),
                    here.get(listeners - 3), day(TOLD_DAYS - 7));
        }

        /** A cohort that is over: all of it comes with its roster. */
        private Cohort over(int number, int started, int left, int absent, Weeks weeks) {
            LocalDate first = start.minusDays((long) (PRESENT - number) * APART_DAYS);
            List<LocalDate> holidays = holidays(first);
            List<Person> roster = roster(number, started, absent, first, holidays);
            List<Integer> order = shuffled(started - absent);
            List<Weeks.Leaving> leavings = weeks.leavings(left, HORIZON_DAYS - 7, random);
            for (int i = 0; i < left; i++) {
                Weeks.Leaving leaving = leavings.get(i);
                LocalDate on = Weeks.trainingDay(first.plusDays(leaving.day()), holidays);
                roster.set(order.get(i), roster.get(order.get(i)).withdrawn(on, leaving.reason()));
            }
            return cohort(number, first, holidays, roster, true);
        }

        /** The cohort under way: its roster as on the first days, and what happened since. */
        private Cohort present() {
            List<LocalDate> holidays = holidays(start);
            List<Person> roster = roster(PRESENT, STARTED, 3, start, holidays);
            int student = numberOf(STUDENT);
            List<Integer> order = shuffled(STARTED - 3);
            order.removeIf(i -> i == student);
            List<Weeks.Leaving> leavings =
                    new Weeks(1.0, 1.1, 1.0).leavings(29, TOLD_DAYS - 1, random);
            for (int i = 0; i < leavings.size(); i++) {
                Weeks.Leaving leaving = leavings.get(i);
                LocalDate on = Weeks.trainingDay(start.plusDays(leaving.day()), holidays);
                steps.add(
                        new Step.Withdraw(
                                cohortId(PRESENT),
                                roster.get(order.get(i)).externalId(),
                                earlier(on, start.plusDays(TOLD_DAYS - 1)),
                                leaving.reason(),
                                Notes.on(leaving.reason(), random)));
            }
            List<String> rest =
                    order.stream()
                            .skip(leavings.size())
                            .map(i -> roster.get(i).externalId())
                            .toList();
            others(rest, roster.get(student).externalId());
            return cohort(PRESENT, start, holidays, roster, false);
        }

        /** A move, leaves, and a mistake that was put right. */
        private void others(List<String> students, String ownAccount) {
            String here = cohortId(PRESENT);
            steps.add(new Step.Transfer(here, students.get(0), day(95), cohortId(NEXT)));
            leave(ownAccount, 52, 59);
            leave(students.get(1), 108, 123);
            leave(students.get(2), 150, 155);
            steps.add(new Step.TakeLeave(here, students.get(3), day(183), null));
            steps.add(
                    new Step.Withdraw(
                            here,
                            students.get(4),
                            day(137),
                            "OTHER",
                            "다른 사람의 서류가 잘못 접수됨 / entered for the wrong person"));
            steps.add(new Step.Revert(here, students.get(4), day(137)));
        }

        private void leave(String student, int from, int back) {
            steps.add(new Step.TakeLeave(cohortId(PRESENT), student, day(from), null));
            steps.add(new Step.Return(cohortId(PRESENT), student, day(back), day(from)));
        }

        private LocalDate day(int day) {
            return start.plusDays(day);
        }

        /** The cohort to come: people apply, and a first look has been taken at most of them. */
        private Cohort next() {
            LocalDate first = start.plusDays(APART_DAYS);
            Cohort next = cohort(NEXT, first, holidays(first), List.of(), false);
            for (int i = 0; i < APPLIED; i++) {
                LocalDate on = start.plusDays(140 + i);
                Person person = applicant(i, names.next(), on);
                steps.add(new Step.Apply(next.cohortId(), person));
                if (i < SCREENED) {
                    steps.add(screened(person.externalId(), on.plusDays(3), random));
                }
            }
            return next;
        }

        private Cohort cohort(
                int number,
                LocalDate first,
                List<LocalDate> holidays,
                List<Person> roster,
                boolean isOver) {
            return new Cohort(
                    cohortId(number),
                    Cohort.PROGRAMME + " " + number + "기",
                    first,
                    first.plusDays(HORIZON_DAYS),
                    Math.max(60, started(roster) + 3),
                    holidays,
                    List.copyOf(roster),
                    isOver);
        }

        private static int started(List<Person> roster) {
            return Math.toIntExact(
                    roster.stream()
                            .filter(person -> !person.enrolledOn().equals(person.withdrawnOn()))
                            .count());
        }

        /**
         * Those who began, the last ones some days late on the seats of those who never came, and
         * at the end those who never came.
         */
        private List<Person> roster(
                int number, int started, int absent, LocalDate first, List<LocalDate> holidays) {
            List<Person> roster = new ArrayList<>();
            for (int i = 0; i < started + absent; i++) {
                InventedNames.Invented who = names.next();
                Person person =
                        new Person(
                                "AIL%d-%03d".formatted(number, i + 1),
                                who.name(),
                                who.email(),
                                first,
                                null,
                                null);
                boolean isLate = i >= started - absent && i < started;
                boolean neverCame = i >= started;
                int late = isLate ? 2 + 3 * (i - started + absent) : 0;
                LocalDate entry = Weeks.trainingDay(first.plusDays(late), holidays);
                roster.add(
                        neverCame
                                ? person.withdrawn(first, "NO_SHOW")
                                : isLate ? person.entering(entry) : person);
            }
            return roster;
        }

        private List<Integer> shuffled(int count) {
            List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
            for (int i = count - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                Integer held = order.get(i);
                order.set(i, order.get(j));
                order.set(j, held);
            }
            return order;
        }

        private static List<LocalDate> holidays(LocalDate first) {
            LocalDate last = first.plusDays(HORIZON_DAYS);
            return Stream.of(first.getYear(), last.getYear())
                    .distinct()
                    .flatMap(year -> HOLIDAYS.stream().map(day -> day.atYear(year)))
                    .filter(day -> !day.isBefore(first) && !day.isAfter(last))
                    .toList();
        }

        private static LocalDate earlier(LocalDate one, LocalDate other) {
            return one.isBefore(other) ? one : other;
        }
    }

    /**
     * What comes while the demo runs: people apply and are looked at, one comes back from leave, a
     * few leave. It comes to an end, so that a demo left alone for days still makes sense.
     */
    private record Later(
            List<Cohort> cohorts, List<Step> told, RandomGenerator random, InventedNames names) {

        private static final int APPLICATIONS = 24;

        List<Upcoming> tell() {
            List<Upcoming> later = new ArrayList<>();
            for (int i = 0; i < APPLICATIONS; i++) {
                int number = APPLIED + i;
                InventedNames.Invented who = names.next();
                later.add(day -> new Step.Apply(cohortId(NEXT), applicant(number, who, day)));
                if (i % 2 == 1) {
                    Step.Move look =
                            screened(
                                    applicantId(SCREENED + i / 2),
                                    cohorts.getLast().start(),
                                    random);
                    later.add(day -> look.on(day));
                }
            }
            List<String> here = unmentioned();
            String cohort = presentCohort();
            later.add(2, day -> new Step.TakeLeave(cohort, here.get(0), day, day.plusDays(2)));
            later.add(5, day -> new Step.Withdraw(cohort, here.get(1), day, "EMPLOYMENT", null));
            Step.TakeLeave open = openLeave();
            later.add(9, day -> new Step.Return(cohort, open.externalId(), day, open.on()));
            later.add(20, day -> new Step.Withdraw(cohort, here.get(2), day, "HEALTH", null));
            later.add(26, day -> new Step.TakeLeave(cohort, here.get(3), day, day.plusDays(1)));
            return List.copyOf(later);
        }

        /** Students of the present cohort to whom nothing has happened. */
        private List<String> unmentioned() {
            List<String> mentioned = told.stream().map(Step::externalId).toList();
            return cohorts.get(PRESENT - 1).roster().stream()
                    .filter(person -> person.withdrawnOn() == null)
                    .map(Person::externalId)
                    .filter(id -> !mentioned.contains(id))
                    .toList();
        }

        private Step.TakeLeave openLeave() {
            return told.stream()
                    .filter(Step.TakeLeave.class::isInstance)
                    .map(Step.TakeLeave.class::cast)
                    .reduce((_, last) -> last)
                    .orElseThrow();
        }
    }

    private static int numberOf(String externalId) {
        return Integer.parseInt(externalId.substring(externalId.indexOf('-') + 1)) - 1;
    }

    private static Person applicant(int number, InventedNames.Invented who, LocalDate on) {
        return new Person(applicantId(number), who.name(), who.email(), on, null, null);
    }

    private static String applicantId(int number) {
        return "AIL%d-%03d".formatted(NEXT, number + 1);
    }

    private static Step.Move screened(String externalId, LocalDate on, RandomGenerator random) {
        int score = random.nextInt(48, 98);
        String to = score >= 66 ? "SELECTED" : score >= 56 ? "WAITING" : "REJECTED";
        @Nullable String note = Notes.onScore(score, random);
        return new Step.Move(cohortId(NEXT), externalId, on, to, score, note);
    }
}
