"""The population register: reading the file a city exports, whole or not at all."""
