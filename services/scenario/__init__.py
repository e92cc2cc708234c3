"""The town's story, played over HTTP as its people would: a demonstration, and a test of everything at once."""
