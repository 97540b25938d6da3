package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.api.RegisteredSensors;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.text.Plural;
import org.empw.consumption.text.TruncatedList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the sensors of a run with those that are registered. The API drops a report for a sensor that is not, and
 * says that it stored it; so such a report is not sent. If the API does not answer, the reports are delivered anyway.
 */
final class SensorCheck {
    private static final Logger log = LoggerFactory.getLogger(SensorCheck.class);

    /** No check: each sensor counts as registered. */
    static final SensorCheck NONE = new SensorCheck(Set.of(), Optional.empty());

    private final Set<String> registered;
    private final Optional<String> onlySensor;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> leftBehind = new LinkedHashSet<>(); // a plan may be made again, and ask for each again

    private SensorCheck(Set<String> registered, Optional<String> onlySensor) {
        this.registered = registered;
        this.onlySensor = onlySensor;
    }

    /**
     * Asks the API for the registered sensors.
     *
     * @param sensors those of the day; an answer that names none of them is not believed. Empty for a file, which may be
     *     about one sensor
     * @param onlySensor the one that was asked about, if it is only one
     */
    static SensorCheck ask(ApiClient api, Set<String> sensors, Optional<String> onlySensor) {
        try {
            api.logInOnce();
            RegisteredSensors answer = api.registeredSensors();
            if (answer.unusable().count() > 0) {
                String ids = Plural.of(answer.unusable().count(), "id");
                String sentence = "The registered sensors have " + ids + " that no sensor can have, ignored: ";
                new Warning(sentence, answer.unusable()).log(log);
            }
            if (sensors.isEmpty() || !Collections.disjoint(answer.ids(), sensors)) {
                return new SensorCheck(answer.ids(), onlySensor);
            }
            log.warn("The API says that none of these sensors is registered, which is not believed");
        } catch (ApiException e) {
            log.warn("{}. The sensors are not checked", e.getMessage());
        }
        return NONE;
    }

    /** Names those sensors that are registered and sent nothing. */
    void findMissing(Set<String> sensorsSeen) {
        TruncatedList missing = new TruncatedList();
        registered.stream().filter(sensor -> !sensorsSeen.contains(sensor)).forEach(sensor -> missing.add(sensor, ""));
        find(missing, "registered and sent nothing");
    }

    /** The reports that are worth sending; names the others. */
    List<ConsumptionReport> keepRegistered(List<ConsumptionReport> reports) {
        if (registered.isEmpty()) {
            return reports;
        }
        List<ConsumptionReport> kept = new ArrayList<>();
        TruncatedList dropped = new TruncatedList();
        for (ConsumptionReport report : reports) {
            if (isRegistered(report)) {
                kept.add(report);
            } else {
                dropped.add(report.sensorId(), "");
            }
        }
        find(dropped, "not registered, so there is no report for " + Plural.them(dropped.count()));
        return kept;
    }

    /** Whether what an earlier run left unsent is worth sending. */
    boolean keepLeftover(ConsumptionReport report) {
        if (!isRegistered(report)) {
            leftBehind.add(report.sensorId());
        }
        return isRegistered(report);
    }

    /** Names those that {@link #keepLeftover} did not keep. */
    void nameLeftBehind() {
        TruncatedList sensors = new TruncatedList();
        leftBehind.forEach(sensor -> sensors.add(sensor, ""));
        String them = Plural.them(sensors.count());
        find(sensors, "not registered, so what earlier runs left unsent for " + them + " stays unsent");
    }

    /** How many of these sensors count as registered. */
    int countRegistered(Set<String> sensors) {
        if (registered.isEmpty()) {
            return sensors.size();
        }
        int count = 0;
        for (String sensor : sensors) {
            count += registered.contains(sensor) ? 1 : 0;
        }
        return count;
    }

    private boolean isRegistered(ConsumptionReport report) {
        return registered.isEmpty() || registered.contains(report.sensorId());
    }

    private void find(TruncatedList sensors, String what) {
        if (sensors.count() > 0) {
            Warning finding = new Warning(Plural.are(sensors.count(), "sensor") + " " + what + ": ", sensors);
            finding.log(log, onlySensor);
            findings.add(finding.sentence());
        }
    }

    /** How many sensors are registered; 0 where that was not asked. */
    int registered() {
        return registered.size();
    }

    /** What was found, a sentence each. */
    List<String> findings() {
        return findings;
    }
}
