package org.empw.consumption.support;

import java.util.ArrayList;
import java.util.List;

/** The readings of made-up sensors, as the API answers them, and what reports they give. */
public final class Fleet {
    private Fleet() {}

    /** Sensor number i has two readings, i apart. */
    public static String readings(int sensors) {
        List<String> entries = new ArrayList<>();
        for (int i = 1; i <= sensors; i++) {
            entries.add("{\"sensor_id\":\"" + id(i) + "\",\"date\":\"2020-07-28T00:00:00.000Z\",\"data\":["
                    + "{\"water_level\":100.0,\"created_at\":\"2020-07-28T04:00:00.000Z\"},"
                    + "{\"water_level\":" + (100 + i) + ".0,\"created_at\":\"2020-07-28T05:00:00.000Z\"}]}");
        }
        return "[" + String.join(",", entries) + "]";
    }

    /** As {@code sensor date consumption}, in the order of the readings. */
    public static List<String> reports(int sensors) {
        List<String> reports = new ArrayList<>();
        for (int i = 1; i <= sensors; i++) {
            reports.add(id(i) + " 2020-07-28 " + i);
        }
        return reports;
    }

    private static String id(int i) {
        return "5f1efd8e2514f8000" + (1_000_000 + i);
    }
}
