"""The four services of Yui, and the two files that start them."""
