"""Photos from people's phones, made small and harmless in a process of their own."""
