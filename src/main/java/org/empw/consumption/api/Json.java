package org.empw.consumption.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Small documents as records and back, such as the lines of the journal. Not on the way of a run without one: to set
 * databind up takes longer than the rest of a small run.
 */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // a lone surrogate would not survive UTF-8
            .build();

    private Json() {}

    /**
     * Reads one document; properties are in snake case.
     *
     * @throws MalformedResponseException with what is wrong and where, without the document's own text
     */
    public static <T> T read(String document, Class<T> type) throws MalformedResponseException {
        try {
            T value = MAPPER.readValue(document, type);
            if (value == null) {
                throw new MalformedResponseException("it is null");
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedResponseException(e.getOriginalMessage());
        }
    }

    /** Writes one document on one line, without what is null. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
