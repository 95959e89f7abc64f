package bootcamp.wrong.cycle.one;

import bootcamp.wrong.cycle.other.Hen;

/** Knows the hen, who knows the egg. */
public record Egg(Hen hen) {}
