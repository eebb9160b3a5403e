"""The reviewer's desk: decisions that are kept, applied at the next run, and taken in a browser."""
