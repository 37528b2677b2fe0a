"""The Kafka runner: outbox relay and topics by kafka-python, workers by Faust.

Nothing outside this folder imports either, and nothing here is imported by who does not use it.
"""
