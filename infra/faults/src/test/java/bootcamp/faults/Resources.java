package bootcamp.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process held at one moment, after a collection.
 *
 * @param figures by what they count; bytes where the name says so
 * @param objects the platform's own, by class
 */
record Resources(Map<String, Long> figures, Map<String, Long> objects) {

    static final String DESCRIPTORS = "descriptors";
    static final String THREADS = "threads";
    static final String CONNECTIONS = "pooled connections";
    static final String HEAP = "heap bytes";
    static final String DIRECT = "direct bytes";

    private static final double SHARE = 0.05;

    /**
     * Of what is opened by how many happen to be busy at the same moment: threads of pools,
     * connections and their descriptors. What each visitor leaves behind is counted in hundreds.
     */
    private static final long FEW = 8;

    /** Netty takes direct memory in chunks for each event loop, whether it fills them or not. */
    private static final long CHUNKS_BYTES = 1 << 20;

    /** Of each class: answers that are remembered for a while, timers, what is just under way. */
    private static final long OBJECTS = 16;

    private static final Pattern LINE =
            Pattern.compile("(?m)^\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+([\\w.$\\[/;]+)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    /** But for lambdas, whose classes have names that nobody knows again. */
    private static final Pattern OURS = Pattern.compile("bootcamp\\.[^/]*");

    private static final Pattern POOLED =
            Pattern.compile(
                    "reactor\\.netty\\.resources\\.\\w+\\$PooledConnection"
                            + "|com\\.mongodb\\.internal\\.connection\\.InternalStreamConnection"
                            + "|org\\.apache\\.kafka\\.common\\.network\\.KafkaChannel");

    /**
     * @param histogram of the live objects, as the JVM prints it
     */
    static Resources of(String histogram, long descriptors, long threads, long directBytes) {
        Map<String, Long> objects = new LinkedHashMap<>();
        long connections = 0;
        for (MatchResult line : LINE.matcher(histogram).results().toList()) {
            long count = Long.parseLong(line.group(1));
            if (OURS.matcher(line.group(3)).matches()) {
                objects.merge(line.group(3), count, Long::sum);
            } else if (POOLED.matcher(line.group(3)).matches()) {
                connections += count;
            }
        }
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find() || connections == 0 || objects.isEmpty()) {
            throw new IllegalStateException("Not understood: " + histogram);
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put(DESCRIPTORS, descriptors);
        figures.put(THREADS, threads);
        figures.put(CONNECTIONS, connections);
        figures.put(HEAP, Long.parseLong(total.group(1)));
        figures.put(DIRECT, directBytes);
        return new Resources(figures, objects);
    }

    /** What has risen above what it was, in words; by more than may be. Falling is no fault. */
    List<String> risenSince(Resources before) {
        List<String> risen = new ArrayList<>();
        figures.forEach(
                (what, now) ->
                        compare(
                                what,
                                before.figures.getOrDefault(what, 0L),
                                now,
                                floor(what),
                                risen));
        objects.forEach(
                (what, now) ->
                        compare(what, before.objects.getOrDefault(what, 0L), now, OBJECTS, risen));
        return risen;
    }

    private static long floor(String what) {
        return switch (what) {
            case HEAP -> 0;
            case DIRECT -> CHUNKS_BYTES;
            default -> FEW;
        };
    }

    private static void compare(String what, long was, long is, long floor, List<String> risen) {
        if (is - was > Math.max(floor, was * SHARE)) {
            risen.add("%s %,d, was %,d".formatted(what, is, was));
        }
    }

    /** The figures, each with what it was. */
    String since(Resources before) {
        List<String> words = new ArrayList<>();
        figures.forEach(
                (what, now) ->
                        words.add(
                                "%s %,d (was %,d)".formatted(what, now, before.figures.get(what))));
        return String.join(", ", words);
    }
}
