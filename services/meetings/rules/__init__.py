"""What meetings decides, as pure functions: dates, lanes, who is called, what a decision leads to."""
