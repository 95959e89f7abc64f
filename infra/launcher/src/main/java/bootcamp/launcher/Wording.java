package bootcamp.launcher;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * Texts for codes, from the enrollment service's own bundles: a file is told the same way on the
 * command line and in the browser. Korean where this machine speaks Korean, English elsewhere.
 */
final class Wording {

    private static final String BUNDLE = "messages/enrollment";

    private Wording() {}

    static String ofRow(String code, Map<String, Object> parameters) {
        return text("import.row." + code, code, parameters);
    }

    static String ofFile(String code, Map<String, Object> parameters) {
        return text("problem." + code + ".detail", code, parameters);
    }

    /** The code itself where no bundle words it, so that nothing is ever left unsaid. */
    private static String text(String key, String code, Map<String, Object> parameters) {
        String text = bundled(key, code);
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            text = text.replace("{" + parameter.getKey() + "}", parameter.getValue().toString());
        }
        return text;
    }

    private static String bundled(String key, String code) {
        Locale locale =
                Locale.getDefault().getLanguage().equals("ko") ? Locale.KOREAN : Locale.ENGLISH;
        try {
            ResourceBundle bundle =
                    ResourceBundle.getBundle(
                            BUNDLE,
                            locale,
                            ResourceBundle.Control.getNoFallbackControl(
                                    ResourceBundle.Control.FORMAT_PROPERTIES));
            return bundle.containsKey(key) ? bundle.getString(key) : code;
        } catch (MissingResourceException noBundle) {
            return code;
        }
    }
}
