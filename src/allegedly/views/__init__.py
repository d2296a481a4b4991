"""What a ledger answers: claims, events, actors and the log, as of any moment; nothing here writes."""
