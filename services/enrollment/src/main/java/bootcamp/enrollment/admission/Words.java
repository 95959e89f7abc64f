package bootcamp.enrollment.admission;

/** A text in both languages. */
public record Words(String ko, String en) {

    /**
     * @param language {@code ko} or {@code en}
     */
    public String in(String language) {
        return language.equals("ko") ? ko : en;
    }
}
