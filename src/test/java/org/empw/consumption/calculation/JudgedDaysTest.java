package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** 61 simulated days of one fleet, good, sick, harmless and undetectable, and what is to be said of each. */
class JudgedDaysTest {
    private final JsonNode days = json("days.json");
    private final JsonNode histories = json("history.json");
    private final JsonNode expected = json("expected.json");

    private static JsonNode json(String name) {
        try (InputStream file = Objects.requireNonNull(JudgedDaysTest.class.getResourceAsStream(name))) {
            return new ObjectMapper().readTree(file.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void areAllThere() {
        assertEquals(61, days.size());
        assertEquals(61, histories.size());
        assertEquals(61, expected.size());
    }

    @Test
    void giveTheSameConsumption() {
        for (JsonNode sensor : days) {
            String id = sensor.get("sensor_id").asString();
            BigDecimal consumption = expected.get(id).get("consumption").decimalValue();
            assertEquals(
                    0,
                    consumption.compareTo(Millionths.toDecimal(
                            ConsumptionCalculator.calculate(day(sensor)).total())),
                    id);
        }
    }

    @Test
    void areNamedAsExpectedBesideTheDaysBefore() {
        List<Long> lastDays = new ArrayList<>();
        for (JsonNode history : histories) {
            List<Long> consumptions = consumptions(history);
            lastDays.add(consumptions.get(consumptions.size() - 1));
        }
        lastDays.sort(null);
        long median = lastDays.get(lastDays.size() / 2);
        assertEquals(150_000_000, median);
        for (JsonNode sensor : days) {
            String id = sensor.get("sensor_id").asString();
            assertNamed("named_with_ledger", day(sensor), history(histories.get(id), median));
        }
    }

    @Test
    void areNamedAsExpectedOnAFirstRun() {
        for (JsonNode sensor : days) {
            assertNamed("named_on_first_run", day(sensor), SensorHistory.NONE);
        }
    }

    private void assertNamed(String when, SensorDay day, SensorHistory history) {
        List<String> names = new ArrayList<>();
        expected.get(day.sensorId()).get(when).forEach(name -> names.add(name.asString()));
        Map<QualityFlag, String> flags = TestDays.flags(day, history);
        assertEquals(names, flags.keySet().stream().map(Enum::name).toList(), day.sensorId() + " " + flags);
    }

    private static SensorDay day(JsonNode sensor) {
        List<Measured> readings = new ArrayList<>();
        for (JsonNode reading : sensor.get("data")) {
            readings.add(new Measured(
                    Instant.parse(reading.get("created_at").asString()),
                    reading.get("water_level").decimalValue()));
        }
        LocalDate date = LocalDate.parse(sensor.get("date").asString().substring(0, 10));
        return Measured.day(sensor.get("sensor_id").asString(), date, readings);
    }

    private static SensorHistory history(JsonNode history, long median) {
        List<Long> consumptions = consumptions(history);
        consumptions.sort(Comparator.reverseOrder());
        return new SensorHistory(
                consumptions.size(),
                consumptions.get(1),
                median,
                Optional.of(new SensorHistory.LastReading(
                        Micros.of(Instant.parse(history.get("last_time").asString())),
                        Millionths.ofLevel(history.get("last_level").decimalValue()))));
    }

    private static List<Long> consumptions(JsonNode history) {
        List<Long> consumptions = new ArrayList<>();
        history.get("consumptions").forEach(amount -> consumptions.add(Millionths.ofLevel(amount.decimalValue())));
        return consumptions;
    }
}
