"""What leaves a ledger: its claims and events in other projects' shapes, each with a report of what it loses."""
