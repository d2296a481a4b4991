"""Allegedly: news reports of political violence, read into a claim ledger."""
