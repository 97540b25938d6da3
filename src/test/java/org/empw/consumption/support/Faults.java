package org.empw.consumption.support;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** What goes wrong with which request, and what else happens while it is answered. */
final class Faults {
    private final List<Rule> rules = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private int posts;

    /** Which requests: by the call, and by the number of the POST of reports, counted from 1; 0 for the other calls. */
    interface Which extends BiPredicate<Call, Integer> {
        static Which post(int number) {
            return (call, post) -> post == number;
        }

        static Which each(Call wanted) {
            return (call, post) -> call == wanted;
        }
    }

    private record Rule(Which which, Function<Call, Fault> fault) {}

    private record Event(Which which, Runnable work) {}

    /** Comes before what was added until now. */
    void add(Which which, Function<Call, Fault> fault) {
        rules.add(0, new Rule(which, fault));
    }

    void add(Which which, Runnable work) {
        events.add(new Event(which, work));
    }

    /** Nothing goes wrong or happens any more. */
    void clear() {
        rules.clear();
        events.clear();
    }

    /** Counts from 1 again. */
    void resetCount() {
        posts = 0;
    }

    /** How many POSTs of reports have arrived. */
    int posts() {
        return posts;
    }

    /** A request has arrived: runs what is to happen then, and returns what goes wrong with it. */
    Fault arrived(Call call) {
        int post = call == Call.REPORTS ? ++posts : 0;
        for (Event event : List.copyOf(events)) {
            if (event.which.test(call, post)) {
                event.work.run();
            }
        }
        for (Rule rule : List.copyOf(rules)) {
            if (rule.which.test(call, post)) {
                return rule.fault.apply(call);
            }
        }
        return Fault.NONE;
    }
}
