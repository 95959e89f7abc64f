package bootcamp.wrong.cycle.other;

import bootcamp.wrong.cycle.one.Egg;

/** Knows the egg, which knows the hen. */
public record Hen(Egg egg) {}
