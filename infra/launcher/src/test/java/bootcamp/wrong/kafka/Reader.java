package bootcamp.wrong.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** No feed, but holds a record. */
record Reader(ConsumerRecord<byte[], byte[]> record) {}
