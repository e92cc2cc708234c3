"""What a town's machine is set up with."""
