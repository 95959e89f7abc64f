package bootcamp.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the codes by which sources tell people what is wrong: what is given for a parameter
 * named {@code code}, what a method {@code code()} returns, and the constants of a refusal that is
 * an enum.
 */
final class Codes {

    /** Made of what may be anything by a method that is named as some of ours. */
    private static final Pattern COLLECTION = Pattern.compile("(Set|List|Map)\\.of");

    /** Where a parameter named {@code code} stands, by the method's name and its parameters. */
    private final Map<Callee, Set<Integer>> parameters = new HashMap<>();

    private final Set<String> found = new TreeSet<>();

    private record Callee(String name, int parameters) {}

    static Set<String> in(Collection<String> sources) {
        Codes codes = new Codes();
        List<CompilationUnitTree> parsed = Syntax.parse(sources);
        parsed.forEach(source -> codes.new Declarations().scan(source, null));
        parsed.forEach(source -> codes.new Uses().scan(source, null));
        return codes.found;
    }

    private void add(ExpressionTree value) {
        switch (value) {
            case LiteralTree literal when literal.getValue() instanceof String text -> add(text);
            case ConditionalExpressionTree either -> {
                add(either.getTrueExpression());
                add(either.getFalseExpression());
            }
            case ParenthesizedTree inner -> add(inner.getExpression());
            default -> {}
        }
    }

    private void add(String text) {
        if (text.matches("[A-Z][A-Z0-9_]+")) {
            found.add(text);
        }
    }

    private static Stream<VariableTree> fieldsOf(ClassTree type) {
        return type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast);
    }

    private final class Declarations extends TreeScanner<@Nullable Void, @Nullable Void> {

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
            if (type.getKind() == Kind.RECORD) {
                note(
                        type.getSimpleName().toString(),
                        fieldsOf(type)
                                .filter(
                                        each ->
                                                !each.getModifiers()
                                                        .getFlags()
                                                        .contains(Modifier.STATIC))
                                .toList());
            }
            type.getMembers().stream()
                    .filter(MethodTree.class::isInstance)
                    .map(MethodTree.class::cast)
                    .filter(each -> each.getName().contentEquals("<init>"))
                    .forEach(each -> note(type.getSimpleName().toString(), each.getParameters()));
            return super.visitClass(type, none);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
            note(method.getName().toString(), method.getParameters());
            return super.visitMethod(method, none);
        }

        private void note(String name, List<? extends VariableTree> all) {
            for (int at = 0; at < all.size(); at++) {
                if (all.get(at).getName().contentEquals("code")) {
                    parameters
                            .computeIfAbsent(new Callee(name, all.size()), _ -> new HashSet<>())
                            .add(at);
                }
            }
        }
    }

    private final class Uses extends TreeScanner<@Nullable Void, @Nullable Void> {

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
            if (type.getKind() == Kind.ENUM
                    && type.getImplementsClause().stream()
                            .anyMatch(each -> each.toString().equals("Refusal"))) {
                fieldsOf(type)
                        .filter(
                                each ->
                                        each.getType()
                                                .toString()
                                                .contentEquals(type.getSimpleName()))
                        .forEach(each -> add(each.getName().toString()));
            }
            return super.visitClass(type, none);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
            if (method.getName().contentEquals("code") && method.getParameters().isEmpty()) {
                new TreeScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void ignored) {
                        if (tree.getExpression() != null) {
                            add(tree.getExpression());
                        }
                        return null;
                    }
                }.scan(method.getBody(), null);
            }
            return super.visitMethod(method, none);
        }

        @Override
        public @Nullable Void visitMethodInvocation(
                MethodInvocationTree call, @Nullable Void none) {
            String select = call.getMethodSelect().toString();
            if (!COLLECTION.matcher(select).matches()) {
                given(select.substring(select.lastIndexOf('.') + 1), call.getArguments());
            }
            return super.visitMethodInvocation(call, none);
        }

        @Override
        public @Nullable Void visitNewClass(NewClassTree call, @Nullable Void none) {
            String type = call.getIdentifier().toString();
            given(type.substring(type.lastIndexOf('.') + 1), call.getArguments());
            return super.visitNewClass(call, none);
        }

        private void given(String name, List<? extends ExpressionTree> arguments) {
            parameters
                    .getOrDefault(new Callee(name, arguments.size()), Set.of())
                    .forEach(at -> add(arguments.get(at)));
        }
    }
}
