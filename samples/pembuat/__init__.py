"""Prints the sources of the samples, scans them, and writes down what stands on them."""
