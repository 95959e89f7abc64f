package bootcamp.launcher.demo;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the demo's present cohort is taught, by whom, and when: seven months of modules, each with
 * its lectures, labs and team afternoons in one go.
 *
 * @param blocks in their order, one after the other
 */
record Curriculum(List<Teacher> teachers, List<Block> blocks) {

    private static final Teacher STATISTICIAN = new Teacher("한지우", "IN_HOUSE");
    private static final Teacher LAB = new Teacher("오세린", "IN_HOUSE");
    private static final Teacher LEARNING = new Teacher("정하람, 추천 시스템 연구원", "EXTERNAL");
    private static final Teacher DEEP = new Teacher("Tomasz Wren", "EXTERNAL");
    private static final Teacher VISION = new Teacher("최다온, 의료 영상 스타트업", "EXTERNAL");
    private static final Teacher LANGUAGE = new Teacher("Ines Duarte", "EXTERNAL");

    private static final LocalTime MORNING = LocalTime.of(10, 0);
    private static final LocalTime NOON = LocalTime.of(13, 0);
    private static final LocalTime AFTERNOON = LocalTime.of(14, 0);
    private static final LocalTime EVENING = LocalTime.of(17, 0);

    /** Of the lectures of a module. */
    private static final String HALL = "3층 대강의실";

    /** Where a cohort tries out what it heard. */
    private static final String LAB_ROOM = "2층 실습실";

    /**
     * @param affiliation as the API has it
     */
    record Teacher(String name, String affiliation) {}

    /** A module. */
    record Block(String name, LocalDate from, LocalDate until, List<Series> series) {

        /** As the API takes a new one. */
        Map<String, Object> body() {
            return Map.of("name", name, "from", from, "until", until);
        }
    }

    /**
     * The same session on some weekdays of a module.
     *
     * @param title by which the demo finds it again
     * @param teacher null: nobody, as where teams work by themselves
     * @param first day on which it may be, one of the weekdays
     */
    record Series(
            String kind,
            String title,
            @Nullable Teacher teacher,
            LocalDate first,
            Set<DayOfWeek> weekdays,
            LocalTime from,
            LocalTime until,
            String place) {

        /**
         * As the API takes new ones.
         *
         * @param instructorIds by name
         */
        Map<String, Object> body(
                String moduleId, LocalDate lastDay, Map<String, String> instructorIds) {
            Map<String, Object> body = new HashMap<>();
            body.put("kind", kind);
            body.put("title", title);
            body.put("moduleId", moduleId);
            if (teacher != null) {
                body.put("instructorId", instructorIds.get(teacher.name()));
            }
            ZoneId zone = ZoneId.of(Cohort.ZONE);
            body.put("startsAt", first.atTime(from).atZone(zone).toOffsetDateTime());
            body.put("endsAt", first.atTime(until).atZone(zone).toOffsetDateTime());
            body.put("place", place);
            body.put("repeat", Map.of("weekdays", weekdays, "until", lastDay));
            return body;
        }
    }

    /** Of a cohort that begins on a Monday. */
    static Curriculum of(LocalDate start, LocalDate end) {
        List<Block> blocks = new ArrayList<>();
        add(blocks, "통계", start, end, 4, STATISTICIAN);
        add(blocks, "머신러닝", start, end, 5, LEARNING);
        add(blocks, "딥러닝", start, end, 5, DEEP);
        add(blocks, "컴퓨터 비전", start, end, 5, VISION);
        add(blocks, "자연어 처리", start, end, 5, LANGUAGE);
        add(blocks, "대규모 언어 모델", start, end, 8, LANGUAGE, LEARNING, VISION);
        return new Curriculum(
                List.of(STATISTICIAN, LAB, LEARNING, DEEP, VISION, LANGUAGE), List.copyOf(blocks));
    }

    /**
     * @param guests who have the lecture on Wednesdays and the lab on Thursdays; none: they are as
     *     those before
     */
    private static void add(
            List<Block> blocks,
            String name,
            LocalDate start,
            LocalDate end,
            int weeks,
            Teacher teacher,
            Teacher... guests) {
        LocalDate from = blocks.isEmpty() ? start : blocks.getLast().until().plusDays(1);
        LocalDate sunday = from.plusWeeks(weeks).minusDays(1);
        blocks.add(
                new Block(
                        name,
                        from,
                        sunday.isBefore(end) ? sunday : end,
                        guests.length == 0
                                ? series(name, from, teacher)
                                : series(name, from, teacher, guests[0], guests[1])));
    }

    private static List<Series> series(String module, LocalDate monday, Teacher teacher) {
        return List.of(
                lecture(module + " 강의", teacher, monday, MONDAY, WEDNESDAY),
                lab(module + " 실습", LAB, monday, TUESDAY, THURSDAY),
                teams(module, monday));
    }

    private static List<Series> series(
            String module, LocalDate monday, Teacher teacher, Teacher lecturing, Teacher inLab) {
        return List.of(
                lecture(module + " 강의", teacher, monday, MONDAY),
                lecture(module + " 특강: 추천과 검색", lecturing, monday, WEDNESDAY),
                lab(module + " 실습", LAB, monday, TUESDAY),
                lab(module + " 실습: 영상과 글", inLab, monday, THURSDAY),
                teams(module, monday));
    }

    /**
     * @param days the first one first
     */
    private static Series lecture(
            String title, Teacher teacher, LocalDate monday, DayOfWeek... days) {
        return new Series(
                "LECTURE", title, teacher, first(monday, days), Set.of(days), MORNING, NOON, HALL);
    }

    private static Series lab(String title, Teacher teacher, LocalDate monday, DayOfWeek... days) {
        return new Series(
                "LAB",
                title,
                teacher,
                first(monday, days),
                Set.of(days),
                AFTERNOON,
                EVENING,
                LAB_ROOM);
    }

    private static Series teams(String module, LocalDate monday) {
        return new Series(
                "TEAM_ACTIVITY",
                module + " 팀 프로젝트",
                null,
                first(monday, FRIDAY),
                Set.of(FRIDAY),
                AFTERNOON,
                EVENING,
                LAB_ROOM);
    }

    private static LocalDate first(LocalDate monday, DayOfWeek... days) {
        return monday.with(TemporalAdjusters.nextOrSame(days[0]));
    }
}
