"""An article becomes sentences: stretches of one zone that a coder reads one at a time."""
