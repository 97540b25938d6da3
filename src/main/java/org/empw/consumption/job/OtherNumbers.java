package org.empw.consumption.job;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.text.Plural;
import org.empw.consumption.text.TruncatedList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports that an earlier run delivered with another consumption than this run has: late readings, or another rule. */
final class OtherNumbers {
    private static final Logger log = LoggerFactory.getLogger(OtherNumbers.class);

    private OtherNumbers() {}

    /**
     * Names those of {@code reports} that are {@code stored} with another number.
     *
     * @param overnight what of a report rose overnight, in {@link Millionths}; differences of exactly that much are
     *     told together, once
     */
    static void warn(
            List<ConsumptionReport> stored,
            List<ConsumptionReport> reports,
            ToLongFunction<ConsumptionReport> overnight) {
        Map<ConsumptionReport.Key, BigDecimal> known = new HashMap<>();
        for (ConsumptionReport report : stored) {
            known.put(report.key(), report.consumption());
        }
        TruncatedList changed = new TruncatedList();
        int withTheNight = 0;
        for (int i = 0; i < reports.size() && !known.isEmpty(); i++) {
            ConsumptionReport now = reports.get(i);
            BigDecimal sent = known.getOrDefault(now.key(), now.consumption());
            BigDecimal difference = now.consumption().subtract(sent);
            if (difference.signum() != 0
                    && difference.compareTo(Millionths.toDecimal(overnight.applyAsLong(now))) == 0) {
                withTheNight++;
            } else if (difference.signum() != 0) {
                String numbers = "stored as " + sent.toPlainString() + ", now "
                        + now.consumption().toPlainString();
                changed.add(now.sensorId(), numbers);
            }
        }
        if (changed.count() > 0) {
            String sentence = " stored with another number than now, which the API keeps: ";
            new Warning(Plural.are(changed.count(), "report") + sentence, changed).log(log);
        }
        if (withTheNight > 0) {
            log.warn(
                    "{} stored without the water of the night before, which COUNT_OVERNIGHT would count now",
                    Plural.are(withTheNight, "report"));
        }
    }
}
