package bootcamp.compose;

import bootcamp.competition.CompetitionApplication;
import bootcamp.curriculum.CurriculumApplication;
import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.gateway.GatewayApplication;
import bootcamp.review.ReviewApplication;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Import;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What a program reads of its configuration, found in its classes: each {@code @Value} and each
 * component of a {@code @ConfigurationProperties} record that its main class reaches by imports,
 * with the default of its own file or of the code.
 */
final class Keys {

    /** The main class of each program, by the name of its container. */
    static final Map<String, Class<?>> PROGRAMS =
            Map.of(
                    "competition", CompetitionApplication.class,
                    "curriculum", CurriculumApplication.class,
                    "enrollment", EnrollmentApplication.class,
                    "gateway", GatewayApplication.class,
                    "review", ReviewApplication.class);

    /** Of a key that the code demands and nothing gives. */
    static final String REQUIRED = "required";

    /** Of a key that may be left out and then means nothing. */
    static final String NONE = "none";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z.-]+)(?::(.*))?}");

    private final Map<String, String> defaults = new TreeMap<>();
    private final Map<String, String> file = new TreeMap<>();
    private final Set<Class<?>> seen = new LinkedHashSet<>();

    private Keys() {}

    /** By key, with the default, {@link #REQUIRED} or {@link #NONE}. */
    static Map<String, String> of(String program) {
        Keys keys = new Keys();
        keys.readFile(program + ".yml");
        keys.visit(java.util.Objects.requireNonNull(PROGRAMS.get(program)));
        Map<String, String> said = new TreeMap<>();
        keys.file.forEach(
                (key, value) -> {
                    if (!key.startsWith("spring.") || keys.defaults.containsKey(key)) {
                        said.merge(keys.pattern(key), value, Keys::both);
                    }
                });
        keys.defaults.putAll(said);
        return keys.defaults;
    }

    /** Of several keys under the same free part. */
    static String both(String one, String other) {
        return one.equals(other) ? one : one + ", " + other;
    }

    /** As an environment variable names it; a part that is free stays {@code *}. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether the variable names the key. */
    static boolean isNamedBy(String key, String variable) {
        String any = "\\E[A-Z0-9]+\\Q";
        return variable.matches("\\Q" + variable(key).replace("*", any) + "\\E");
    }

    // --- the program's own file, and those that it imports

    private void readFile(String name) {
        try (InputStream in = Keys.class.getClassLoader().getResourceAsStream(name)) {
            flatten("", new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String imported = file.remove("spring.config.import");
        if (imported != null) {
            readFile(imported.replaceFirst("^classpath:", ""));
        }
        String service = file.get("spring.application.name");
        file.replaceAll((_, value) -> value.replace("${spring.application.name}", service));
    }

    private void flatten(String prefix, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (key, one) -> flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, one));
        } else {
            file.put(prefix, String.valueOf(value));
        }
    }

    /** A key of the file under the free part of one in the code is that one. */
    private String pattern(String key) {
        return defaults.keySet().stream()
                .filter(known -> known.contains("*"))
                .filter(known -> key.matches("\\Q" + known.replace("*", "\\E[^.]+\\Q") + "\\E"))
                .findFirst()
                .orElse(key);
    }

    // --- the code

    private void visit(Class<?> type) {
        if (!type.getName().startsWith("bootcamp.") || !seen.add(type)) {
            return;
        }
        Import imported = type.getAnnotation(Import.class);
        if (imported != null) {
            Arrays.stream(imported.value()).forEach(this::visit);
        }
        EnableConfigurationProperties enabled =
                type.getAnnotation(EnableConfigurationProperties.class);
        if (enabled != null) {
            Arrays.stream(enabled.value()).forEach(this::properties);
        }
        Stream.concat(
                        Arrays.<Executable>stream(type.getDeclaredMethods()),
                        Arrays.<Executable>stream(type.getDeclaredConstructors()))
                .flatMap(method -> Arrays.stream(method.getParameters()))
                .forEach(this::value);
    }

    private void value(Parameter parameter) {
        Value value = parameter.getAnnotation(Value.class);
        if (value == null) {
            return;
        }
        Matcher matcher = PLACEHOLDER.matcher(value.value());
        if (!matcher.matches()) {
            throw new IllegalStateException("not understood: " + value.value());
        }
        String otherwise = matcher.group(2);
        add(
                matcher.group(1),
                otherwise == null ? REQUIRED : otherwise.equals("#{null}") ? NONE : otherwise);
    }

    private void properties(Class<?> type) {
        String prefix = type.getAnnotation(ConfigurationProperties.class).value();
        components(prefix, type);
    }

    private void components(String prefix, Class<?> type) {
        Parameter[] parameters = type.getDeclaredConstructors()[0].getParameters();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            component(
                    prefix + "." + dashed(components[i].getName()),
                    components[i].getGenericType(),
                    parameters[i]);
        }
    }

    private void component(String key, Type type, AnnotatedElement annotated) {
        if (type instanceof ParameterizedType many
                && many.getActualTypeArguments()[many.getActualTypeArguments().length - 1]
                        instanceof Class<?> element) {
            if (element.isRecord()) {
                components(key + ".*", element);
                return;
            }
        }
        if (type instanceof Class<?> one && one.isRecord()) {
            components(key, one);
            return;
        }
        add(key, defaultOf(annotated));
    }

    private static String defaultOf(AnnotatedElement annotated) {
        DefaultValue value = annotated.getAnnotation(DefaultValue.class);
        if (value != null) {
            List<String> values = List.of(value.value());
            return values.isEmpty() ? NONE : String.join(",", values);
        }
        return NONE;
    }

    private void add(String key, String otherwise) {
        defaults.put(key, file.getOrDefault(key, otherwise));
    }

    private static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
