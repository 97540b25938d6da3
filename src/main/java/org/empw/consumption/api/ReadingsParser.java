package org.empw.consumption.api;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SkippedReading;
import org.empw.consumption.text.Excerpt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Parses the API's answer to {@code GET /consumption_data} as it arrives: a JSON array with an entry for each sensor.
 * Only one sensor's readings are in memory at a time, and no object is made for a reading.
 *
 * <p>A reading without a usable level or time is skipped; so is an entry without a usable {@code sensor_id}, {@code
 * date} or {@code data}; unknown properties are ignored.
 */
public final class ReadingsParser {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    // Longer texts and numbers are no readings; the parser stops instead of filling the memory.
                    .maxNumberLength(1_000_000)
                    .maxStringLength(1_000_000)
                    .maxNestingDepth(100_000) // deep properties are unknown ones, which are passed over
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // a bare NaN costs its reading, not the whole day
            .build();

    /** No sensor sends more in a day: the answer is not the API's, or not in order. */
    private static final int MAX_READINGS = 1_000_000;

    private final JsonParser json;
    private final ReadingsHandler handler;
    private final TimeParser time = new TimeParser();
    private final SensorDay.Builder readings = new SensorDay.Builder();
    private int entries;

    private ReadingsParser(JsonParser json, ReadingsHandler handler) {
        this.json = json;
        this.handler = handler;
    }

    /**
     * Parses the whole of {@code in}, which stays open, in UTF-8 or UTF-16.
     *
     * @throws EOFException when it ends before the JSON does
     * @throws IOException when reading fails
     * @throws MalformedResponseException when it is anything but a JSON array
     */
    public static void parse(InputStream in, ReadingsHandler handler) throws IOException, MalformedResponseException {
        byte[] head = in.readNBytes(200); // for the messages
        if (new String(head, StandardCharsets.UTF_8).isBlank()) {
            throw new EOFException("it is empty");
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), whole)) {
            new ReadingsParser(json, handler).parseArray(head);
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (StreamConstraintsException e) {
            throw new MalformedResponseException("something in it is longer or deeper than any reading", true);
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            String at = location == null || location.getByteOffset() < 0 ? "" : " at byte " + location.getByteOffset();
            // Jackson has an exception of its own for this, but not in all places.
            if (e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
                throw new EOFException("it was cut short" + at);
            }
            throw new MalformedResponseException("it is not valid JSON" + at, true);
        }
    }

    private void parseArray(byte[] head) throws MalformedResponseException {
        try {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new MalformedResponseException(
                        "it is not a JSON array and begins with " + Excerpt.of(head), true);
            }
        } catch (StreamReadException e) {
            throw new MalformedResponseException("it is not JSON and begins with " + Excerpt.of(head), false);
        }
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            entries++;
            if (token == JsonToken.START_OBJECT) {
                parseEntry();
            } else {
                json.skipChildren();
                handler.entrySkipped(Optional.empty(), "Entry " + entries + " is not an object");
            }
        }
        if (json.nextToken() != null) {
            throw new MalformedResponseException("something follows the end of its array", true);
        }
    }

    private void parseEntry() throws MalformedResponseException {
        String sensorId = null;
        Optional<LocalDate> date = Optional.empty();
        boolean data = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "sensor_id" -> sensorId = value == JsonToken.VALUE_STRING ? json.getString() : null;
                case "date" -> date = value == JsonToken.VALUE_STRING ? time.day(json.getString()) : Optional.empty();
                case "data" -> data = parseReadings(value);
                default -> {}
            }
            json.skipChildren();
        }
        if (sensorId == null) {
            handler.entrySkipped(Optional.empty(), "Entry " + entries + " has no usable sensor_id");
        } else if (!ConsumptionReport.isSensorId(sensorId)) {
            handler.entrySkipped(
                    Optional.empty(),
                    "Entry " + entries + " has the sensor_id " + Excerpt.quoted(sensorId)
                            + ", which is not 1 to 64 printable ASCII characters");
        } else if (date.isEmpty()) {
            handler.entrySkipped(Optional.of(sensorId), "Sensor " + Excerpt.quoted(sensorId) + " has no usable date");
        } else if (!data) {
            handler.entrySkipped(Optional.of(sensorId), "Sensor " + Excerpt.quoted(sensorId) + " has no usable data");
        } else {
            handler.sensorDay(readings.build(sensorId, date.get()));
        }
    }

    /** Returns whether {@code data} is an array; it may be empty, or hold nothing usable. */
    private boolean parseReadings(JsonToken data) throws MalformedResponseException {
        readings.clear();
        if (data != JsonToken.START_ARRAY) {
            return false;
        }
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (readings.readings() == MAX_READINGS) {
                throw new MalformedResponseException("entry " + entries + " has more than a million readings", true);
            }
            if (token == JsonToken.START_OBJECT) {
                parseReading();
            } else {
                json.skipChildren();
                skip("is not an object", Optional.empty());
            }
        }
        return true;
    }

    private void parseReading() {
        String levelProblem = "has no water_level";
        String timeProblem = "has no created_at";
        long level = 0;
        long micros = 0;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            if (name.equals("water_level")) {
                level = value.isNumeric() || value == JsonToken.VALUE_STRING
                        ? LevelParser.parse(json.getStringCharacters(), json.getStringOffset(), json.getStringLength())
                        : LevelParser.UNUSABLE;
                levelProblem = level == LevelParser.UNUSABLE ? "has the water_level " + shown(value) : null;
            } else if (name.equals("created_at")) {
                timeProblem = null;
                try { // no value but a string has the text of a time
                    micros = time.micros(json.getStringCharacters(), json.getStringOffset(), json.getStringLength());
                } catch (DateTimeException | ArithmeticException e) {
                    timeProblem = "has the created_at " + shown(value);
                }
            }
            json.skipChildren();
        }
        if (timeProblem != null) {
            skip(levelProblem != null ? levelProblem : timeProblem, Optional.empty());
        } else if (levelProblem != null) {
            skip(levelProblem, Optional.of(Micros.toInstant(micros)));
        } else {
            readings.add(micros, level);
        }
    }

    private void skip(String problem, Optional<Instant> createdAt) {
        readings.skip(new SkippedReading("reading " + (readings.readings() + 1) + " " + problem, createdAt));
    }

    private String shown(JsonToken value) {
        return switch (value) {
            case START_OBJECT -> "{...}";
            case START_ARRAY -> "[...]";
            case VALUE_STRING -> Excerpt.quoted(json.getString());
            default -> Excerpt.shorten(json.getString());
        };
    }
}
