"""The line on Kafka beside what Kafka's clients do with nothing to do."""
