package bootcamp.review.box;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Points out to staff what in a text may be a name, a phone number, an e-mail address or an insult,
 * in Korean and English. It decides nothing: it misses some and points out what is harmless.
 */
final class Hints {

    private static final Map<Hint.Sort, List<Pattern>> PATTERNS = new EnumMap<>(Hint.Sort.class);

    /** The surnames that nearly all people in Korea have, as they are written there. */
    private static final String SURNAMES =
            "[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모]";

    private static final String TITLES = "(?:씨|님|강사|선생|쌤|교수|멘토|튜터|조교|매니저|코치|대표|팀장|군|양)";

    static {
        PATTERNS.put(
                Hint.Sort.EMAIL,
                List.of(
                        Pattern.compile(
                                "[\\p{L}0-9._%+-]{1,64}@[\\p{L}0-9-]{1,63}(?:\\.[\\p{L}0-9-]{2,63}){1,4}")));
        PATTERNS.put(
                Hint.Sort.PHONE,
                List.of(
                        Pattern.compile("(?<!\\d)0\\d{1,2}[-. ]?\\d{3,4}[-. ]?\\d{4}(?!\\d)"),
                        Pattern.compile("\\+\\d{1,3}(?:[-. ]?\\(?\\d{1,4}\\)?){2,5}(?!\\d)")));
        PATTERNS.put(
                Hint.Sort.NAME,
                List.of(
                        Pattern.compile(
                                "(?<![가-힣])(?!강사|선생|조교|대표|튜터|멘토|교수|코치)"
                                        + SURNAMES
                                        + "[가-힣]{1,2}(?= ?"
                                        + TITLES
                                        + ")"),
                        Pattern.compile(
                                "\\b(?:Mr|Mrs|Ms|Dr|Prof|Professor|Instructor|Teacher|Coach)\\b\\.? [A-Z][a-z]+(?: [A-Z][a-z]+)?"),
                        Pattern.compile(
                                "\\b[A-Z][a-z]+(?:-[A-Za-z]+)? (?:Kim|Lee|Park|Choi|Jung|Jeong|Kang|Cho|Yoon|Jang|Lim|Han|Shin|Seo|Kwon|Hwang|Ahn|Song|Hong)\\b"),
                        Pattern.compile(
                                "\\b(?:Kim|Lee|Park|Choi|Jung|Jeong|Kang|Cho|Yoon|Jang|Lim|Han|Shin|Seo|Kwon|Hwang|Ahn|Song|Hong) [A-Z][a-z]+(?:-[A-Za-z]+)?\\b")));
        PATTERNS.put(
                Hint.Sort.INSULT,
                List.of(
                        Pattern.compile(
                                "[씨시]+[0-9]*발(?:놈|년|새끼)?|ㅅㅂ|ㅄ|ㅂㅅ|병신|등신|머저리|멍청[이한]?|새끼|지랄|미친 ?(?:놈|년|새끼)|개소리|닥쳐|꺼져|좆|쓰레기|한심"),
                        Pattern.compile(
                                "\\b(?:idiot|moron|imbecile|stupid|dumb|bastard|bitch|asshole|fuck(?:ing|er)?|shit(?:ty)?|jerk|retard(?:ed)?|loser|scum|garbage)s?\\b",
                                Pattern.CASE_INSENSITIVE)));
    }

    private Hints() {}

    /**
     * One place of a text.
     *
     * @param field {@code pros} or {@code cons}
     * @param from first UTF-16 unit of it, from 0
     * @param until the one after it
     */
    record Hint(String field, Sort sort, int from, int until) {

        /** What it may be. */
        enum Sort {
            NAME,
            PHONE,
            EMAIL,
            INSULT
        }
    }

    /** In the order of the text, that of what is good first. */
    static List<Hint> of(Words words) {
        List<Hint> found = new ArrayList<>(in("pros", words.pros()));
        found.addAll(in("cons", words.cons()));
        return found;
    }

    private static List<Hint> in(String field, @Nullable String text) {
        List<Hint> found = new ArrayList<>();
        if (text != null) {
            PATTERNS.forEach(
                    (sort, patterns) ->
                            patterns.forEach(
                                    pattern -> {
                                        Matcher matcher = pattern.matcher(text);
                                        while (matcher.find()) {
                                            found.add(
                                                    new Hint(
                                                            field,
                                                            sort,
                                                            matcher.start(),
                                                            matcher.end()));
                                        }
                                    }));
        }
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Hint::from).thenComparing(Hint::sort))
                .toList();
    }
}
