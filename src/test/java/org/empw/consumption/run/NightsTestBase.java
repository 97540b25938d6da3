package org.empw.consumption.run;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Nights in a row, with a ledger. */
abstract class NightsTestBase extends RunTestBase {
    private static final LocalDate FIRST = LocalDate.parse("2020-07-28");

    @BeforeEach
    void keepALedger() {
        run.with("DATABASE_URL", "sqlite:" + directory.resolve("ledger.db"));
    }

    /** A sensor's readings, three hours apart from 23:00 UTC of the day before on, when the day has begun in Cairo. */
    static String sensor(String id, LocalDate date, int... levels) {
        List<String> readings = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            readings.add("{\"water_level\":" + levels[i] + ",\"created_at\":\""
                    + date.atStartOfDay().minusHours(1).plusHours(3L * i) + ":00Z\"}");
        }
        return "{\"sensor_id\":\"" + id + "\",\"date\":\"" + date + "\",\"data\":[" + String.join(",", readings) + "]}";
    }

    Run night(int number, String... sensors) {
        if (number > 0) {
            run.time.pass(Duration.ofDays(1));
        }
        api.readings("[" + String.join(",", sensors) + "]");
        return run.go();
    }

    static LocalDate day(int number) {
        return FIRST.plusDays(number);
    }
}
