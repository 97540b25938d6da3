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

    /** One sensor whose levels come a minute apart, from so many hours after noon on. */
    public static String sensor(String id, String levels, int hours) {
        StringBuilder data = new StringBuilder();
        int minute = 0;
        for (String level : levels.split(" ", -1)) {
            data.append(minute == 0 ? "" : ",")
                    .append("{\"water_level\":")
                    .append(level)
                    .append(String.format(",\"created_at\":\"2020-07-28T%02d:%02d:00Z\"}", 12 + hours, minute++));
        }
        return "{\"sensor_id\":\"" + id + "\",\"date\":\"2020-07-28\",\"data\":[" + data + "]}";
    }

    private static String id(int i) {
        return "5f1efd8e2514f8000" + (1_000_000 + i);
    }
}
