package bootcamp.launcher.http;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What operations are asked about: ids by the names that paths and bodies have them by, such as
 * {@code cohortId}.
 *
 * @param otherwise in the place of those that are not named
 */
record Subject(Map<String, String> ids, String otherwise) {

    static final String NONE = "none";

    private static final Pattern NAME = Pattern.compile("\\{([a-zA-Z]+)}");

    Subject {
        ids = Map.copyOf(ids);
    }

    /** Of nothing that is there: all ids are the same one. */
    static Subject unknown(String id) {
        return new Subject(Map.of(), id);
    }

    /** As it is, and what is named now: names and ids in turn. */
    Subject with(String... named) {
        Map<String, String> all = new HashMap<>(ids);
        for (int i = 0; i < named.length; i += 2) {
            all.put(named[i], named[i + 1]);
        }
        return new Subject(all, otherwise);
    }

    String get(String name) {
        return switch (name) {
            case "date" -> GoodRequest.TRAINING_DAY;
            case "name" -> Site.DATA_FILE;
            case "linkId" -> NONE;
            case "itemId" -> "cv";
            // What one team asks another for is asked about in its place.
            case "mergeId" -> get("teamId");
            case "reportId" -> get("reviewId");
            // The first one of the team.
            case "submissionId" -> get("teamId") + "-00001";
            default -> ids.getOrDefault(name, otherwise);
        };
    }

    /** The text with ids in the place of their names. */
    String in(String text) {
        return NAME.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(get(found.group(1))));
    }
}
