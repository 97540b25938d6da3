package org.empw.consumption;

/** A number and what it counts, in the singular or plural. */
final class Counted {

  private Counted() {}

  static String of(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
