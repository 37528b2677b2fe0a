"""How letters leave: by e-mail, by post as a print file, as a text message. Ports and adapters."""
