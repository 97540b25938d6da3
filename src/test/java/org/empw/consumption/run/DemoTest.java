package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.empw.consumption.cli.ExitCode;
import org.junit.jupiter.api.Test;

/** {@code --demo} needs no settings and takes none. */
class DemoTest extends RunTestBase {
    @Test
    void explainsAndDrawsTheDemoWithoutSettings() throws IOException {
        Run demo = new Run().in(directory).go("--demo", "--explain", "5f1efd542514f800017a1fcc", "--page", "day.html");
        assertEquals(ExitCode.OK, demo.code, demo.err);
        assertTrue(demo.out.startsWith("Sensor 5f1efd542514f800017a1fcc, 2020-07-28\n"), demo.out);
        assertTrue(demo.out.endsWith(" 30\n"), demo.out);
        assertTrue(Files.readString(directory.resolve("day.html")).contains("2</b> reports calculated"));
        demo.go("--demo", "--page", "day.html", "--save-readings", "sample.json");
        assertEquals(SAMPLE_REPORTS, demo.printed(false));
        assertTrue(Files.readString(directory.resolve("day.html")).contains("2</b> reports delivered"));
        assertEquals(Files.readString(SAMPLE), Files.readString(directory.resolve("sample.json")));
    }

    @Test
    void takesNoSettingForTheDemo() {
        Run demo = new Run().in(directory);
        demo.environment.putAll(
                Map.of("BATCH_SIZE", "nonsense", "DATABASE_URL", "sqlite:" + directory.resolve("l.db")));
        demo.go("--demo");
        assertEquals(ExitCode.OK, demo.code, demo.err);
        assertFalse(Files.exists(directory.resolve("l.db")));
    }
}
