"""The line from signal to caseload: topics, steps, the processor and its runners."""
