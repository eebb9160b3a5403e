"""What a record is: one class per table of the output, and nothing else."""
