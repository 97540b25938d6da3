package org.empw.consumption.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.text.TruncatedList;

/**
 * The API's answer to {@code GET /sensors}.
 *
 * @param ids those of the registered sensors
 * @param unusable what came instead of an id: not 1 to 64 printable ASCII characters, which no report can have
 */
public record RegisteredSensors(Set<String> ids, TruncatedList unusable) {
    /** More of them do not fit into the memory of a small machine beside a day's reports. */
    private static final int MAX_SENSORS = 1_000_000;

    /** A list with more of these is not a list of sensors. */
    private static final int MAX_UNUSABLE = 1_000;

    /** @throws MalformedResponseException when it is not JSON, or longer than any list of sensors */
    static RegisteredSensors read(InputStream in) throws IOException, MalformedResponseException {
        RegisteredSensors sensors = new RegisteredSensors(new HashSet<>(), new TruncatedList());
        ApiJson.read(in, "_id", ApiJson.MAX_SENSORS_BYTES, sensors::add);
        return sensors;
    }

    private void add(String id) throws MalformedResponseException {
        if (!ConsumptionReport.isSensorId(id)) {
            unusable.add(id, "");
        } else {
            ids.add(id);
        }
        if (ids.size() > MAX_SENSORS || unusable.count() > MAX_UNUSABLE) {
            throw new MalformedResponseException(
                    "it names more than " + MAX_SENSORS + " sensors, or more than " + MAX_UNUSABLE
                            + " whose ids no sensor can have",
                    true);
        }
    }
}
