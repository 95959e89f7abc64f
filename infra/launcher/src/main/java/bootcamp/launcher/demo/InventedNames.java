package bootcamp.launcher.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Names of people who do not exist: Korean ones put together from syllables that are seldom met
 * together, and now and then one from elsewhere. Each is given once.
 */
final class InventedNames {

    /** Addresses under {@code .example} reach nobody, by RFC 2606. */
    private static final String MAIL = "@mail.example";

    private static final int ELSEWHERE_ONE_IN = 9;

    private record Part(String written, String latin) {

        static List<Part> of(String all) {
            return all.lines()
                    .flatMap(line -> List.of(line.trim().split(" +")).stream())
                    .map(
                            pair ->
                                    new Part(
                                            pair.substring(0, pair.indexOf(':')),
                                            pair.substring(pair.indexOf(':') + 1)))
                    .toList();
        }
    }

    private static final List<Part> SURNAMES =
            Part.of(
                    """
                    김:kim 김:kim 김:kim 김:kim 이:lee 이:lee 이:lee 박:park 박:park 최:choi 정:jung
                    강:kang 조:cho 윤:yoon 장:jang 임:lim 한:han 오:oh 서:seo 신:shin 권:kwon
                    황:hwang 안:ahn 송:song 류:ryu 홍:hong 전:jeon 고:ko 문:moon 양:yang 손:son
                    배:bae 백:baek 허:heo 남:nam 심:shim 노:noh 곽:kwak 성:sung 차:cha 구:koo
                    """);
    private static final List<Part> FIRST =
            Part.of(
                    """
                    가:ga 나:na 다:da 도:do 라:ra 로:ro 소:so 시:si 여:yeo 예:ye 은:eun 이:i 채:chae
                    하:ha 해:hae 유:yu 수:su 서:seo 연:yeon
                    """);
    private static final List<Part> SECOND =
            Part.of(
                    """
                    담:dam 람:ram 솔:sol 안:an 율:yul 을:eul 결:gyeol 휘:hwi 겸:gyeom 온:on 별:byeol
                    름:reum 새:sae 울:ul
                    """);
    private static final List<String> GIVEN_ELSEWHERE =
            List.of(
                    "Maren", "Tobin", "Ilse", "Davor", "Noor", "Anselm", "Priya", "Leif", "Camilo",
                    "Yara", "Emeka", "Saskia", "Linh", "Ravi", "Odette", "Bram", "Halima", "Juno");
    private static final List<String> SURNAMES_ELSEWHERE =
            List.of(
                    "Alderwick",
                    "Brandvold",
                    "Okonwell",
                    "Castelmare",
                    "Thornby",
                    "Lindqvale",
                    "Raventhal",
                    "Duvarre",
                    "Petrovane",
                    "Hallowick");

    private final RandomGenerator random;
    private final Set<String> given = new HashSet<>();

    InventedNames(RandomGenerator random) {
        this.random = random;
    }

    /**
     * @param email made from the name
     */
    record Invented(String name, String email) {}

    Invented next() {
        while (true) {
            Invented invented = random.nextInt(ELSEWHERE_ONE_IN) == 0 ? elsewhere() : korean();
            if (given.add(invented.email())) {
                return invented;
            }
        }
    }

    private Invented korean() {
        Part surname = any(SURNAMES);
        Part first = any(FIRST);
        Part second = any(SECOND);
        return new Invented(
                surname.written() + first.written() + second.written(),
                first.latin() + second.latin() + "." + surname.latin() + MAIL);
    }

    private Invented elsewhere() {
        String first = any(GIVEN_ELSEWHERE);
        String surname = any(SURNAMES_ELSEWHERE);
        return new Invented(
                first + " " + surname, (first + "." + surname).toLowerCase(Locale.ROOT) + MAIL);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
