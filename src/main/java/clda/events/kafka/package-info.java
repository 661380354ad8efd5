/** Events over Apache Kafka: the ones that are told, each once, and the ones that other systems have. */
@NullMarked
package clda.events.kafka;

import org.jspecify.annotations.NullMarked;
