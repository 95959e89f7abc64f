package bootcamp.contracts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the examples keep to: each is valid, each kind of change of each version has one, and none
 * lies there that belongs to nothing.
 */
final class ExampleRules {

    private ExampleRules() {}

    /** What the examples of one service break. */
    static List<String> broken(Contracts contracts, String service) {
        List<String> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Example example : contracts.examples(service)) {
            names.add(example.toString());
            contracts.all().stream()
                    .filter(each -> each.name().equals(example.contract()))
                    .findFirst()
                    .ifPresentOrElse(
                            contract -> check(contract, example, found),
                            () -> found.add(example + " has no schema"));
        }
        for (Contract contract : contracts.all()) {
            for (String kind : contract.kinds()) {
                if (contract.service().equals(service)
                        && !names.contains(contract.name() + "/" + kind)) {
                    found.add("%s has no example of %s".formatted(contract.name(), kind));
                }
            }
        }
        return found;
    }

    private static void check(Contract contract, Example example, List<String> found) {
        contract.violations(example.value()).forEach(each -> found.add(example + ": " + each));
        boolean showsIt =
                example.name().equals(Example.REPEATED)
                        ? example.kinds().isEmpty()
                        : example.kinds().contains(example.name());
        if (!showsIt) {
            found.add(example + " does not show what it is called after");
        }
        Map.of(
                        "ce_type", contract.eventType(),
                        "ce_dataschema", contract.id(),
                        "ce_source", "/bootcamp/" + contract.service())
                .forEach(
                        (header, expected) -> {
                            if (!expected.equals(example.headers().get(header))) {
                                found.add("%s: %s is not %s".formatted(example, header, expected));
                            }
                        });
        if (!example.key().startsWith(contract.aggregate() + "/")) {
            found.add(example + ": the key is another aggregate's");
        }
    }
}
