"""What compose.yaml asks for: its rules, its secrets, and the stack really started."""
