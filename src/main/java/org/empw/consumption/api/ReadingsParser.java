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
import java.time.temporal.ChronoUnit;
import java.util.Optional;
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

/**
 * Parses the API's answer to {@code GET /consumption_data} as it arrives: a JSON array with an entry for each sensor.
 * Only one sensor's readings are in memory at a time, and no object is made for a reading.
 *
 * <p>A reading without a usable level or time is left out of its sensor's day; an entry without a usable {@code
 * sensor_id}, {@code date} or {@code data} is left out whole; unknown properties are ignored.
 */
public final class ReadingsParser {

    /** Longer texts and numbers than these are no readings; the parser stops instead of filling the memory. */
    private static final int MAX_VALUE_LENGTH = 1_000_000;

    /** Deep properties are unknown ones, which are passed over. */
    private static final int MAX_DEPTH = 100_000;

    private static final int EXCERPT_BYTES = 200;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(MAX_VALUE_LENGTH)
                    .maxStringLength(MAX_VALUE_LENGTH)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private final JsonParser json;
    private final ReadingsHandler handler;
    private final LevelParser level = new LevelParser();
    private final TimeParser time = new TimeParser();
    private final SensorDay.Builder readings = new SensorDay.Builder();
    private int entries;

    private ReadingsParser(JsonParser json, ReadingsHandler handler) {
        this.json = json;
        this.handler = handler;
    }

    /**
     * Parses the whole of {@code in}, which stays open.
     *
     * @throws EOFException when it ends before the JSON does
     * @throws IOException when reading fails
     * @throws MalformedResponseException when it is anything but a JSON array
     */
    public static void parse(InputStream in, ReadingsHandler handler) throws IOException, MalformedResponseException {
        byte[] head = in.readNBytes(EXCERPT_BYTES);
        if (new String(head, StandardCharsets.UTF_8).isBlank()) {
            throw new EOFException("it is empty");
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), whole)) {
            new ReadingsParser(json, handler).parseArray();
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            // Jackson has an exception of its own for this, but not in all places.
            if (e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
                throw new EOFException("it was cut short" + at(e));
            }
            if (e instanceof StreamConstraintsException) {
                throw new MalformedResponseException("something in it is longer or deeper than any reading");
            }
            throw new MalformedResponseException(
                    "it is not a JSON array" + at(e) + " and begins with " + Excerpt.of(head));
        }
    }

    private static String at(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getByteOffset() < 0 ? "" : " (at byte " + location.getByteOffset() + ")";
    }

    private void parseArray() {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw new StreamReadException(json, "another kind of value");
        }
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            entries++;
            if (token == JsonToken.START_OBJECT) {
                parseEntry();
            } else {
                json.skipChildren();
                handler.entrySkipped("Entry " + entries + " is not an object");
            }
        }
        if (json.nextToken() != null) {
            throw new StreamReadException(json, "something follows the end of the array");
        }
    }

    private void parseEntry() {
        String sensorId = null;
        LocalDate date = null;
        boolean data = false;
        readings.clear();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "sensor_id" -> sensorId = value == JsonToken.VALUE_STRING ? json.getString() : null;
                case "date" -> date = value == JsonToken.VALUE_STRING ? time.day(json.getString()) : null;
                case "data" -> {
                    readings.clear();
                    data = value == JsonToken.START_ARRAY;
                    if (data) {
                        parseReadings();
                    }
                }
                default -> {}
            }
            json.skipChildren();
        }
        if (sensorId == null || sensorId.isBlank()) {
            handler.entrySkipped("Entry " + entries + " has no usable sensor_id");
        } else if (date == null) {
            handler.entrySkipped("Sensor \"" + Excerpt.shorten(sensorId) + "\" has no usable date");
        } else if (!data) {
            handler.entrySkipped("Sensor \"" + Excerpt.shorten(sensorId) + "\" has no usable data");
        } else {
            handler.sensorDay(readings.build(sensorId, date));
        }
    }

    private void parseReadings() {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                parseReading();
            } else {
                json.skipChildren();
                skip("is not an object", Optional.empty());
            }
        }
    }

    private void parseReading() {
        String levelProblem = "has no water_level";
        String timeProblem = "has no created_at";
        long micros = 0;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            if (name.equals("water_level")) {
                boolean usable = (value == JsonToken.VALUE_NUMBER_FLOAT
                                || value == JsonToken.VALUE_NUMBER_INT
                                || value == JsonToken.VALUE_STRING)
                        && level.parse(json.getStringCharacters(), json.getStringOffset(), json.getStringLength());
                levelProblem = usable ? null : "has the water_level " + shown(value);
            } else if (name.equals("created_at")) {
                timeProblem = null;
                try {
                    micros = value == JsonToken.VALUE_STRING
                            ? time.micros(json.getStringCharacters(), json.getStringOffset(), json.getStringLength())
                            : time.micros(shown(value));
                } catch (DateTimeException | ArithmeticException e) {
                    timeProblem = "has the created_at " + shown(value);
                }
            }
            json.skipChildren();
        }
        if (timeProblem != null) {
            skip(levelProblem != null ? levelProblem : timeProblem, Optional.empty());
        } else if (levelProblem != null) {
            skip(levelProblem, Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)));
        } else if (level.wide() != null) {
            readings.add(micros, level.wide());
        } else {
            readings.add(micros, level.unscaled(), level.scale());
        }
    }

    private void skip(String problem, Optional<Instant> createdAt) {
        readings.skip(new SkippedReading("reading " + (readings.readings() + 1) + " " + problem, createdAt));
    }

    private String shown(JsonToken value) {
        return switch (value) {
            case START_OBJECT -> "{...}";
            case START_ARRAY -> "[...]";
            case VALUE_STRING -> '"' + Excerpt.shorten(json.getString()) + '"';
            default -> Excerpt.shorten(json.getString());
        };
    }
}
