package bootcamp.rules;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of our own metrics: in what Prometheus is told, and in the documents. */
public final class Metrics {

    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (bootcamp_\\w+) (\\w+)$");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(bootcamp_\\w+)` \\| [^|]+ \\| ([^|]+) \\|");

    private Metrics() {}

    /** The longest of a timer is a metric of its own there, and part of the timer to us. */
    public static Set<String> in(String scraped) {
        Set<String> names = new TreeSet<>();
        Matcher found = TYPE.matcher(scraped);
        while (found.find()) {
            if (!found.group(1).endsWith("_max")) {
                names.add(found.group(1));
            }
        }
        return names;
    }

    /** As {@code docs/operations.md} lists them for one kind of program. */
    public static Set<String> documented(String program) {
        Set<String> names = new TreeSet<>();
        Matcher row = ROW.matcher(Tree.read(Tree.find().resolve("docs/operations.md")));
        while (row.find()) {
            if (row.group(2).contains(program)) {
                names.add(row.group(1));
            }
        }
        return names;
    }
}
